"""Language tags (BCP 47): written one way, and what to fall back on when a language is not spoken here.

Not here: the texts (`catalogue`).
"""

import re
from functools import lru_cache

DEFAULT = "en"

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")
_LONGEST = 35
"""RFC 5646, 4.4.1: what every implementation must be able to hold."""
_RENAMED = {"iw": "he", "in": "id", "cmn": "zh", "arb": "ar"}
"""Codes that browsers and older systems still send for the same language."""


@lru_cache(maxsize=1024)
def canonical(tag: str) -> str | None:
    """Return a tag in lower case with hyphens, as `pt-br`; None for what is no tag."""
    text = tag.strip().replace("_", "-").lower()
    if len(text) > _LONGEST or not _TAG.fullmatch(text):
        return None
    language, hyphen, rest = text.partition("-")
    return _RENAMED.get(language, language) + hyphen + rest


@lru_cache(maxsize=1024)
def fall_back(tag: str) -> tuple[str, ...]:
    """Return the tag and its more general ones, the most special first (RFC 4647, 3.4); nothing for what is no tag.

    `zh-hant-tw` gives `zh-hant-tw`, `zh-hant`, `zh`. A single letter announces an extension and never stands last.
    """
    text = canonical(tag)
    if text is None:
        return ()
    parts = text.split("-")
    return tuple("-".join(parts[:end]) for end in range(len(parts), 0, -1) if end == 1 or len(parts[end - 1]) > 1)
