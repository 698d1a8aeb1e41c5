"""Does a text carry a fact? Matchers for amounts and dates in any common way of writing, and for invented lines.

Not here: the chats (`chats`) and the verdicts (`judging`). Written apart from the rules of the note, so that both cannot share a mistake.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def carries(text: str, must: Sequence[Sequence[str]]) -> bool:
    """Has the text, for each inner list, at least one of its strings?"""
    plain = _plain(text)
    return all(any(_has(plain, wanted) for wanted in alternatives) for alternatives in must)


def has_value(text: str, value: str) -> bool:
    """Does the text hold this very value, not as a part of a longer one?"""
    return re.search(rf"(?<![0-9a-z]){re.escape(value.lower())}(?![0-9a-z])", _plain(text)) is not None


def invented_lines(note: str, said: Iterable[tuple[str, str]]) -> list[str]:
    """Return the quoted lines of a note that nobody said: not a piece of a message of the speaker they are given to."""
    spoken = [(speaker, " ".join(text.split())) for speaker, text in said]
    return [
        line
        for line, speaker, quoted in quotations(note)
        if not any(speaker == who and quoted in text for who, text in spoken)
    ]


def quotations(note: str) -> list[tuple[str, str, str]]:
    """Return line, speaker and what is quoted, for every line of a note that quotes somebody."""
    found = (re.fullmatch(r'([^":]+): (?:… )?"(.*)"(?: …)?', line) for line in note.splitlines())
    return [(match[0], match[1], re.sub(r"\\(.)", r"\1", match[2])) for match in found if match]


def unsaid_values(note: str, said: Iterable[tuple[str, str]]) -> list[str]:
    """Return the words with a digit in a note that stand in no message."""
    all_said = _plain(" ".join(text for _, text in said))
    written = [word.strip('"…') for word in _plain(note).split() if re.search(r"\d", word)]
    return [word for word in written if word not in all_said]


def _has(plain: str, wanted: str) -> bool:
    kind, _, value = wanted.partition(":")
    match kind:
        case "amount":
            return re.search(_amount(value), plain) is not None
        case "date":
            month, day = value.split("-")
            return re.search(_date(int(month), int(day)), plain) is not None
        case _:
            return wanted.lower() in plain


def _amount(value: str) -> str:
    """1234.50 as 1234.50, 1,234.50, 1.234,50, 1 234,50; whole amounts also without the cents."""
    whole, _, cents = value.partition(".")
    head = whole[: len(whole) % 3 or 3] + "".join(
        rf"[.,' ]?{group}" for group in re.findall("...", whole[len(whole) % 3 or 3 :])
    )
    cents = cents.ljust(2, "0")
    tail = rf"[.,]{cents}" if cents.strip("0") else r"(?:[.,]00)?"
    short = rf"|[.,]{cents[0]}(?!\d)" if cents[1] == "0" and cents[0] != "0" else ""
    return rf"(?<!\d)(?<!\d[.,]){head}(?:{tail}{short})(?![.,]?\d)"


def _date(month: int, day: int) -> str:
    name = MONTHS[month - 1]
    named = rf"{name[:3]}(?:t|{name[3:]})?\.?" if len(name) > 3 else name
    d, m = rf"0?{day}", rf"0?{month}"
    ways = (
        rf"{d}(?:st|nd|rd|th)?\.?(?: of| de)? ?{named}(?![a-z])",
        rf"(?<![a-z]){named} (?:the )?{d}(?:st|nd|rd|th)?",
        rf"{d} ?[./-] ?{m}",
        rf"{m} ?[./-] ?{d}",
        rf"{m} ?[月월] ?{d} ?[日号일]",
        rf"{d} tháng {m}",
    )
    return rf"(?<!\d)(?:{'|'.join(ways)})(?!\d)"


def _plain(text: str) -> str:
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
    return " ".join(digits.lower().split())
