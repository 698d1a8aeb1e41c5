"""Input made strict: values of the asked type or `Invalid` with the field's name, and single lines without hidden characters.

Not here: the shapes themselves; each stands beside what it describes.
"""

import re
import unicodedata
from typing import TypeVar

import msgspec

from relevo.core.messages import clean_text
from relevo.workspace.errors import Invalid

T = TypeVar("T")

_PATH = re.compile(r"^(?P<detail>.*?)(?: - at `(?:key` in `)?\$\.?(?P<path>[^`]*)`)?$", re.DOTALL)
_NAME = re.compile(r"(?:unknown|required) field `(?P<name>[^`]*)`")
_DIRECTIONS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Marks that turn the direction of text around: in a name they make it read as another (trust.md T26)."""
_LINK = re.compile(r"(?:https://[^\s/?#@\\]+(?=[/?#]|$)|/(?![/\\]))[^\s\\\"'<>]*", re.IGNORECASE)
_LINK_CHARS = 2048
_LONGEST = 2048
"""No line is longer than this many characters, which are at most `MESSAGE_BYTES`."""


def convert(value: object, kind: type[T]) -> T:
    """Return the value as `kind`. Raises Invalid, which names the first field that is wrong by its dotted path."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as wrong:
        raise Invalid(_field(str(wrong)), _detail(str(wrong))) from None


def one_line(value: str, field: str, limit: int) -> str:
    """Return the text as one trimmed line without characters that hide something or turn it around.

    Raises:
        Invalid: nothing is left, or it is longer than `limit` characters.
    """
    text = visible(value)
    if not text:
        raise Invalid(field, "This must not be empty.")
    if len(text) > limit:
        raise Invalid(field, f"This is longer than {limit} characters.")
    return text


def visible(value: str) -> str:
    """Return what one sees of a text, on one line; empty if one sees nothing."""
    text = value[:_LONGEST].translate(_DIRECTIONS)
    if not any(map(_is_seen, text)):
        return ""
    return " ".join(clean_text(text).split())


def key_of(name: str) -> str:
    """Return what is the same for all ways to write a name: composed, without case."""
    return unicodedata.normalize("NFKC", name).casefold()


def link(value: str | None, field: str) -> str | None:
    """Return an address of a picture: https, or a path on this server. Raises Invalid for every other scheme."""
    if value is None or not value:
        return None
    if len(value) > _LINK_CHARS or not _LINK.fullmatch(value):
        raise Invalid(field, "This must be an https:// address or a path on this server.")
    return value


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZM"


def _field(message: str) -> str:
    found = _PATH.match(message)
    path = (found["path"] or "") if found else ""
    named = _NAME.search(message)
    steps = [path.split("[")[0], named["name"] if named else ""]
    return ".".join(step for step in steps if step)


def _detail(message: str) -> str:
    found = _PATH.match(message)
    return f"{found['detail'] if found else message}.".replace("`", "")
