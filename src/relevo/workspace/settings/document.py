"""The settings as a document: defaults, what is told of them, and what a change makes of it.

Stored is only what differs from the defaults (`merge`). Not here: where it is stored (`store`), what is refused (`checks`).
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from relevo.core.rules import Handoff, Policies
from relevo.workspace.base.strict import convert
from relevo.workspace.errors import Invalid
from relevo.workspace.settings.by_language import PLAIN, kept, spread, with_plain
from relevo.workspace.settings.checks import check, check_handoff, check_text
from relevo.workspace.settings.merge import Document, difference, laid_over, patched
from relevo.workspace.settings.shape import (
    LEAST_GRACE_S,
    Confirmations,
    HandoffSettings,
    PlainTexts,
    WorkspaceSettings,
)
from relevo.workspace.texts.catalogue import LANGUAGES, STANDARD, catalogue
from relevo.workspace.texts.languages import DEFAULT, canonical

T = TypeVar("T")

AMBER_S = 30
RED_S = 60
"""When a waiting row in the console turns amber and red where the workspace says nothing else."""

_FOR_ALL = frozenset({"amber_s", "red_s"})
"""What the team's lists go by, whichever assistant a conversation has."""
_BY_LANGUAGE = ("keywords", *PLAIN.values())
_FREE = (*(f"handoff.{name}" for name in _BY_LANGUAGE), "texts")
"""Where the names are languages, not ours."""


def defaults() -> Document:
    """Return every setting as shipped."""
    policies = {name: getattr(Policies(), name) for name in Policies.__dataclass_fields__}
    confirm = dict.fromkeys(Confirmations.__struct_fields__, False) | dict(Policies().confirm)
    handoff = Handoff()
    return _plain(
        {
            "language": DEFAULT,
            "text_preset": STANDARD,
            "handoff": {
                "enabled": handoff.enabled,
                "keywords": {each: catalogue(each).keywords for each in LANGUAGES},
                "waiting_texts": {each: catalogue(each).texts["waiting"] for each in LANGUAGES},
                "response_timeout_s": handoff.response_timeout_s,
                "busy_texts": {each: catalogue(each).texts["busy"] for each in LANGUAGES},
                "show_queue_position": handoff.show_queue_position,
                "show_estimated_wait": handoff.show_estimated_wait,
                "shares_drafts": handoff.shares_drafts,
                "offer_after_answers": handoff.offer_after_answers,
                "ask_after_failures": handoff.ask_after_failures,
                "ask_on_labels": handoff.ask_on_labels,
                "offer_on_pages": handoff.offer_on_pages,
                "amber_s": AMBER_S,
                "red_s": RED_S,
            },
            "policies": policies | {"confirm": confirm},
            "texts": {},
        }
    )


def whole(stored: Mapping[str, Any]) -> Document:
    """Return all settings: the defaults with what is stored on top."""
    return laid_over(defaults(), upgraded(stored))


def shown(stored: Mapping[str, Any]) -> Document:
    """Return all settings as they are told: the texts in the workspace's language by themselves too."""
    settings = whole(stored)
    return settings | {"handoff": with_plain(settings["handoff"], settings["language"])}


def language_in(stored: Mapping[str, Any]) -> str:
    """Return the workspace's language."""
    language = stored.get("language", DEFAULT)
    return language if isinstance(language, str) else DEFAULT


def upgraded(stored: Mapping[str, Any]) -> Document:
    """Return a stored document as this version stores it, whichever version it is from."""
    result = dict(stored)
    if handoff := stored.get("handoff"):
        result["handoff"] = kept(handoff, language_in(stored))
    if (policies := stored.get("policies", {})).get("owner_grace_s", LEAST_GRACE_S) < LEAST_GRACE_S:
        # It was accepted once, and had no effect below this.
        result["policies"] = {**policies, "owner_grace_s": LEAST_GRACE_S}
    if texts := stored.get("texts"):
        # A text that is shown nowhere any more would be refused with every later change, whatever it is of.
        known = catalogue(DEFAULT).texts
        result["texts"] = {tag: {key: said[key] for key in said if key in known} for tag, said in texts.items()}
    return result


def settings_of(stored: Mapping[str, Any]) -> WorkspaceSettings:
    """Return all settings, typed. Raises Invalid for a document that `changed` did not make."""
    return convert(whole(stored), WorkspaceSettings)


def changed(stored: Mapping[str, Any], patch: Mapping[str, Any]) -> Document:
    """Return what to store after a merge patch; null goes back to the default.

    Raises:
        Invalid: a name is unknown or a value cannot be; `field` is its dotted path. Nothing of the patch applies then.
    """
    before = shown(stored)
    _require_known(patch, before, "")
    patch = _canonical_languages(patch)
    if isinstance(handoff := patch.get("handoff"), Mapping):
        language = language_in(patched({"language": language_in(stored)}, patch))
        patch |= {"handoff": _spread(handoff, before["handoff"], language)}
    settings = convert(laid_over(defaults(), patched(upgraded(stored), patch)), WorkspaceSettings)
    check(settings)
    return difference(defaults(), _plain(settings))


def changed_handoff(stored: Mapping[str, Any], patch: Mapping[str, Any], language: str) -> Document:
    """Return an assistant's own handoff settings after a merge patch; null goes back to the workspace's.

    Raises:
        Invalid: as in `changed`, with paths that begin with `handoff`.
    """
    base = defaults()["handoff"]
    _require_known({"handoff": patch}, {"handoff": with_plain(base, DEFAULT)}, "")
    if shared := sorted(patch.keys() & _FOR_ALL):
        raise Invalid(f"handoff.{shared[0]}", "This is one for the whole workspace.")
    before = kept(stored, language)
    asked = _canonical_languages({"handoff": patch})["handoff"]
    after = patched(before, _spread(asked, with_plain(before, language), language))
    settings = _in_handoff(laid_over(base, after), HandoffSettings)
    check_handoff(settings)
    return {name: value for name, value in after.items() if value != {} or name not in PLAIN.values()}


def _spread(patch: Mapping[str, Any], held: Mapping[str, Any], language: str) -> Document:
    """Return a change of handoff settings with its plain texts checked, and put where their language is."""
    plain = {name: text for name, text in patch.items() if name in PLAIN and text is not None}
    _in_handoff(plain, PlainTexts)
    for name, text in plain.items():
        check_text(f"handoff.{name}", text, frozenset())
    return spread(patch, held, language)


def _in_handoff(value: Mapping[str, Any], kind: type[T]) -> T:
    try:
        return convert(value, kind)
    except Invalid as wrong:
        raise Invalid(f"handoff.{wrong.field}" if wrong.field else "handoff", str(wrong)) from None


def _plain(value: object) -> Document:
    """Return the value as what JSON makes of it: lists, texts and numbers, so that any two can be compared."""
    document: Document = msgspec.json.decode(msgspec.json.encode(value))
    return document


def _require_known(patch: Mapping[str, Any], shape: Mapping[str, Any], path: str) -> None:
    for key, value in patch.items():
        where = f"{path}{key}"
        if key not in shape:
            raise Invalid(where, f"There is no setting {where[:200]}.")
        below = shape[key]
        if isinstance(value, Mapping) and isinstance(below, Mapping) and where not in _FREE:
            _require_known(value, below, f"{where}.")


def _canonical_languages(patch: Mapping[str, Any]) -> Document:
    """Return the patch with every language written one way, so that `pt-BR` and `pt_br` are one."""
    result = dict(patch)
    if isinstance(handoff := patch.get("handoff"), Mapping):
        named = {name: _by_language(handoff[name], f"handoff.{name}") for name in _BY_LANGUAGE if name in handoff}
        result["handoff"] = {**handoff, **named}
    if "texts" in patch:
        result["texts"] = _by_language(patch["texts"], "texts")
    if isinstance(language := patch.get("language"), str):
        result["language"] = _tag(language, "language")
    return result


def _by_language(value: Any, path: str) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {_tag(str(tag), f"{path}.{tag}"): inner for tag, inner in value.items()}


def _tag(tag: str, path: str) -> str:
    found = canonical(tag)
    if found is None:
        raise Invalid(path[:200], f"{tag[:40]!r} is not a language tag such as en or pt-br.")
    return found
