"""Patterns over classes of words, such as `contact ..3 person`, compiled to regular expressions over their letters.

Not here: which letter a word of a text gets (`lexicon`). Every gap has a limit and no pattern repeats another one, so that
looking through a text takes time in proportion to its length.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec import Struct

from relevo.workspace.asking.reading import END, PAUSE

OTHER, IGNORED, STRUCK = "x", "i", "s"
"""The letters of a word that is not known, of one that has nothing to do with it, and of what nothing may reach across."""
Letters = Mapping[frozenset[str], str]
"""The letter of each set of classes that a word can be in."""

_JOINED_GAP = 3
"""Characters of a script without spaces that count as one word of a gap."""
_GAP = re.compile(r"\.\.(\d)")
_MARK = f"[{END}{PAUSE}]"
_PLACES = {
    "^": f"^{_MARK}*",
    "$": f"{_MARK}*$",
    "start": f"(?:^|{_MARK})",
    "end": f"(?={_MARK}|$)",
    ",": f"{PAUSE}?",
}
_HUMAN = "human"
_BREAKS_ASKING = ("stop", "not", "unwanted")
_BREAKS_STRIKING = ("stop",)


class Patterns(Struct, frozen=True, forbid_unknown_fields=True):
    """What asks, and what is struck out of a text before anything in it can ask."""

    asks: tuple[str, ...]
    strikes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of one language."""

    asks: re.Pattern[str]
    strikes: re.Pattern[str]

    @classmethod
    def of(cls, written: Iterable[Patterns], letters: Letters, *, is_joined: bool) -> "Grammar":
        """Compile; a pattern is left out when the language has no word of a class that it needs."""
        parts = list(written)
        compiling = _Compiling(letters, _JOINED_GAP if is_joined else 1)
        return cls(
            asks=compiling.any_of((one for part in parts for one in part.asks), _BREAKS_ASKING),
            strikes=compiling.any_of((one for part in parts for one in part.strikes), _BREAKS_STRIKING),
        )

    def look(self, letters: str) -> tuple[bool, bool]:
        """Is there something that asks, and was anything struck out?"""
        left, times = self.strikes.subn(STRUCK, letters)
        return self.asks.search(left) is not None, times > 0


@dataclass(frozen=True, slots=True)
class _Compiling:
    letters: Letters
    gap_factor: int

    def any_of(self, patterns: Iterable[str], never_between: Iterable[str]) -> re.Pattern[str]:
        apart = END + PAUSE + STRUCK + "".join(self._of(name) for name in never_between)
        written = (self._one(pattern, apart) for pattern in patterns)
        return re.compile("|".join(one for one in written if one is not None) or "(?!)")

    def _one(self, pattern: str, apart: str) -> str | None:
        parts = [self._part(part, apart) for part in pattern.split()]
        return "".join(part for part in parts if part is not None) if None not in parts else None

    def _part(self, part: str, apart: str) -> str | None:
        if gap := _GAP.fullmatch(part):
            return f"[^{apart}]{{0,{int(gap[1]) * self.gap_factor}}}?"
        if part in _PLACES:
            return _PLACES[part]
        names = part.split("|")
        single = "".join(self._of(name) for name in names)
        found = [f"[{single}]"] if single else []
        if _HUMAN in names:
            found += self._human()
        return f"(?:{'|'.join(found)})" if found else None

    def _human(self) -> list[str]:
        """Return what can only be one of the team: `person`, or `someone` who is said to be `real`."""
        person, real, someone = (self._of(name) for name in ("person", "real", "someone"))
        pairs = [f"[{real}][{someone}]", f"[{someone}][{real}]"] if real and someone else []
        return [*([f"[{person}]"] if person else []), *pairs]

    def _of(self, name: str) -> str:
        return "".join(letter for kind, letter in self.letters.items() if name in kind)
