"""Which passwords are good enough: at least twelve characters that are not what everybody tries first.

Not here: hashing (`passwords`). The words that common passwords are made of stand in `common_words.txt` beside this file.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from relevo.workspace.errors import Invalid
from relevo.workspace.people.passwords import LONGEST

SHORTEST = 12
"""trust.md T7, ASVS 6.2.1: length beats rules about capitals and signs, which this file therefore does not have."""

_WORDS_FILE = Path(__file__).with_name("common_words.txt")
_LEET = str.maketrans("043578@$€!|+", "oaestbaseiit")
_ONES = str.maketrans("1", "l"), str.maketrans("1", "i")
_ORDERS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "qwertzuiopu",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "ицукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "!@#$%^&*()",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    "qazwsxedcrfvtgbyhnujmikolp",
    "zaq12wsxcde34rfvbgt56yhnmju78ik,",
    "zaqxswcdevfrbgtnhymjukilop",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1b2c3d4e5f6g7h8",
    "1a2b3c4d5e6f7g8h",
)
"""What fingers and heads go along: the alphabet, digits, rows and columns of keyboards; without accents (`_bare`)."""
_STEPS = frozenset(order[at : at + 3] for row in _ORDERS for order in (row, row[::-1]) for at in range(len(order) - 2))
_LEAST_SURPRISES = 6
"""A password with fewer characters that one cannot foresee from those before is a walk over the keyboard."""
_MOST_WORDS = 2
_LEAST_LETTERS = 4
"""Fewer letters than this among digits and signs are no word, even if they spell one."""
_LEAST_DIGITS = 20
"""Digits alone are dates, telephone numbers and the like, unless there are very many."""


def check_password(password: str, *related: str) -> None:
    """Take a new password. `related` is what a guesser knows: the e-mail address, the name.

    Raises:
        Invalid: it is too short, too long, or among what everybody tries.
    """
    if len(password) < SHORTEST:
        raise Invalid("password", f"Use at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise Invalid("password", f"Use at most {LONGEST} characters.")
    if is_guessable(password, *related):
        raise Invalid("password", "This is among the first passwords that get tried. Choose one nobody would guess.")


def is_guessable(password: str, *related: str) -> bool:
    """Is it a repetition, a walk over the keyboard, or one or two common words with trimmings?"""
    folded = _bare(password)
    return (
        min(len(_repeated_part(password)), len(_repeated_part(folded))) < SHORTEST
        or _surprises(folded) < _LEAST_SURPRISES
        or (_is_number(folded) and len(folded) < _LEAST_DIGITS)
        or any(_is_few_words(core, _related_words(related)) for core in _cores(folded))
    )


def _bare(text: str) -> str:
    """Return the text in lower case and without accents, which nobody needs to guess."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))


def _repeated_part(text: str) -> str:
    """Return the shortest piece whose repetition gives the text: `abcabc` is no longer than `abc`."""
    return text[: (text + text).index(text, 1)] if text else ""


def _surprises(text: str) -> int:
    """Return how many characters do not simply go on from the two before them."""
    return sum(not _goes_on(text[max(0, at - 2) : at + 1]) for at in range(len(text)))


def _goes_on(three: str) -> bool:
    return len(three) == 3 and (three in _STEPS or three[0] == three[1] == three[2])


def _is_number(text: str) -> bool:
    return re.sub(r"[\s./+-]+", "", text).isdecimal()


def _cores(text: str) -> Iterator[str]:
    """Yield the letters in the middle, digits and signs at the ends cut off, look-alikes such as `0` for `o` undone."""
    trimmed = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    for ones in _ONES:
        for whole in (text, trimmed):
            yield re.sub(r"[\W\d_]+", "", whole.translate(ones).translate(_LEET))
    yield re.sub(r"[\W\d_]+", "", text)


def _is_few_words(core: str, related: frozenset[str]) -> bool:
    """Does the text consist of at most two different common words, however often repeated?"""
    if len(core) < _LEAST_LETTERS:
        return False
    words = _known_words() | related
    ways: list[set[frozenset[str]]] = [{frozenset()}, *(set() for _ in core)]
    for end in range(1, len(core) + 1):
        for start in range(max(0, end - 48), end):
            word = core[start:end]
            if word in words and ways[start]:
                ways[end] |= {way | {word} for way in ways[start] if len(way | {word}) <= _MOST_WORDS}
    return bool(ways[-1])


def _related_words(related: tuple[str, ...]) -> frozenset[str]:
    parts = (part for text in related for part in re.split(r"[\W\d_]+", _bare(text)))
    return frozenset(part for part in parts if len(part) > 2)


@cache
def _known_words() -> frozenset[str]:
    lines = _WORDS_FILE.read_text("utf-8").splitlines()
    return frozenset(_bare(word) for line in lines if not line.startswith("#") for word in line.split())
