"""The waiting and the busy text: kept by language, and told and taken as one text too, that of the workspace's language.

Older versions stored the one text only; it is read as what was said in the workspace's language. Not here: which of them a
visitor reads (`wording`).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from relevo.workspace.settings.merge import Document
from relevo.workspace.texts.catalogue import spoken
from relevo.workspace.texts.languages import fall_back

PLAIN: Mapping[str, str] = MappingProxyType({"waiting_text": "waiting_texts", "busy_text": "busy_texts"})
"""The name of the one text, and that of the texts by language."""


def kept(handoff: Mapping[str, Any], language: str) -> Document:
    """Return stored handoff settings as they are kept now: each text by its language."""
    return spread(handoff, {}, language)


def spread(patch: Mapping[str, Any], held: Mapping[str, Any], language: str) -> Document:
    """Return a change of handoff settings with each plain text put where its language is.

    One that says what is `held` already is no change: it was read, and is sent back with everything else.
    """
    result = dict(patch)
    for plain, by_language in PLAIN.items():
        texts = result.get(by_language) or {}
        if plain not in result or not isinstance(texts, Mapping):
            continue
        text = result.pop(plain)
        if text is None or text != held.get(plain):
            result[by_language] = {**texts, _tag_in(held.get(by_language, {}), language) or spoken(language): text}
    return result


def with_plain(handoff: Mapping[str, Any], language: str) -> Document:
    """Return handoff settings with the texts in the workspace's language beside those by language."""
    result = dict(handoff)
    for plain, by_language in PLAIN.items():
        texts = handoff.get(by_language, {})
        if tag := _tag_in(texts, language):
            result[plain] = texts[tag]
    return result


def _tag_in(texts: Mapping[str, str], language: str) -> str | None:
    return next((tag for tag in fall_back(language) if tag in texts), None)
