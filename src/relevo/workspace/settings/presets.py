"""The shipped texts for whoever words them anew: every text in one language, and what each preset says instead.

Not here: what a workspace words otherwise (`document`, `wording`).
"""

from typing import Any

from relevo.workspace.errors import Invalid
from relevo.workspace.texts.catalogue import LANGUAGES, STANDARD, catalogue, placeholders, presets, spoken
from relevo.workspace.texts.languages import DEFAULT, canonical


def presets_view(language: str) -> dict[str, Any]:
    """Return `{language, languages, placeholders, items:[{id, name, texts}]}`.

    The first item, `standard`, has every text; each other one only what it says instead. `language` is the shipped one that
    fits best, `placeholders` what each text takes in braces. Raises Invalid for what is no language tag.
    """
    if canonical(language) is None:
        raise Invalid("language", f"{language[:40]!r} is not a language tag such as en or pt-br.")
    shipped = catalogue(spoken(language))
    return {
        "language": spoken(language),
        "languages": list(LANGUAGES),
        "placeholders": {key: sorted(placeholders(text)) for key, text in catalogue(DEFAULT).texts.items()},
        "items": [
            {"id": name, "name": _title(name), "texts": shipped.texts if name == STANDARD else shipped.presets[name]}
            for name in presets()
        ],
    }


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
