"""Where the server may connect to on somebody's word: the addresses, the names, what the operator permits (trust.md T19)."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.destinations import ANYWHERE, Destinations, NotPermitted
from relevo.settings import Outgoing

PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::808:808"]
INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1", "100.64.0.1", "169.254.169.254", "198.18.0.1",
    "224.0.0.1", "239.1.1.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:a00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1",
    "192.0.0.192", "192.0.0.9", "192.88.99.1", "168.63.129.16", "64:ff9b:1::7f00:1", "::7f00:1", "::127.0.0.1", "::ffff:0:7f00:1", "fec0::1",
    "3fff::1", "5f00::1", "1000::1", "4000::1", "8000::1", "2001::1", "2001:0:7f00:1::", "2001:db8::1", "2606:4700::200:5efe:a00:1",
    "2606:4700::5efe:7f00:1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_permitted(address: str) -> None:
    assert Destinations().permits(address)


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_public_is_not_however_it_is_written(address: str) -> None:
    assert not Destinations().permits(address)
    assert ANYWHERE.permits(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_an_ipv6_one_is_judged_as_itself(address: Any) -> None:
    plain = Destinations().permits(str(address))
    assert Destinations().permits(f"::ffff:{address}") == plain
    assert Destinations().permits(f"64:ff9b::{int(address) >> 16:x}:{int(address) & 0xFFFF:x}") == plain


def test_the_operator_permits_networks_and_nothing_beside_them() -> None:
    some = Destinations(("10.1.0.0/16", "fd00::/8"))
    assert some.permits("10.1.2.3")
    assert some.permits("::ffff:10.1.2.3")
    assert some.permits("fd00::7")
    assert not some.permits("10.2.0.1")
    assert not some.permits("127.0.0.1")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/v1", "http://localhost:11434/v1", "http://[::1]:8080", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest",
        "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0/", "https://10.0.0.1:8443/v1",
        "http://somebody@93.184.215.14/", "http://127.0.0.1:x/", "http://93.184.215.14:99999/", "http://93.184.215.14:0/", "http:///v1", "ftp://93.184.215.14/", "file:///etc/passwd", "//93.184.215.14/", "",
        "http://[::127.0.0.1]/", "http://a\0b/", "http://[v1.a]/", "http://\u2477.example/", "http://\ud800.example/",
    ],
)  # fmt: skip
async def test_an_address_inside_or_none_at_all_is_refused_in_every_spelling(url: str) -> None:
    with pytest.raises(NotPermitted):
        await Destinations().require(url)


async def test_a_public_one_is_taken_and_an_unknown_name_left_to_the_connection() -> None:
    await Destinations().require("https://93.184.215.14/v1")
    for host in ("nobody.invalid", "a..example", ".example", "x" * 64 + ".example", "b\u00fccher.invalid"):
        await Destinations().require(f"https://{host}/v1")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8080/v1", "http://127.0.0.1:11434/v1", "https://localhost:11434/v1", "http://localhost:11434/", "http://localhost:11434/v12",
        "http://localhost:11434/api/pull?x=/v1", "http://localhost:11434/v1?x", "http://localhost:11434/v1#x", "http://localhost:11434/v1/../api/pull",
        "http://localhost:11434/v1/%2e%2e/api/pull", "http://localhost:11434/v1/..%2fapi", "http://localhost:11434/v1/\\..\\api",
    ],
)  # fmt: skip
async def test_the_operators_own_address_is_permitted_and_nothing_beside_it(url: str) -> None:
    own = Destinations(own=("http://localhost:11434/v1/", ""))
    for same in (
        "http://LOCALHOST:11434/v1",
        "http://localhost:11434/v1/",
        "http://localhost:11434/v1/chat/completions",
    ):
        await own.require(same)
    assert not own.is_own(url)
    with pytest.raises(NotPermitted):
        await own.require(url)


async def test_the_operators_own_address_may_have_letters_of_any_language(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, lambda: ["10.0.0.7"])
    own = Destinations(own=("http://b\u00fccher.example:99/",))
    await own.require("http://b\u00fccher.example:99/v1")
    await own.require("http://xn--bcher-kva.example:99/v1")
    with pytest.raises(NotPermitted):
        await own.require("http://b\u00fccher.example:98/v1")


async def test_one_address_inside_spoils_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, lambda: ["93.184.215.14", "2606:4700::1111", "10.0.0.1"])
    with pytest.raises(NotPermitted):
        await Destinations().addresses("shop.example", 443)


async def test_a_name_is_looked_up_once_and_tells_each_address_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch, lambda: ["93.184.215.14", "2606:4700::1111", "93.184.215.14"])
    assert await Destinations().addresses("shop.example", 443) == ("93.184.215.14", "2606:4700::1111")
    assert asked == ["shop.example"]


def test_a_network_that_is_none_is_told_at_the_start() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.0"):
        Outgoing(private_networks=("10.0.0.0/99",))


def answers(monkeypatch: pytest.MonkeyPatch, addresses: Callable[[], list[str]]) -> list[str]:
    """Have every name stand for these; return the names that are asked for."""
    asked: list[str] = []

    async def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses()]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo, raising=False)
    return asked
