"""What kind of device a browser says it runs on, from its `User-Agent`: a few rules, because three words are all that agents read.

Not here: keeping the header; only the three words are kept, which fit millions of people. Anything unknown is None.
"""

import re

from msgspec import Struct

LONGEST = 512
"""So much of a header is looked at; it is the sender's to write."""

_TABLETS = ("iPad", "Tablet", "PlayBook", "Silk/", "Kindle")
_PHONES = ("iPhone", "iPod", "Windows Phone", "Mobile", "Opera Mini")
_SYSTEMS = (
    ("Windows Phone", "Windows Phone"), ("Windows", "Windows"), ("iPad", "iPadOS"), ("iPhone", "iOS"), ("iPod", "iOS"), ("Android", "Android"),
    ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Macintosh", "macOS"), ("Linux", "Linux"), ("X11", "Linux"),
)  # fmt: skip
_BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/(\d{1,4})"), ("Opera", r"(?:OPR|Opera)/(\d{1,4})"), ("Samsung Internet", r"SamsungBrowser/(\d{1,4})"),
    ("Yandex", r"YaBrowser/(\d{1,4})"), ("Vivaldi", r"Vivaldi/(\d{1,4})"), ("DuckDuckGo", r"DuckDuckGo/(\d{1,4})"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d{1,4})"), ("Chrome", r"(?:Chrome|CriOS|Chromium)/(\d{1,4})"),
    ("Safari", r"Version/(\d{1,4})\S* (?:Mobile/\S+ )?Safari/"),
)  # fmt: skip
"""In this order: each browser calls itself by the names of those below it too."""


class Device(Struct, frozen=True):
    """What an agent is told of it, such as `phone`, `Android`, `Firefox 140`."""

    kind: str
    os: str
    browser: str


def device_of(claim: str | None) -> Device | None:
    """Return the device, or None for a header that names no system or no browser."""
    told = (claim or "")[:LONGEST]
    system = next((name for mark, name in _SYSTEMS if mark in told), None)
    browser = next((f"{name} {found[1]}" for name, rule in _BROWSERS if (found := re.search(rule, told))), None)
    return Device(_kind(told), system, browser) if system and browser else None


def _kind(told: str) -> str:
    if any(mark in told for mark in _TABLETS) or ("Android" in told and "Mobile" not in told):
        return "tablet"
    return "phone" if any(mark in told for mark in _PHONES) else "computer"
