"""What settings cannot be although each value fits its shape: unknown texts and languages, strange placeholders, hidden characters.

Not here: the shapes (`shape`) and what a change makes of a document (`document`).
"""

from collections.abc import Iterator
from unicodedata import category

from relevo.core.messages import clean_labels
from relevo.workspace.base.strict import visible
from relevo.workspace.errors import Invalid
from relevo.workspace.settings.by_language import PLAIN
from relevo.workspace.settings.shape import HandoffSettings, WorkspaceSettings
from relevo.workspace.texts.catalogue import LANGUAGES, catalogue, placeholders, presets, spoken
from relevo.workspace.texts.languages import DEFAULT, fall_back


def check(settings: WorkspaceSettings) -> None:
    """Raise Invalid, with the dotted path, for what fits the shape and cannot be all the same."""
    if spoken(settings.language) not in fall_back(settings.language):
        raise Invalid("language", f"There are texts in {', '.join(LANGUAGES)}.")
    if settings.text_preset not in presets():
        raise Invalid("text_preset", f"There are the presets {', '.join(presets())}.")
    if len(set(settings.policies.visitor_sees)) < len(settings.policies.visitor_sees):
        raise Invalid("policies.visitor_sees", "Each may stand there once.")
    check_handoff(settings.handoff)
    for path, key, text in _reworded(settings):
        known = catalogue(DEFAULT).texts.get(key)
        if known is None:
            raise Invalid(path, f"There is no text {key[:100]!r}.")
        check_text(path, text, placeholders(known))


def check_handoff(handoff: HandoffSettings) -> None:
    """The same for the settings of handoff, the workspace's or an assistant's own."""
    if handoff.red_s < handoff.amber_s:
        raise Invalid("handoff.red_s", "A row turns red after it turned amber.")
    for name in PLAIN.values():
        for tag, text in getattr(handoff, name).items():
            check_text(f"handoff.{name}.{tag}"[:200], text, frozenset())
    if clean_labels(handoff.ask_on_labels) != handoff.ask_on_labels:
        raise Invalid("handoff.ask_on_labels", "Each label stands there once, as it is written on conversations.")
    for tag, words in handoff.keywords.items():
        for word in words:
            check_text(f"handoff.keywords.{tag}", word, placeholders(word))


def check_text(path: str, text: str, allowed: frozenset[str]) -> None:
    """Raise Invalid for a text that says nothing, hides something, or has a placeholder that is not filled in."""
    if not visible(text) or any(category(character) in ("Cc", "Cs") and character != "\n" for character in text):
        raise Invalid(path, "A text has something to read and no control characters.")
    if strange := placeholders(text) - allowed:
        known = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "no placeholder"
        raise Invalid(path, f"{{{min(strange)}}} is not filled in here; this text takes {known}.")


def _reworded(settings: WorkspaceSettings) -> Iterator[tuple[str, str, str]]:
    for tag, texts in settings.texts.items():
        for key, text in texts.items():
            yield f"texts.{tag}.{key}"[:200], key, text
