"""Identities that a site signs for its visitors: a JWT with little in it, checked to the letter (trust.md T3).

The header has `alg`, `kid` and perhaps `typ`, nothing else; the claims `sub`, `aud` = `widget`, `iat` and `exp` at most 15
minutes later. Not here: the keys (`identity_keys`) and what an identity opens (`entry`).
"""

from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from relevo.ports import Clock
from relevo.workspace.errors import IdentityInvalid
from relevo.workspace.inboxes import Inbox
from relevo.workspace.visitors.identity_keys import Algorithm, IdentityKeys

T = TypeVar("T")

LONGEST_S = 15 * 60
LEEWAY_S = 60
"""How far the site's clock and ours may be apart (trust.md G18)."""

_LONGEST_TOKEN = 4096
_NAMES = {Algorithm.HS256: ("HS256",), Algorithm.EDDSA: ("EdDSA", "Ed25519")}
"""What a token's `alg` may say for a key; RFC 9864 renames EdDSA with this curve to Ed25519."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the site vouches for. The name and the e-mail address are for show only."""

    subject: str
    name: str | None
    email: str | None = None


class _Header(Struct, frozen=True, forbid_unknown_fields=True):
    alg: str
    kid: Annotated[str, Meta(min_length=1, max_length=200)]
    typ: Literal["JWT", "jwt"] | None = None


class _Claims(Struct, frozen=True):
    sub: Annotated[str, Meta(min_length=1, max_length=255)]
    aud: Literal["widget"] | tuple[Literal["widget"]]
    iat: int
    exp: int
    nbf: int | None = None
    name: Annotated[str, Meta(max_length=1000)] | None = None
    email: Annotated[str, Meta(max_length=254)] | None = None


class Identities:
    """Checks tokens of any inbox."""

    def __init__(self, keys: IdentityKeys, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock

    async def check(self, inbox: Inbox, token: str) -> Identity:
        """Return whom the token vouches for.

        Raises:
            IdentityInvalid: anything at all is not as it must be.
        """
        from relevo.workspace.base import jose

        header = _header(token)
        found = await self._keys.find(inbox.workspace_id, inbox.id, header.kid)
        if found is None:
            raise IdentityInvalid("unknown kid")
        algorithm, material = found
        if header.alg not in _NAMES[algorithm]:
            raise IdentityInvalid("alg is not the key's")
        try:
            payload = jose.verified(token, header.alg, material, is_public=algorithm is Algorithm.EDDSA)
        except jose.Broken:
            raise IdentityInvalid("wrong signature") from None
        return self._identity(_decoded(payload, _Claims, "claims"))

    def _identity(self, claims: _Claims) -> Identity:
        now = self._clock.now_ms() // 1000
        if claims.iat > now + LEEWAY_S or (claims.nbf is not None and claims.nbf > now + LEEWAY_S):
            raise IdentityInvalid("not valid yet")
        if claims.exp <= now - LEEWAY_S:
            raise IdentityInvalid("expired")
        if not 0 < claims.exp - claims.iat <= LONGEST_S:
            raise IdentityInvalid(f"exp must be at most {LONGEST_S // 60} minutes after iat")
        if not claims.sub.strip() or not claims.sub.isprintable():
            raise IdentityInvalid("sub is empty")
        return Identity(claims.sub, claims.name, claims.email)


def _header(token: str) -> _Header:
    from relevo.workspace.base import jose

    if len(token) > _LONGEST_TOKEN:
        raise IdentityInvalid("too long")
    try:
        raw = jose.header_of(token)
    except jose.Broken:
        raise IdentityInvalid("not a JWT") from None
    return _decoded(msgspec.json.encode(raw), _Header, "header")


def _decoded(raw: bytes, kind: type[T], part: str) -> T:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise IdentityInvalid(f"{part}: {wrong}") from None
