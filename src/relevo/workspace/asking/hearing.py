"""What asks for a person in one workspace: the rules of the languages that it left as they are, and phrases of its own.

Not here: the rules (`recognition`), the phrases (`settings`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relevo.workspace.asking.recognition import Finding, recognise
from relevo.workspace.texts.catalogue import LANGUAGES, catalogue
from relevo.workspace.texts.keywords import Matcher, matcher


@dataclass(frozen=True, slots=True)
class Hearing:
    """Looks at texts."""

    has_phrase: Matcher
    without: frozenset[str]
    """The languages whose rules the workspace has replaced by a list of its own, which may be empty."""

    def __call__(self, text: str) -> bool:
        """Does a visitor's text ask for a person?"""
        return self.finding(text) is Finding.ASKS

    def finding(self, text: str) -> Finding:
        """Return what the phrases and the rules make of a text."""
        return Finding.ASKS if self.has_phrase(text) else recognise(text, self.without)


def hearing(by_language: Mapping[str, Sequence[str]], tags: Sequence[str]) -> Hearing:
    """Return what listens for these phrases, by language, to a visitor who may read these languages.

    The shipped phrases of a language stand for its rules, which find them and more. A list that still has all of them
    adds to the rules; any other takes their place.
    """
    replaced = {tag for tag, phrases in by_language.items() if not _keeps_shipped(tag, phrases)}
    phrases = {phrase for tag in tags for phrase in _own(tag, by_language.get(tag, ()), is_whole=tag in replaced)}
    return Hearing(matcher(phrases), frozenset(tag for tag in replaced if "-" not in tag))


def _keeps_shipped(tag: str, phrases: Sequence[str]) -> bool:
    return tag in LANGUAGES and set(catalogue(tag).keywords) <= set(phrases)


def _own(tag: str, phrases: Sequence[str], *, is_whole: bool) -> set[str]:
    return set(phrases) if is_whole or tag not in LANGUAGES else set(phrases) - set(catalogue(tag).keywords)
