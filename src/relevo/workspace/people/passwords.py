"""Passwords as argon2id hashes: made and compared in a thread, a few at a time, in the same time for every outcome.

Not here: which passwords are good enough (`password_rules`) and who may try how often (`access.attempts`).
"""

import asyncio
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from relevo.workspace.errors import TooManyAttempts

HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
"""46 MiB, two passes, one lane. OWASP asks for 19 MiB, t=2, p=1 at least (trust.md T7): this costs whoever steals the hashes
2.4 times the memory and takes 70 ms of one core here. The library's default (64 MiB, t=3, p=4) takes 145 ms of CPU, which a
flood of sign-ins would take from the conversations; more lanes only help where cores are idle."""

AT_ONCE = 2
"""So many hashes are computed at the same time: 92 MiB at most, and two cores are not busy with anything longer."""
WAITING = 50
"""So many more may wait for their turn (under 2 s on two cores); whoever comes then is told to come back."""
LONGEST = 256
"""Longer passwords are refused when set and never match, so that nobody can make us hash megabytes."""


P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Did the password match, and is its hash to be made anew because the parameters have changed since?"""

    is_right: bool
    is_outdated: bool = False


class Passwords:
    """Hashes and compares."""

    def __init__(self, hasher: PasswordHasher = HASHER, at_once: int = AT_ONCE) -> None:
        self._hasher = hasher
        self._turns = asyncio.Semaphore(at_once)
        self._waiting = 0
        self._limit = at_once + WAITING
        self._nobodys = _unreachable_hash(hasher)

    async def hash(self, password: str) -> str:
        """Return an argon2id hash with its parameters and salt. Raises TooManyAttempts when too many wait already."""
        return await self._in_turn(self._hasher.hash, _bytes(password))

    async def verify(self, stored: str | None, password: str) -> Verdict:
        """Compare. Without a stored hash one that nothing matches is compared with, so that it takes as long.

        Raises:
            TooManyAttempts: too many wait already.
        """
        candidate = password if len(password) <= LONGEST else ""
        matches = await self._in_turn(self._matches, stored or self._nobodys, _bytes(candidate))
        if not matches or stored is None or candidate != password:
            return Verdict(is_right=False)
        return Verdict(is_right=True, is_outdated=self._hasher.check_needs_rehash(stored))

    def _matches(self, stored: str, password: bytes) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_turn(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        if self._waiting >= self._limit:
            raise TooManyAttempts(2)
        self._waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(work, *given, **named)
        finally:
            self._waiting -= 1


def _bytes(password: str) -> bytes:
    """The same bytes however the keyboard composes the letters (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _unreachable_hash(hasher: PasswordHasher) -> str:
    """A hash of the hasher's own cost that no password is known to lead to: its output is all zeros."""
    salt = b64encode(bytes(hasher.salt_len)).decode().rstrip("=")
    output = b64encode(bytes(hasher.hash_len)).decode().rstrip("=")
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${output}"
