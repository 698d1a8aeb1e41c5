"""Finds what carries a fact in any language: addresses, ids, amounts, dates, times, quantities.

Not here: words that say what is done with them (`cues`), and what they are worth (`salience`). Every repetition in the
patterns is bounded: a hostile text of 8 KiB costs about as much as a harmless one.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from relevo.core.handoff_note.months import names_month


class Kind(IntEnum):
    """What a value is."""

    EMAIL = 1
    DATE = 2
    MONEY = 3
    TIME = 4
    PLACE = 5
    PHONE = 6
    ID = 7
    NUMBER = 8


@dataclass(frozen=True, slots=True)
class Value:
    """One value and where it begins in its text."""

    kind: Kind
    text: str
    start: int

    @property
    def is_exact(self) -> bool:
        """Does it name one thing, so that two different ones of a kind contradict each other?"""
        return self.kind is not Kind.NUMBER


def values(text: str) -> tuple[Value, ...]:
    """Return the values of a text in order. None overlaps another: what an earlier pattern claims, it keeps."""
    if not _HINT.search(text):
        return ()
    plain = _readable(text)
    found: list[Value] = []
    for kind, pattern in _PATTERNS:

        def claim(match: re.Match[str], kind: Kind = kind) -> str:
            if not _holds(kind, match):
                return match[0]
            found.append(Value(kind, text[match.start() : match.end()], match.start()))
            return " " * len(match[0])

        plain = pattern.sub(claim, plain)
    return tuple(sorted(found, key=lambda value: value.start))


def _readable(text: str) -> str:
    """Return a text of the same length with ASCII digits, and blanks for links, handles, tags, signatures and part numbers."""
    if not text.isascii():
        text = _FOREIGN_DIGIT.sub(lambda match: str(unicodedata.digit(match[0])), text)
    return _CHAFF.sub(lambda match: " " * len(match[0]), text)


def _holds(kind: Kind, match: re.Match[str]) -> bool:
    match kind:
        case Kind.DATE:
            return _is_date(match[0])
        case Kind.PHONE:
            return 7 <= sum(map(str.isdigit, match[0])) <= 15
        case Kind.ID:
            return _is_id(match[0])
        case _:
            return True


def _is_date(text: str) -> bool:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if len(numbers) == 1:
        return numbers[0] <= 31 and any(names_month(word.strip(".,;:!?()")) for word in text.lower().split())
    low, high = sorted(numbers[1:] if numbers[0] > 31 and len(numbers) == 3 else numbers[:2])
    return 1 <= low <= 12 and high <= 31 and text != "24/7"


def _is_id(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    if any(map(str.isalpha, text)):
        return digits >= 3 and not _QUANTITY.fullmatch(text)
    return digits >= (3 if text.startswith("#") else 5) and "." not in text


_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_HINT = re.compile(r"[\d@]")
_QUANTITY = re.compile(r"\d+(?:[.,]\d+)*[A-Za-z]{1,5}")
"""4.5GB, 1080p, 100mm: a number with its unit, no id."""

_CHAFF = re.compile(
    r"https?://\S{1,2000}|www\.\S{1,2000}"
    r"|(?<![\w.])@\w{1,50}"
    r"|#[^\W\d]\w{0,100}"
    r"|\^\w{1,3}\b"
    r"|^\s*\(?[1-9]/[1-9]\)?(?=\s|$)|(?<![\w./])\(?[1-3]/[23]\)?(?=\s*(?:\^\w{1,3})?\s*$)"
)

_N = r"(?<!\d)\d{1,12}(?:[.,'’\u00a0\u202f ]\d{3}){0,4}(?:[.,]\d{1,2})?(?!\d)"
_SIGN = r"[$€£¥₹₽₺₩₴₫฿₪]"
_CODE = (
    r"(?:eur|usd|gbp|chf|pln|rub|uah|inr|jpy|cny|rmb|krw|brl|sek|nok|dkk|czk|huf|aud|cad|nzd|mxn|sar|aed|egp|thb|vnd|idr|"
    r"euros?|dollars?|d[oó]lares|pounds?|bucks|quid|pence|cents?|zł\w{0,6}|złotych|tl|lira\w{0,3}|kr|kronor|rs|rp|rupiah|rupees|"
    r"руб\w{0,5}|евро|доллар\w{0,3}|грн|гривень|reais|reales|pesos|đồng|đ|ريال|درهم|دينار|جنيه|يورو|دولار|ש\"ח|שקל\w{0,4}|रुपये|रु|บาท)"
)
_UNSPACED_CODE = r"(?:元|円|원|ドル|ユーロ|달러|유로|块|欧元|美元|万)"
_MONTH_DAY = r"(?:st|nd|rd|th|er|º|ª|\.)?"

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.EMAIL, r"[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,4}"),
        (Kind.DATE, r"(?<![\d.,/-])\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)"),
        (Kind.DATE, r"(?<![\d.,/-])\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)"),
        (Kind.DATE, r"(?<![\d.,/-])(?:\d{1,2}/\d{1,2}(?![\d/])|\d{1,2}\.\d{1,2}\.(?!\d))"),
        (Kind.DATE, r"(?<!\d)\d{1,2}\s?[月월]\s?\d{1,2}\s?[日号號일]|(?<!\d)\d{1,2} tháng \d{1,2}(?!\d)"),
        (Kind.DATE, rf"(?<![\d.,:])\d{{1,2}}{_MONTH_DAY}(?: of| de| di)? ?[^\s\d]{{3,12}}"),
        (Kind.DATE, r"(?<!\S)[^\s\d]{3,12} (?:the )?\d{1,2}(?:st|nd|rd|th)?(?![\d:]|[.,]\d)"),
        (
            Kind.MONEY,
            rf"(?:us|r|a|c)?{_SIGN}\s?{_N}|{_N}\s?(?:{_SIGN}|{_CODE}(?!\w)|{_UNSPACED_CODE})|(?<!\w){_CODE}\.?\s?{_N}",
        ),
        (
            Kind.TIME,
            r"(?<!\d)\d{1,2}(?:[:h]\d{2}(?!\d)(?:\s?[ap]\.?m\b)?|\s?[ap]\.?m\b|\s?(?:uhr|o'clock)\b|[時点點시])",
        ),
        (
            Kind.PLACE,
            r"(?<!\w)\d{1,5}[a-z]?,?\s(?:[^\W\d_]{1,20}\.?\s){1,3}(?:street|st|avenue|ave|road|rd|lane|ln|boulevard|blvd|court|square|terrace|crescent|parkway)\b",
        ),
        (
            Kind.PLACE,
            r"(?<!\w)[^\W\d_]{2,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|straat|laan|plein|gatan)\s\d{1,4}",
        ),
        (
            Kind.PLACE,
            r"(?<!\w)(?:rue|calle|avenida|rua|travessa|ul\.|ulica|ул\.|улица|вул\.|вулиця|jalan|jl\.|đường|شارع|רחוב)\s[^\d\n]{2,30}\d{1,4}",
        ),
        (Kind.PLACE, r"\d{1,4}\s?(?:丁目|番地|号楼|号|號|弄|室)"),
        (Kind.PHONE, r"(?<![\w.,@/-])\d{3,4}[ -]\d{3,4}(?:[ -]\d{2,4}){1,2}(?!\w)"),
        (Kind.PHONE, r"(?<![\w.,@/-])(?:\+\d|00\d|\(\d|0\d)[\d ().\-/]{5,20}\d(?!\w)"),
        (Kind.ID, r"#\d{3,12}|(?<![a-z0-9_.,@-])[a-z0-9]{1,40}(?:[-_/.][a-z0-9]{1,40}){0,8}"),
        (Kind.NUMBER, r"(?<!\d)\d{1,12}(?:[.,:]\d{1,12}){0,6}"),
    )
)
