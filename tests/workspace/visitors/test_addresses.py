"""Addresses of pages: what is kept of them and what could be a secret."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.workspace.visitors.addresses import clean_address, has_path
from tests.examples import THOUSAND

HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example/",
        "https://shop.example:8443/coffee/machines/the-best-espresso-machine-2026-edition?color=red&page=2",
        "http://localhost/demo#/cart/step-2",
        "https://shop.example/suche/m%C3%BChle",
        "https://shop.example/item/12345678",
        "https://shop.example/x?next=%2Fcart%3Fstep%3D2",
    ],
)
def test_a_harmless_address_stays_as_it_is(url: str) -> None:
    assert clean_address(url) == url


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a:b@shop.example/x", "https://shop.example/x"),
        ("https://shop.example/x?token=1&a=2", "https://shop.example/x?a=2"),
        ("https://shop.example/x?accessToken=1", "https://shop.example/x"),
        ("https://shop.example/x?X-Amz-Signature=1", "https://shop.example/x"),
        ("https://shop.example/x?user[password]=1", "https://shop.example/x"),
        (f"https://shop.example/x?v={HEX}", "https://shop.example/x"),
        ("https://shop.example/x?to=vera%40example.org", "https://shop.example/x"),
        ("https://shop.example/x?card_number=1", "https://shop.example/x"),
        ("https://shop.example/x?n=4111111111111111", "https://shop.example/x"),
        (f"https://shop.example/reset/{HEX}/now", "https://shop.example/reset/…/now"),
        ("https://shop.example/o/1b4e28ba-2fa1-11d2-883f-0016d3cca427", "https://shop.example/o/…"),
        ("https://shop.example/u/vera@example.org", "https://shop.example/u/…"),
        ("https://shop.example/x?next=%2Freset%3Ftoken%3Dab12&a=2", "https://shop.example/x?a=2"),
        ("https://shop.example/x?next=%252Freset%253Fpassword%253Dhunter2", "https://shop.example/x"),
        ("https://shop.example/x;jsessionid=1A2B/y", "https://shop.example/…/y"),
        ("https://shop.example/reset/token=ab12", "https://shop.example/reset/…"),
        ("https://shop.example/x?a=1;token=ab12", "https://shop.example/x"),
        ("https://shop.example/#access_token=1", "https://shop.example/"),
        ("https://shop.example/#/callback?code=1", "https://shop.example/#/callback"),
    ],
)
def test_what_could_be_a_secret_is_taken_out(url: str, kept: str) -> None:
    assert clean_address(url) == kept


@pytest.mark.parametrize(
    "url", [None, "", "ftp://shop.example/", "//shop.example/", "https://shop.example:x/", "a\x00b", "https://a\nb"]
)
def test_what_is_no_address_is_not_kept(url: str | None) -> None:
    assert clean_address(url) is None


@THOUSAND
@given(st.text(max_size=300))
def test_no_text_breaks_it_and_what_is_kept_stays_as_it_is(text: str) -> None:
    kept = clean_address(f"https://shop.example/{text}")
    assert kept is None or (len(kept) <= 1000 and clean_address(kept) == kept)


@THOUSAND
@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=32, max_size=64),
    st.sampled_from(["/{}", "?q={}", "?a=1&b={}", "#{}"]),
)
def test_no_long_random_text_is_kept_wherever_it_stands(secret: str, place: str) -> None:
    assert secret not in (clean_address("https://shop.example" + place.format(secret)) or "")


@pytest.mark.parametrize("letters", ["-", "_", "a-", "a.", "é", "%2D"])
@pytest.mark.parametrize(
    "place", ["https://shop.example/{}", "https://shop.example/?q={}", "https://shop.example/?{}=1"]
)
def test_a_long_address_takes_time_in_proportion_to_its_length(letters: str, place: str) -> None:
    url = place.format((letters * 8000)[:8000])

    began = process_time()
    clean_address(url)

    assert process_time() - began < 0.2


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/cancel", "/cancel"),
        ("/cancel/", "/cancel"),
        ("/cancel", "/cancel/"),
        ("/", "/"),
        ("", "/"),
        ("/business/offers", "/business/*"),
        ("/business/", "/business/*"),
        ("/business", "/business/*"),
        ("/de/business/offers/2", "/*/business/*"),
        ("/business", "/*"),
        ("/a/b/c", "/a*b*c"),
        ("/m%C3%BChle", "/mühle"),
        ("/a.b", "/a.b"),
    ],
)
def test_a_path_is_one_of_these(path: str, pattern: str) -> None:
    assert has_path(f"https://shop.example{path}?x=1#y", ["/other", pattern])


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/cancellation", "/cancel"),
        ("/businesses", "/business/*"),
        ("/axb", "/a.b"),
        ("/Cancel", "/cancel"),
        ("/ab", "/ab*b"),
        ("/a/c/b", "/a*b*c"),
        ("/a", "/[a]"),
    ],
)
def test_and_this_is_none(path: str, pattern: str) -> None:
    assert not has_path(f"https://shop.example{path}", [pattern])


def test_many_stars_take_no_longer() -> None:
    begun = process_time()
    assert not has_path("https://shop.example/" + "a" * 900, ["/" + "*a" * 99 + "b"])
    assert process_time() - begun < 0.1
