"""A site that signs its customers' identities, rightly and in every wrong way."""

from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey

from relevo.testing import ManualClock

MISSING = object()


@dataclass
class Site:
    """Signs with a shared secret."""

    clock: ManualClock
    kid: str
    secret: str

    def token(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """A good token with what is given changed; `MISSING` leaves a claim out."""
        now = self.clock.now_ms() // 1000
        all_claims = {"sub": "c-1", "aud": "widget", "iat": now, "exp": now + 300, **claims}
        return self.sign({k: v for k, v in all_claims.items() if v is not MISSING}, header or {})

    def sign(self, claims: dict[str, Any], header: dict[str, Any]) -> str:
        whole = {k: v for k, v in {"alg": "HS256", "kid": self.kid, **header}.items() if v is not MISSING}
        return jwt.encode(whole, claims, OctKey.import_key(self.secret), algorithms=["HS256", "HS512"])
