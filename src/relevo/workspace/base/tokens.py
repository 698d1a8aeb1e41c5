"""Tokens: secrets that let their bearer in, known to us only by their hash.

A token has 256 random bits, so one SHA-256 without salt is enough: there is nothing to guess. Not here: what each kind
opens (`access`, `visitors`).
"""

from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from typing import Protocol

_LONGEST = 128


class NewSecret(Protocol):
    """Secrets that nobody can guess: `relevo.clock.RandomSecrets`."""

    def new_secret(self, prefix: str = "") -> str:
        """Return at least 128 random bits in letters that are safe in a header, as `prefix_…` when one is given."""


class TokenKind(StrEnum):
    """What a token is for, as its first letters: people can tell them apart, and so can scanners for leaked secrets."""

    SESSION = "rs"
    API_KEY = "rk"
    VISITOR = "rv"
    SETUP = "ru"

    def __init__(self, letters: str) -> None:
        self._opening = f"{letters}_"

    def issue(self, secrets: NewSecret) -> str:
        """Return a new token of this kind."""
        return secrets.new_secret(self.value)

    def fits(self, token: str) -> bool:
        """Can this be a token of this kind? Whatever cannot never reaches the database."""
        return token.startswith(self._opening) and len(token) <= _LONGEST and token.isascii()


def hashed(token: str) -> str:
    """Return what is stored and looked for instead of the token."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_token(session_token: str) -> str:
    """Return the token that a page must send with every change (trust.md T11).

    It is derived from the cookie's own 256 bits, so it needs no storage and no key of the server; whoever reads it does
    not learn the cookie from it.
    """
    return hmac_digest(session_token.encode("utf-8", "surrogatepass"), b"relevo csrf", "sha256").hex()


def is_csrf_token(session_token: str, given: str) -> bool:
    """Does the page's token belong to this session? Compared in constant time."""
    return compare_digest(csrf_token(session_token).encode(), given.encode("utf-8", "surrogatepass"))
