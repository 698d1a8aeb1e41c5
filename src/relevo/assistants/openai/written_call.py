"""Recognises a call for a person that a model wrote as JSON or code, in any of the shapes that models give it.

Not here: where in a text to look for one (`sieve`).
"""

import json
import re
from typing import Any

from relevo.assistants.openai.wire import TOOL

_KEYS = ("name", "function", "type", "tool", "action", "arguments", "parameters", "reason", TOOL)
_START = re.compile(r'\[?\s*\{+\s*"(?:' + "|".join(_KEYS) + ")")
_START_BEGUN = re.compile(r'(?:\[?\s*(?:\{+\s*(?:"\w*)?)?)\Z')
_REASON = re.compile(r"""(?:reason["']?\s*[:=]\s*|\(\s*)["'“]([^"'”]*)""")
_decode = json.JSONDecoder().raw_decode


class Undecided(Exception):
    """More of the text has to come."""


def written_call(text: str, *, is_whole: bool) -> tuple[str | None, int]:
    """Return the reason of the call that the text begins with (None: it is no call) and how long its JSON is.

    Raises:
        Undecided: not `is_whole`, and the text may yet become one.
    """
    indent = len(text) - len(text.lstrip())
    if not _START.match(text, indent):
        if not is_whole and _START_BEGUN.match(text, indent):
            raise Undecided
        return None, 0
    indent += _doubled_braces(text[indent:])
    try:
        value, length = _decode(text[indent:])
    except (ValueError, RecursionError):
        if not is_whole:
            raise Undecided from None
        # Cut short by the limit of tokens, or never right: the name tells what was meant.
        return (reason_in(text) if TOOL in text else None), len(text)
    return _called(value), indent + length


def _doubled_braces(text: str) -> int:
    """Some models copy the `{{` that a template once showed them."""
    return max(0, len(text) - len(text.lstrip("{")) - 1)


def reason_in(text: str) -> str:
    """Return the reason that stands in a text which is not quite JSON, or nothing."""
    found = _REASON.search(text)
    return found.group(1).strip() if found else ""


def reason_of(given: Any) -> str:
    """Return the reason out of a call's arguments, whether they come as an object or as text."""
    if isinstance(given, dict):
        return str(given.get("reason") or "")
    return reason_in(given) or given if isinstance(given, str) else ""


def _called(value: Any) -> str | None:
    if isinstance(value, list):
        return next((reason for each in value if (reason := _called(each)) is not None), None)
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("function"), dict):
        return _called(value["function"])
    if TOOL in value:
        return reason_of(value[TOOL])
    if TOOL not in (value.get(key) for key in ("name", "function", "tool", "action")):
        return None
    return reason_of(next((value[key] for key in ("arguments", "parameters", "args", "input") if key in value), value))
