"""Telephone numbers at the border: whatever people type becomes E.164 (ITU-T), or is refused.

Not here: where a number is kept; inside there is only the one form. Country codes are those of ISO 3166-1.
"""

import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from relevo.core.errors import InvalidPhone
from relevo.core.messages import visible

LIKELY_COUNTRY = {
    "ar": "EG", "de": "DE", "en": "US", "es": "ES", "fr": "FR", "he": "IL", "hi": "IN", "id": "ID", "it": "IT", "ja": "JP",
    "ko": "KR", "nl": "NL", "pl": "PL", "pt": "BR", "ru": "RU", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN", "zh": "CN",
}  # fmt: skip
"""Where a language is most likely spoken, for numbers without a country from browsers that name none. Source: Unicode CLDR,
`likelySubtags`."""
_REFUSED = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN, PhoneNumberType.VOICEMAIL}
"""Nobody is called back there: whoever leaves such a number earns from the call (toll fraud), or no person answers."""


def e164(raw: str, country: str | None, locale: str) -> str:
    """Return the number as `+` and its digits. A national one is read as of `country`, or else of the locale's.

    Raises:
        InvalidPhone: no such number can be, or nobody should be called there.
    """
    typed = "".join(c for c in unicodedata.normalize("NFKC", visible(raw)) if unicodedata.category(c) != "Cf")
    try:
        number = phonenumbers.parse(typed, country or country_of(locale))
    except NumberParseException:
        raise InvalidPhone from None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) in _REFUSED:
        raise InvalidPhone
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def country_of(locale: str) -> str | None:
    """Return the country that a locale names (`de-at`), or where its language is most likely spoken."""
    language, *rest = locale.lower().replace("_", "-").split("-")
    region = next((part.upper() for part in rest if len(part) == 2), None)
    known = region in phonenumbers.SUPPORTED_REGIONS
    return region if known else LIKELY_COUNTRY.get(language)
