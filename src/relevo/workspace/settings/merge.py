"""Documents of settings, merged: only what differs from the defaults is kept, so that better defaults reach everybody.

Pure functions over JSON objects. Not here: what a setting may be (`shape`, `document`).
"""

from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]


def patched(target: Mapping[str, Any], patch: Mapping[str, Any]) -> Document:
    """Return the target with a merge patch applied (RFC 7396): objects are merged, null takes away, all else replaces."""
    result = dict(target)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, Mapping):
            before = result.get(key)
            result[key] = patched(before if isinstance(before, Mapping) else {}, value)
        else:
            result[key] = value
    return result


def laid_over(base: Mapping[str, Any], top: Mapping[str, Any]) -> Document:
    """Return the base with everything that the top says."""
    result = dict(base)
    for key, value in top.items():
        below = result.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = laid_over(below, value) if both else value  # type: ignore[arg-type]
    return result


def difference(base: Mapping[str, Any], whole: Mapping[str, Any]) -> Document:
    """Return what to lay over the base to get the whole, which has every key of the base."""
    result: Document = {}
    for key, value in whole.items():
        below = base.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            if inner := difference(below, value):
                result[key] = inner
        elif key not in base or below != value or isinstance(value, bool) is not isinstance(below, bool):
            result[key] = value
    return result
