"""What may be said: the limits of a text and the cleaning that every text gets before it is logged.

Not here: Markdown, HTML or truncation for display; texts are stored raw and rendered as text.
"""

import re
import unicodedata
from collections.abc import Iterable

from relevo.core.errors import InvalidPhone, InvalidText

MESSAGE_BYTES = 8192
"""The most UTF-8 bytes of one message or note (trust.md T23)."""
LINE_CHARS = 200
"""The most characters of a subject or a label."""
LABELS = 50
"""The most labels of a conversation."""
PREVIEW_CHARS = 160

_HIDDEN = (
    0x00AD, 0x180E, 0x200B, 0x202D, 0x202E, *range(0x2060, 0x2065), *range(0x206A, 0x2070), 0x3164, *range(0xFE00, 0xFE10),
    0xFEFF, 0xFFA0, *range(0xFFF9, 0xFFFC), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE0080), *range(0xE0100, 0xE01F0),
)  # fmt: skip
"""Code points that show nothing, or other text than there is, and can smuggle instructions to a model: soft hyphen,
zero-width space and word joiner, invisible operators, overrides of the writing direction, fillers, variation selectors,
annotations, musical formatting, the tag block (OWASP LLM01:2026, item 5). U+200C and U+200D stay: Persian, Hindi and
emoji need them; so do marks and isolates of direction."""
_LINE_ENDS = (0x0B, 0x0C, 0x85, 0x2028, 0x2029)
_SHOWN = dict.fromkeys(_HIDDEN, "") | dict.fromkeys(_LINE_ENDS, "\n")
_KEPT_CONTROLS = "\n\t"
_BLANK = re.compile(r"[\s\u115f\u1160\u200c-\u200f\u202a-\u202c\u2066-\u2069\u2800]*")
"""What stays in a text and yet shows nothing by itself."""

_PHONE = re.compile(r"\+?[0-9(][0-9 ().\-/]{4,30}")
_PHONE_DIGITS = range(6, 16)


def clean_text(raw: str, field: str = "text") -> str:
    """Return the text without invisible and control characters, line ends as `\\n`, composed (NFC), trimmed.

    Raises:
        InvalidText: nothing is left to see, or it is longer than `MESSAGE_BYTES` in UTF-8; names the `field`.
    """
    text = clean_optional(raw, field)
    if text is None:
        raise InvalidText("The text is empty.", field)
    return text


def clean_optional(raw: str | None, field: str = "text") -> str | None:
    """The same for what may be left out: return None where there is nothing to see."""
    text = visible(raw or "")
    if _BLANK.fullmatch(text):
        return None
    if len(text) * 4 > MESSAGE_BYTES and len(text.encode()) > MESSAGE_BYTES:
        raise InvalidText(f"The text is longer than {MESSAGE_BYTES} bytes.", field)
    return text


def clean_line(raw: str, field: str) -> str:
    """The same for what stands on one line.

    Raises:
        InvalidText: nothing is left to see, or it is longer than `LINE_CHARS`; names the `field`.
    """
    line = " ".join(clean_text(raw, field).split())
    if len(line) > LINE_CHARS:
        raise InvalidText(f"The text is longer than {LINE_CHARS} characters.", field)
    return line


def clean_labels(raw: Iterable[str]) -> tuple[str, ...]:
    """Return labels as lines, each once, in the order they were given.

    Raises:
        InvalidText: one of them is empty or too long, or they are more than `LABELS`.
    """
    labels = tuple(dict.fromkeys(clean_line(label, "labels") for label in raw))
    if len(labels) > LABELS:
        raise InvalidText(f"There are more than {LABELS} labels.", "labels")
    return labels


def clean_phone(raw: str) -> str:
    """Return a telephone number as an optional `+` and its digits, whatever script and separators it was typed in.

    Raises:
        InvalidPhone: it does not look like a number of 6 to 15 digits (ITU-T E.164 allows 15).
    """
    text = "".join(_dialled(c) for c in unicodedata.normalize("NFKC", visible(raw))).strip()
    digits = re.sub(r"[^0-9]", "", text)
    if not _PHONE.fullmatch(text) or len(digits) not in _PHONE_DIGITS:
        raise InvalidPhone
    return f"+{digits}" if text.startswith("+") else digits


def preview(text: str) -> str:
    """Return the first line's worth of a text for lists and notifications."""
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW_CHARS else line[: PREVIEW_CHARS - 1] + "…"


def visible(raw: str) -> str:
    """Return what can be seen of a text, composed and trimmed; possibly nothing."""
    if raw.isascii() and raw.isprintable():
        return raw.strip()
    text = raw.replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWN)
    text = "".join(c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", text).strip()


def _dialled(character: str) -> str:
    """Digits of every script as 0 to 9, every dash as one, and gone the marks that an address book puts around numbers."""
    match unicodedata.category(character):
        case "Nd":
            return str(unicodedata.decimal(character))
        case "Pd":
            return "-"
        case "Cf":
            return ""
        case _:
            return character
