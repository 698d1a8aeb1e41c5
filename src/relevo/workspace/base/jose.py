"""What Relevo needs of JOSE: sealing (JWE, RFC 7516), signatures (JWS, RFC 7515) and the keys for both (RFC 7517).

Imported inside the functions that use it: `cryptography` comes with it, a seventh of the time a server takes to start, and
nobody needs it before the first secret is opened. Not here: what is sealed or believed (`seals`, `visitors.identity`).
"""

from typing import Any

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, OKPKey
from joserfc.jws import JWSRegistry


class Broken(Exception):
    """What was given is not of this form, or not made with this key."""


def sealed(payload: bytes, key_id: str, key: bytes) -> str:
    """Return the payload encrypted with a key of 32 bytes: `dir` with AES-256-GCM, compact."""
    header = {"alg": "dir", "enc": "A256GCM", "kid": key_id}
    return jwe.encrypt_compact(header, payload, OctKey.import_key(key))


def opened(text: str, key: bytes) -> bytes:
    """Return what was sealed. Raises Broken."""
    try:
        return jwe.decrypt_compact(text, OctKey.import_key(key)).plaintext or b""
    except (JoseError, ValueError):
        raise Broken from None


def header_of(token: str) -> dict[str, Any]:
    """Return the header of a signed token, believed by nobody yet. Raises Broken."""
    try:
        return dict(jws.extract_compact(token.encode("ascii")).headers())
    except (JoseError, ValueError, TypeError):
        raise Broken from None


def verified(token: str, algorithm: str, key: str, *, is_public: bool) -> bytes:
    """Return what a token says, signed by this algorithm with a shared secret or, `is_public`, the other half of this PEM.

    Raises Broken.
    """
    believed = OKPKey.import_key(key) if is_public else OctKey.import_key(key)
    try:
        return jws.deserialize_compact(token, believed, registry=_Only(algorithms=[algorithm])).payload
    except (JoseError, ValueError, TypeError):
        raise Broken from None


def public_half(pem: str) -> tuple[str, str]:
    """Return the curve of a key given as PEM and its public half as PEM. Raises Broken."""
    try:
        key = OKPKey.import_key(pem)
        return key.curve_name, key.as_pem(private=False).decode()
    except Exception:  # noqa: BLE001 - what OpenSSL says of odd keys has no kind of its own, and nothing else can fail here
        raise Broken from None


class _Only(JWSRegistry):
    """joserfc's registry without its advice on which algorithms are in fashion: those that it is given, and no other."""

    def get_alg(self, name: str) -> Any:
        """Return an allowed algorithm. Raises JoseError."""
        if not self.allowed or name not in self.allowed:
            raise JoseError(f"{name!r} is not allowed")
        return self.algorithms[name]
