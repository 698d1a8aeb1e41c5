"""The English names of languages, because a model keeps a language better when it is named (measured: 12 of 13 against 9 of 13).

Not here: finding out which language a visitor writes.
"""

_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fil": "Filipino",
    "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "ms": "Malay", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_VARIANTS = {"pt-br": "Brazilian Portuguese", "zh-hant": "Traditional Chinese", "zh-tw": "Traditional Chinese"}


def language_name(locale: str) -> str | None:
    """Return the English name of the language of a BCP 47 tag such as `de-AT`, or None if it has none here."""
    tag = locale.replace("_", "-").lower()
    return _VARIANTS.get(tag) or _NAMES.get(tag.partition("-")[0])
