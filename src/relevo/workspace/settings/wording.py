"""Which words a visitor reads: the shipped texts of their language with everything the workspace says otherwise on top.

Not here: the texts themselves (`texts`), remembering the outcome (`rules`).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from relevo.workspace.asking.hearing import Hearing, hearing
from relevo.workspace.settings.by_language import kept
from relevo.workspace.settings.document import upgraded
from relevo.workspace.settings.shape import WorkspaceSettings
from relevo.workspace.texts.catalogue import LANGUAGES, STANDARD, catalogue
from relevo.workspace.texts.languages import DEFAULT, fall_back

_OWN_TEXTS = {"waiting_texts": "waiting", "busy_texts": "busy"}


def wording(
    settings: WorkspaceSettings, stored: Mapping[str, Any], own: Mapping[str, Any], locale: str
) -> Mapping[str, str]:
    """Return every text for a visitor, the later of these replacing the earlier:

    the shipped texts · the preset · the workspace's waiting and busy text · whatever else it words otherwise · the
    assistant's own waiting and busy text; each in the visitor's language.

    `stored` are the settings that differ from the defaults, `own` the assistant's.
    """
    tags = _tags(settings, locale)
    shipped = catalogue(next((tag for tag in tags if tag in LANGUAGES), DEFAULT))
    texts = dict(shipped.texts)
    if settings.text_preset != STANDARD:
        texts.update(shipped.presets[settings.text_preset])
    handoffs = upgraded(stored).get("handoff", {}), kept(own, settings.language)
    for layer in (_handoff_texts(handoffs[0]), settings.texts, _handoff_texts(handoffs[1])):
        for tag in reversed(tags):
            texts.update(layer.get(tag, {}))
    return MappingProxyType(texts)


def listening(settings: WorkspaceSettings, own: Mapping[str, Any], locale: str) -> Hearing:
    """Return what finds that a person is asked for: phrases in the visitor's language, the workspace's and English, and rules."""
    by_language = {**settings.handoff.keywords, **own.get("keywords", {})}
    return hearing(by_language, list(dict.fromkeys([*fall_back(locale), *fall_back(settings.language), DEFAULT])))


def _tags(settings: WorkspaceSettings, locale: str) -> tuple[str, ...]:
    """Return the languages to look in, the best first: the workspace's own where the visitor's is not spoken here."""
    tags = fall_back(locale)
    is_spoken = any(tag in LANGUAGES for tag in tags)
    return tags if is_spoken else (*tags, *fall_back(settings.language))


def _handoff_texts(handoff: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of handoff settings by language and key."""
    by_language: dict[str, dict[str, str]] = {}
    for name, key in _OWN_TEXTS.items():
        for tag, text in handoff.get(name, {}).items():
            by_language.setdefault(tag, {})[key] = text
    return by_language
