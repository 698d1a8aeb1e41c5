"""Devices: what the headers of real browsers say."""

import pytest

from relevo.workspace.visitors.context import languages_of
from relevo.workspace.visitors.device import Device, device_of

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
BROWSERS = [
    (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/156.0.0.0 Safari/537.36", "computer", "Windows", "Chrome 156"),
    (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0", "computer", "Windows", "Edge 156"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "computer", "Linux", "Firefox 150"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15",
     "computer", "macOS", "Safari 19"),
    (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/156.0.0.0 Safari/537.36", "computer", "ChromeOS", "Chrome 156"),
    (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/156.0.0.0 Mobile Safari/537.36", "phone", "Android", "Chrome 156"),
    (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} SamsungBrowser/30.0 Chrome/140.0.0.0 Mobile Safari/537.36",
     "phone", "Android", "Samsung Internet 30"),
    (f"Mozilla/5.0 (Linux; Android 15; SM-X910) {WEBKIT} Chrome/156.0.0.0 Safari/537.36", "tablet", "Android", "Chrome 156"),
    ("Mozilla/5.0 (Android 15; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0", "phone", "Android", "Firefox 150"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0 Mobile/15E148 Safari/604.1",
     "phone", "iOS", "Chrome 156"),
    ("Mozilla/5.0 (iPad; CPU OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
     "tablet", "iPadOS", "Safari 19"),
    (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/150.0.0.0 Safari/537.36 OPR/125.0.0.0", "computer", "Windows", "Opera 125"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "kind", "system", "browser"), BROWSERS)
def test_a_browser_is_told_by_kind_system_and_name(told: str, kind: str, system: str, browser: str) -> None:
    assert device_of(told) == Device(kind, system, browser)


@pytest.mark.parametrize("told", [None, "", "curl/8.0", "python-httpx2/2.16", "Mozilla/5.0", "x" * 100_000])
def test_what_is_no_browser_is_no_device(told: str | None) -> None:
    assert device_of(told) is None


@pytest.mark.parametrize(
    ("header", "languages"),
    [
        (None, []),
        ("de", ["de"]),
        ("en;q=0.3, de-AT, de;q=0.9", ["de-at", "de", "en"]),
        ("fr;q=0, en", ["en"]),
        ("*, en;q=0.5", ["en"]),
        ("en;q=nonsense, de", ["de"]),
        ("a,b,c,d1,e,<script>", []),
        (",".join(["en", "de", "fr", "es", "it", "pt", "nl"]), ["en", "de", "fr", "es", "it"]),
    ],
)
def test_languages_come_the_dearest_first(header: str | None, languages: list[str]) -> None:
    assert languages_of(header) == languages
