"""Secrets that must be read again (keys of AI back ends, shared identity secrets), encrypted before they are stored.

Not here: where they are stored, and what is only ever compared: that is hashed (`access.tokens`, `people.passwords`).
"""

from base64 import urlsafe_b64decode
from hashlib import sha256

import msgspec

from relevo.workspace.errors import Invalid

_KEY_BYTES = 32


class SealBroken(Exception):
    """A sealed secret cannot be opened: its key is not among ours, or it belongs somewhere else."""


class _Sealed(msgspec.Struct, frozen=True):
    place: str
    secret: str


class Seals:
    """AES-256-GCM under the first key; all keys open, so that a key is rotated by putting a new one in front (T31)."""

    def __init__(self, keys: tuple[bytes, ...] = ()) -> None:
        """Take keys of 32 bytes. Without any, nothing can be sealed, and saying so beats storing it in the clear."""
        if any(len(key) != _KEY_BYTES for key in keys):
            raise ValueError(f"a key for secrets has {_KEY_BYTES} bytes")
        self._keys = {sha256(b"relevo seal " + key).hexdigest()[:16]: key for key in keys}

    @classmethod
    def parse(cls, text: str) -> "Seals":
        """Read keys in URL-safe base64 with commas between them, as `RandomSecrets.new_secret()` makes them.

        Raises ValueError for anything else; the message never repeats the key.
        """
        parts = [part.strip() for part in text.split(",") if part.strip()]
        try:
            return cls(tuple(urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in parts))
        except ValueError:
            raise ValueError(f"a key for secrets is {_KEY_BYTES} bytes in URL-safe base64") from None

    def seal(self, secret: str, place: str) -> str:
        """Return the secret encrypted for one place; moved to another row it does not open.

        Raises:
            Invalid: this installation has no key for secrets.
        """
        if not self._keys:
            raise Invalid("secrets", "This server has no key to keep secrets with. Set one, then try again.")
        from relevo.workspace.base import jose

        key_id, key = next(iter(self._keys.items()))
        return jose.sealed(msgspec.json.encode(_Sealed(place, secret)), key_id, key)

    def open(self, sealed: str, place: str) -> str:
        """Return the secret. Raises SealBroken."""
        from relevo.workspace.base import jose

        for key in self._keys.values():
            try:
                opened = msgspec.json.decode(jose.opened(sealed, key), type=_Sealed)
            except (jose.Broken, msgspec.DecodeError):
                continue
            if opened.place == place:
                return opened.secret
        raise SealBroken(place)
