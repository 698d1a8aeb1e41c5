"""What may be said: the limits of a text and the cleaning that every text gets before it is logged.

Not here: Markdown, HTML or truncation for display; texts are stored raw and rendered as text.
"""

import re
import unicodedata

from relevo.core.errors import InvalidPhone, InvalidText

MESSAGE_BYTES = 8192
"""The most UTF-8 bytes of one message or note (trust.md T23)."""
PREVIEW_CHARS = 160

_KEPT_CONTROLS = "\n\t"
_ZERO_WIDTH = {0x00AD, 0x180E, 0x200B, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)}
_HIDDEN = dict.fromkeys((*_ZERO_WIDTH, *range(917504, 917632), *range(917760, 918000)))
"""Code points that show nothing and can smuggle instructions to a model: zero-width space and word joiner, soft hyphen,
variation selectors, the tag block (OWASP LLM01:2026, item 5). U+200C and U+200D stay: Persian, Hindi and emoji need them."""

_PHONE = re.compile(r"\+?[0-9][0-9 ().\-/]{4,30}")
_PHONE_DIGITS = range(6, 16)


def clean_text(raw: str) -> str:
    """Return the text without invisible and control characters, line ends as `\\n`, composed (NFC), trimmed.

    Raises:
        InvalidText: nothing is left, or it is longer than `MESSAGE_BYTES` in UTF-8.
    """
    text = _visible(raw).strip()
    if not text:
        raise InvalidText("The text is empty.")
    if len(text) * 4 > MESSAGE_BYTES and len(text.encode("utf-8", "replace")) > MESSAGE_BYTES:
        raise InvalidText(f"The text is longer than {MESSAGE_BYTES} bytes.")
    return text


def clean_phone(raw: str) -> str:
    """Return a telephone number as an optional `+` and its digits.

    Raises:
        InvalidPhone: it does not look like a number of 6 to 15 digits (ITU-T E.164 allows 15).
    """
    text = raw.strip()
    digits = re.sub(r"\D", "", text)
    if not _PHONE.fullmatch(text) or len(digits) not in _PHONE_DIGITS:
        raise InvalidPhone
    return f"+{digits}" if text.startswith("+") else digits


def preview(text: str) -> str:
    """Return the first line's worth of a text for lists and notifications."""
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW_CHARS else line[: PREVIEW_CHARS - 1] + "…"


def _visible(raw: str) -> str:
    if raw.isascii() and raw.isprintable():
        return raw
    text = raw.replace("\r\n", "\n").replace("\r", "\n").translate(_HIDDEN)
    text = "".join(c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", text)
