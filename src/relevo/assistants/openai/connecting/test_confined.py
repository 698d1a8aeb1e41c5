"""An endpoint in a place that is not permitted gets no connection, whatever its name stands for the second time (trust.md T19).

What is permitted is tested with `relevo.destinations`.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from typing import Any, Self

import httpx2
import pytest

from relevo.assistants.openai import OpenAIAssistant, plugin
from relevo.assistants.openai.connecting import stream
from relevo.assistants.openai.connecting.confined import confine
from relevo.assistants.openai.test_behaviours import TEXT, answer_of
from relevo.destinations import Destinations
from relevo.ports import AssistantFailed
from tests.standins.openai_answers import Plan
from tests.standins.openai_endpoint import OpenAIEndpoint


class Resolved(Destinations):
    """What names stand for, one look-up after the other; the last answer stays."""

    def __init__(self, *lookups: tuple[str, ...], permitted: Iterable[str] = ()) -> None:
        super().__init__(permitted)
        self.lookups = list(lookups)
        self.asked = 0

    async def addresses(self, host: str, port: int, *, is_own: bool = False) -> tuple[str, ...]:
        self.asked += 1
        found = self.lookups.pop(0) if len(self.lookups) > 1 else self.lookups[0]
        # As the real look-up gives them: literal addresses stand for themselves.
        for address in found:
            await super().addresses(address, port, is_own=is_own)
        return found


class Neighbour:
    """A port on two of this machine's loopback addresses, and who has connected to it."""

    def __init__(self) -> None:
        self.met: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.port = 0

    async def __aenter__(self) -> Self:
        self._servers = [await self._listen("127.0.0.1")]
        self.port = self._servers[0].sockets[0].getsockname()[1]
        self._servers.append(await self._listen("127.0.0.2"))
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
        for _reader, writer in self.met:
            writer.transport.abort()
        await asyncio.sleep(0.01)  # the event loop closes what was aborted

    async def _listen(self, address: str) -> asyncio.Server:
        return await asyncio.start_server(lambda *both: self.met.append((both[0], both[1])), address, self.port)


@pytest.fixture
async def endpoint() -> AsyncIterator[OpenAIEndpoint]:
    async with OpenAIEndpoint(Plan(text=TEXT)) as running:
        yield running


def assistant_at(url: str, destinations: Destinations, **options: str) -> OpenAIAssistant:
    made = plugin.create({"url": url, "first_token_ms": "2000", **options}, destinations)
    assert isinstance(made, OpenAIAssistant)
    return made


async def test_an_address_inside_gets_no_connection(neighbour: Neighbour) -> None:
    for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"):
        assistant = assistant_at(f"http://{host}:{neighbour.port}/v1", Destinations())
        with pytest.raises(AssistantFailed, match="blocked"):
            await answer_of(assistant)
        await assistant.aclose()
    assert neighbour.met == []


async def test_a_permitted_one_answers(endpoint: OpenAIEndpoint) -> None:
    assistant = assistant_at(endpoint.url, Destinations(("127.0.0.0/8",)))
    assert (await answer_of(assistant))[0] == TEXT
    await assistant.aclose()


async def test_the_connection_goes_where_the_look_up_said_not_where_a_second_one_would(
    endpoint: OpenAIEndpoint, neighbour: Neighbour
) -> None:
    """Rebinding: the name is harmless when it is looked at, and means the machine next door when it is used."""
    shop = Resolved(("127.0.0.1",), ("127.0.0.2",), permitted=["127.0.0.1/32"])
    assistant = assistant_at(endpoint.url.replace("127.0.0.1", "shop.example"), shop)
    assert (await answer_of(assistant))[0] == TEXT
    await assistant.aclose()
    assert shop.asked == 1

    other = assistant_at(
        f"http://shop.example:{neighbour.port}/v1", Resolved(("127.0.0.2",), permitted=["127.0.0.1/32"])
    )
    with pytest.raises(AssistantFailed, match="blocked"):
        await answer_of(other)
    await other.aclose()
    assert neighbour.met == []


async def test_where_the_first_address_does_not_answer_the_next_one_is_tried(endpoint: OpenAIEndpoint) -> None:
    both = Resolved(("127.0.0.9", "127.0.0.1"), permitted=["127.0.0.0/8"])
    assistant = assistant_at(endpoint.url.replace("127.0.0.1", "shop.example"), both)
    assert (await answer_of(assistant))[0] == TEXT
    await assistant.aclose()


async def test_a_first_address_that_is_silent_holds_nobody_up_for_long(
    endpoint: OpenAIEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Happy eyeballs (RFC 8305): as with an IPv6 that drops every packet."""
    came: list[str] = []
    connect = stream.connect

    async def silent(address: str, *rest: Any) -> stream.Stream:
        came.append(address)
        if address == "127.0.0.9":
            await asyncio.Event().wait()
        return await connect(address, *rest)

    monkeypatch.setattr(stream, "connect", silent)
    both = Resolved(("127.0.0.9", "127.0.0.1"), permitted=["127.0.0.0/8"])
    assistant = assistant_at(endpoint.url.replace("127.0.0.1", "shop.example"), both)
    async with asyncio.timeout(2):
        assert (await answer_of(assistant))[0] == TEXT
    await assistant.aclose()
    assert came == ["127.0.0.9", "127.0.0.1"]


@pytest.mark.parametrize("turns", range(12))
async def test_who_leaves_while_connecting_leaves_no_connection_behind(neighbour: Neighbour, turns: int) -> None:
    two = Resolved(("127.0.0.1", "127.0.0.2"), permitted=["127.0.0.0/8"])
    assistant = assistant_at(f"http://shop.example:{neighbour.port}/v1", two)
    asking = asyncio.create_task(answer_of(assistant))
    for _ in range(3 * turns):
        await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await assistant.aclose()
    await asyncio.sleep(0.05)
    for reader, _ in neighbour.met:
        # The other side hears of the end, or of a reset.
        with suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), 2)


async def test_the_operators_own_endpoint_may_be_anywhere_and_nothing_else_beside_it(
    endpoint: OpenAIEndpoint, neighbour: Neighbour
) -> None:
    assistant = assistant_at(endpoint.url, Destinations(own=(endpoint.url,)))
    assert (await answer_of(assistant))[0] == TEXT
    await assistant.aclose()

    own = Destinations(own=(f"http://127.0.0.1:{neighbour.port}/v1",))
    other = assistant_at(f"http://127.0.0.1:{neighbour.port}/api/pull?x=/chat/completions", own)
    with pytest.raises(AssistantFailed, match="blocked"):
        await answer_of(other)
    await other.aclose()
    assert neighbour.met == []


@pytest.mark.parametrize("host", ["a..example", ".example", "x" * 64 + ".example", "nobody.invalid"])
async def test_a_name_that_stands_for_nothing_is_a_failure_like_any_other(host: str) -> None:
    assistant = assistant_at(f"http://{host}/v1", Destinations())
    with pytest.raises(AssistantFailed, match="cannot be reached"):
        await answer_of(assistant)
    await assistant.aclose()


async def test_a_client_that_cannot_be_confined_is_not_used() -> None:
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _: httpx2.Response(200))) as client:
        with pytest.raises(RuntimeError):
            confine(client, Destinations(), is_own=False)


@pytest.fixture
async def neighbour() -> AsyncIterator[Neighbour]:
    async with Neighbour() as listening:
        yield listening
