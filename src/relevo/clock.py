"""The real clock, the real ids and the real secrets: the one place that reads the machine's time and randomness.

No rules live here; app.py hands these to the parts that need them, and tests hand in their own.
"""

import os
import secrets
import time
from dataclasses import dataclass, field

_SECRET_BYTES = 32
_RANDOM_BYTES = 10
_DRAWN_AT_ONCE = 256
_VARIANT = "89ab"


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The wall clock of this machine."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted."""
        return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class RandomIds:
    """Ids that sort by the millisecond they were made in. They name things and let nobody in: see RandomSecrets.

    Any thread may ask. A process that was forked from this one would give the same ids again: no process here forks.
    """

    _drawn: list[bytes] = field(default_factory=list, init=False, repr=False, compare=False)
    """Randomness that no id has had. Reading it lets other threads run, which costs more than the reading."""

    def new_id(self, prefix: str = "") -> str:
        """A new UUIDv7, as `prefix_0190…` when a prefix is given."""
        value = uuid7(time.time_ns() // 1_000_000, self._draw())
        return f"{prefix}_{value}" if prefix else value

    def _draw(self) -> bytes:
        while True:
            try:
                return self._drawn.pop()  # one step of the interpreter: no two threads get the same
            except IndexError:
                fresh = os.urandom(_DRAWN_AT_ONCE * _RANDOM_BYTES)
                self._drawn.extend([fresh[at : at + _RANDOM_BYTES] for at in range(0, len(fresh), _RANDOM_BYTES)])


@dataclass(frozen=True, slots=True)
class RandomSecrets:
    """What lets its bearer in: tokens, keys, first passwords."""

    def new_secret(self, prefix: str = "") -> str:
        """256 random bits in 43 letters that are safe in a URL and a header, as `prefix_…` when a prefix is given."""
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        return f"{prefix}_{secret}" if prefix else secret


def uuid7(at_ms: int, randomness: bytes) -> str:
    """Lay out a UUIDv7 as in RFC 9562, section 5.7: 48 bits of milliseconds, then 74 random bits.

    `randomness` is ten bytes, of which the version and variant overwrite six bits.
    Raises ValueError for a time outside 48 bits or for another number of bytes.
    """
    if not 0 <= at_ms < 1 << 48:
        raise ValueError(f"a UUIDv7 holds 48 bits of milliseconds, got {at_ms}")
    if len(randomness) != _RANDOM_BYTES:
        raise ValueError(f"a UUIDv7 needs {_RANDOM_BYTES} random bytes, got {len(randomness)}")
    time_digits, chance = f"{at_ms:012x}", randomness.hex()
    variant = _VARIANT[randomness[2] >> 4 & 0b11]
    return f"{time_digits[:8]}-{time_digits[8:]}-7{chance[1:4]}-{variant}{chance[5:8]}-{chance[8:]}"
