"""The texts that visitors read, as they are shipped: one JSON file for each language, with presets and keywords.

Not here: what a workspace changes about them (`settings`), and which language a visitor gets (`languages`, `rules`).
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from relevo.workspace.texts.languages import DEFAULT, fall_back

STANDARD = "standard"
"""The preset that changes nothing."""
LANGUAGES = (
    "en", "es", "fr", "de", "it", "pt", "nl", "pl", "tr", "ru", "uk", "ar", "he", "hi", "id", "vi", "th", "ja", "ko", "zh",
)  # fmt: skip
"""Every text that is shipped is there in each of these."""
TOLD_IN_EVENTS = frozenset({
    "agent_joined", "agent_left", "assistant_back", "offer", "offer_after_failure", "apology", "waiting", "busy", "transferred",
    "transferred_to_team", "owner_lost", "requeued", "resolved", "reopened",
})  # fmt: skip
"""What a visitor reads as part of an event, filled in by then: no client needs it beforehand."""

_FOLDER = Path(__file__).parent
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    """One language: every text by its key, presets that replace some of them, and words that ask for a person."""

    texts: Mapping[str, str]
    presets: Mapping[str, Mapping[str, str]]
    keywords: tuple[str, ...]


@cache
def catalogue(language: str) -> Catalogue:
    """Return the texts of one of `LANGUAGES`. Raises LookupError for any other."""
    if language not in LANGUAGES:
        raise LookupError(language)
    return msgspec.json.decode((_FOLDER / f"{language}.json").read_bytes(), type=Catalogue)


def spoken(tag: str) -> str:
    """Return the shipped language that fits a tag best; English if none does."""
    return next((each for each in fall_back(tag) if each in LANGUAGES), DEFAULT)


def keys() -> tuple[str, ...]:
    """Return the keys of all texts."""
    return tuple(catalogue(DEFAULT).texts)


def presets() -> tuple[str, ...]:
    """Return the names of the presets, `standard` first."""
    return (STANDARD, *catalogue(DEFAULT).presets)


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces that are filled in when the text is shown."""
    return frozenset(_PLACEHOLDER.findall(text))
