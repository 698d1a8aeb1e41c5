"""A text as the words and marks that the rules look at, folded so that case, accents and kinds of apostrophes are one.

Not here: what the words mean (`lexicon`).
"""

import re
import unicodedata

END, PAUSE = ".", ","
"""What every mark that ends a sentence, and every one that only divides it, is read as."""
MOST_CHARS = 2_000

_DROPPED = dict.fromkeys(
    [*range(0x300, 0x370), *range(0x591, 0x5C8), 0x640, *range(0x64B, 0x660), 0x670, 0x93C, 0x200C, 0x200D, 0xFE0F]
)
"""Accents, Hebrew and Arabic points, the Arabic stroke, the nukta, joiners: people leave them out or put them in."""
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"})
_LATIN = "a-z0-9"
_SIGNS = "\u0900-\u0963\u0966-\u097f\u0e00-\u0eff"
"""Devanagari and Thai vowels are no letters to a regular expression, yet they are in the middle of words."""
_PARTS = re.compile(rf"[^\W_{_SIGNS}]+|[{_SIGNS}]+|[.!?…;:\n。！？؟।]|[,،、，()—–\"«»“”„]")
_MARKS = {**dict.fromkeys(".!?…;:\n。！？؟।", END), **dict.fromkeys(',،、，()—–"«»“”„', PAUSE)}
_SCRIPTS = {
    "latin": re.compile(rf"[{_LATIN}]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
    "thai": re.compile("[\u0e00-\u0e7f]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "han": re.compile("[\u3400-\u9fff]"),
    "hangul": re.compile("[\uac00-\ud7af]"),
}
JOINED = frozenset({"thai", "kana", "han", "hangul"})
"""Scripts that put no spaces between words, or hang endings and particles on them."""


def folded(text: str) -> str:
    """Return the text in lower case without accents. Of a long one only its beginning and its end are read."""
    if len(text) > MOST_CHARS:
        text = f"{text[: MOST_CHARS // 2]}\n{text[-MOST_CHARS // 2 :]}"
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold()).translate(_DROPPED)
    return unicodedata.normalize("NFC", plain).translate(_LETTERS)


def read(plain: str) -> list[str]:
    """Return the words and marks of a folded text in order; a word ends at an apostrophe."""
    return [_MARKS.get(part, part) for part in _PARTS.findall(plain)]


def scripts(plain: str) -> frozenset[str]:
    """Return the names of the scripts that a folded text has letters of."""
    if plain.isascii():
        return frozenset({"latin"})
    return frozenset(name for name, letters in _SCRIPTS.items() if letters.search(plain))
