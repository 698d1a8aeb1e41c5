"""Limits: how often, how much and how slowly somebody may ask (trust.md T23, T24).

Not here: streams' own limits (`test_streams`).
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any

import pytest

from relevo.api.edge.address import Addresses
from relevo.api.edge.asgi import Scope
from relevo.api.edge.buckets import Buckets, Rate
from relevo.api.edge.protocol import http_protocol
from relevo.api.problems import Problem
from relevo.settings import Limits, Server, Settings
from relevo.testing import ManualClock
from tests.api.running import Running, running
from tests.api.test_conversations import begun, said
from tests.api.test_door import slug


def refused(buckets: Buckets, key: str) -> Problem | None:
    try:
        buckets.take(key)
    except Problem as problem:
        return problem
    return None


def test_a_bucket_gives_its_burst_and_then_fills_steadily() -> None:
    clock = ManualClock()
    buckets = Buckets(Rate(per_minute=60, burst=3), clock)
    assert [refused(buckets, "a") for _ in range(3)] == [None] * 3
    problem = refused(buckets, "a")
    assert problem is not None
    assert (problem.slug, problem.headers["Retry-After"], problem.headers["RateLimit-Remaining"]) == (
        "rate-limited",
        "1",
        "0",
    )
    assert refused(buckets, "b") is None
    clock.advance(1)
    assert refused(buckets, "a") is None
    assert refused(buckets, "a") is not None
    clock.advance(3600)
    assert [refused(buckets, "a") is None for _ in range(4)] == [True, True, True, False]


def test_a_slow_bucket_says_how_long_to_wait() -> None:
    buckets = Buckets(Rate(per_minute=2, burst=1), ManualClock())
    buckets.take("a")
    problem = refused(buckets, "a")
    assert problem is not None
    assert problem.headers["Retry-After"] == "30"


def test_a_clock_that_jumps_back_gives_nothing_and_takes_nothing() -> None:
    clock = ManualClock()
    buckets = Buckets(Rate(per_minute=60, burst=2), clock)
    buckets.take("a")
    clock.advance(-3600)
    assert refused(buckets, "a") is None
    assert refused(buckets, "a") is not None
    clock.advance(1)
    assert refused(buckets, "a") is None


def test_buckets_do_not_fill_the_memory() -> None:
    buckets = Buckets(Rate(per_minute=1, burst=1), ManualClock(), kept=10)
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets._buckets) == 10


def scope(peer: str | None, *forwarded: str) -> Scope:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return {"client": (peer, 1) if peer is not None else None, "headers": headers}


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("198.51.100.7", (), "198.51.100.7"),
        ("198.51.100.7", ("1.2.3.4",), "198.51.100.7"),
        ("10.0.0.1", ("203.0.113.9",), "203.0.113.9"),
        ("10.0.0.1", ("6.6.6.6, 203.0.113.9",), "203.0.113.9"),
        ("10.0.0.1", ("6.6.6.6, 203.0.113.9, 10.0.0.2",), "203.0.113.9"),
        ("10.0.0.1", ("6.6.6.6", "203.0.113.9"), "203.0.113.9"),
        ("10.0.0.1", ("rubbish",), "10.0.0.1"),
        ("10.0.0.1", ("203.0.113.9, <script>",), "10.0.0.1"),
        ("10.0.0.1", (), "10.0.0.1"),
        ("::ffff:10.0.0.1", ("203.0.113.9",), "203.0.113.9"),
        ("10.0.0.1", ("2001:db8:1:2:3:4:5:6",), "2001:db8:1:2::/64"),
        ("2001:db8::1", (), "2001:db8::/64"),
        (None, (), "unknown"),
    ],
)
def test_only_a_trusted_proxy_is_believed(peer: str | None, forwarded: tuple[str, ...], expected: str) -> None:
    assert Addresses(("10.0.0.0/8",)).of(scope(peer, *forwarded)) == expected


def test_without_a_trusted_proxy_nobody_is_believed() -> None:
    assert Addresses(()).of(scope("198.51.100.7", "1.2.3.4")) == "198.51.100.7"
    assert Addresses(()).of(scope("::1")) == "::1"
    assert Addresses(()).of(scope("unix")) == "unknown"


async def test_an_address_that_comes_too_often_is_asked_to_wait_whatever_it_claims() -> None:
    async with running(Settings(limits=Limits(per_address=60, per_address_burst=3))) as server:
        answers = [await server.http.get("/v1/me", headers={"X-Forwarded-For": f"9.9.9.{n}"}) for n in range(4)]
        health = await server.http.get("/healthz")
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert slug(answers[-1]) == "rate-limited"
    assert {"retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"} <= set(answers[-1].headers)
    assert health.status_code == 200


async def test_a_visitor_who_writes_too_fast_is_asked_to_wait_and_may_still_read() -> None:
    async with running(Settings(limits=Limits(per_visitor=1, per_visitor_burst=3))) as server:
        visitor, other = await server.arrive(), await server.arrive()
        conversation_id = await begun(visitor)
        statuses = [(await said(visitor, conversation_id, str(n))).status_code for n in range(4)]
        read = await visitor.get(f"/v1/visitor/conversations/{conversation_id}")
        assert (await other.post("/v1/visitor/conversations")).status_code == 201
    assert statuses == [201, 201, 429, 429]
    assert read.status_code == 200


async def test_new_visitors_are_counted_and_known_ones_are_not() -> None:
    async with running(Settings(limits=Limits(new_visitors=1, new_visitors_burst=2))) as server:
        visitor = await server.arrive()
        await server.arrive()
        refused = await server.http.post("/v1/visitor/session", json=server.arrival)
        assert (await server.arrive(visitor.token)).told["token"] == visitor.token
    assert (refused.status_code, slug(refused)) == (429, "rate-limited")


async def test_loopback_is_let_through_only_where_a_setting_says_so() -> None:
    async with running(Settings(limits=Limits(per_address_burst=2, exempt_loopback=True))) as server:
        for _ in range(10):
            assert (await server.http.get("/v1/me")).status_code == 401


async def test_a_body_that_is_too_long_is_refused_by_its_announcement_and_by_its_length(server: Running) -> None:
    agent = await server.sign_in()
    long = b'{"text": "' + b"x" * 70_000 + b'"}'
    headers = {**agent.headers, "Content-Type": "application/json"}
    announced = await server.http.post("/v1/conversations/x/messages", content=long, headers=headers)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield long[:5000]

    streamed = await server.http.post("/v1/conversations/x/messages", content=pieces(), headers=headers)
    for answer in (announced, streamed):
        assert (answer.status_code, slug(answer)) == (413, "payload-too-large")


async def raw(server: Running, *pieces: bytes, pause_s: float = 0.0) -> bytes:
    host, port = server.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    with closing(writer):
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(pause_s)
        async with asyncio.timeout(8):
            return await reader.read()


@pytest.fixture(scope="module")
async def hurried() -> AsyncIterator[Running]:
    async with running(Settings(limits=Limits(exempt_loopback=True, body_timeout_s=1))) as started:
        yield started


async def test_headers_that_trickle_are_answered_and_cut(hurried: Running) -> None:
    began = asyncio.get_running_loop().time()
    answer = await raw(hurried, b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"/problems/timeout" in answer
    assert asyncio.get_running_loop().time() - began < 3


async def test_a_connection_that_says_nothing_is_closed(hurried: Running) -> None:
    assert await raw(hurried) == b""


class Impatient(http_protocol(10, 600)):  # type: ignore[misc]  # made with its limits
    """Keeps a connection for two seconds after an answer."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.timeout_keep_alive = 2


@pytest.fixture(scope="module")
async def impatient() -> AsyncIterator[Running]:
    async with running(protocol=Impatient) as started:
        yield started


ASK = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("pieces", [(ASK, b"\r\n"), (ASK,) * 4], ids=["nothing more is asked", "now and then"])
async def test_a_connection_is_kept_for_a_while_after_the_last_answer(
    impatient: Running, pieces: tuple[bytes, ...]
) -> None:
    began = asyncio.get_running_loop().time()
    answer = await raw(impatient, *pieces, pause_s=0.9)
    kept_s = asyncio.get_running_loop().time() - began

    requests = pieces.count(ASK)
    assert answer.count(b"HTTP/1.1 200 ") == requests
    last_s = (requests - 1) * 0.9
    assert last_s + 2 <= kept_s + 0.05, "it was closed too early"
    assert kept_s < last_s + 6, "it was kept"


async def test_a_connection_is_kept_while_a_request_takes_longer_than_it_may_be_idle(impatient: Running) -> None:
    head = b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    # Idle since the first answer, the connection would be closed between the second piece and the third.
    answer = await raw(impatient, ASK, head, b" " * 98 + b"{}", pause_s=1.2)

    assert re.findall(rb"HTTP/1.1 (\d+) ", answer) == [b"200", b"422"]


async def test_a_connection_is_kept_while_an_answer_is_streamed_longer_than_it_may_be_idle(impatient: Running) -> None:
    agent = await impatient.sign_in()
    follow = f"GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {agent.token}\r\n\r\n".encode()
    host, port = impatient.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    with closing(writer):
        writer.write(ASK)
        await reader.readuntil(b"}")
        writer.write(follow)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(), 3)


async def test_a_body_that_trickles_is_answered_and_cut(hurried: Running) -> None:
    agent = await hurried.sign_in()
    head = (
        "POST /v1/conversations/x/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {agent.token}\r\nContent-Length: 100\r\n\r\n{{"
    )
    answer = await raw(hurried, head.encode())
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"/problems/timeout" in answer


async def test_what_is_no_http_gets_a_problem_too(hurried: Running) -> None:
    answer = await raw(hurried, b"\x16\x03\x01\x02\x00 this is no request\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in answer


async def test_a_client_that_leaves_in_the_middle_of_its_body_harms_nobody(server: Running) -> None:
    agent = await server.sign_in()
    host, port = server.url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        (
            "POST /v1/conversations/x/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {agent.token}\r\nContent-Length: 100\r\n\r\n{{"
        ).encode()
    )
    await asyncio.sleep(0.1)
    writer.close()
    await asyncio.sleep(0.1)
    assert (await server.http.get("/healthz")).status_code == 200


async def test_a_full_server_says_so() -> None:
    settings = Settings(limits=Limits(exempt_loopback=True), server=Server(connections=10))
    async with running(settings) as server:
        agent = await server.sign_in()
        asked = {**agent.headers, "Accept": "text/event-stream"}
        streams = [server.http.stream("GET", "/v1/stream", headers=asked) for _ in range(10)]
        for stream in streams:
            await stream.__aenter__()
        refused = await server.http.get("/v1/me", headers=agent.headers)
        health = await server.http.get("/healthz")
        for stream in streams:
            await stream.__aexit__(None, None, None)
    assert (refused.status_code, slug(refused)) == (503, "overloaded")
    assert health.status_code == 200


async def test_typing_and_pages_do_not_use_up_what_a_visitor_may_say() -> None:
    async with running(Settings(limits=Limits(per_visitor=1, per_visitor_burst=5))) as server:
        visitor = await server.arrive()
        conversation_id = await begun(visitor)
        path = f"/v1/visitor/conversations/{conversation_id}"
        told = [(await visitor.post(f"{path}/typing")).status_code for _ in range(9)]
        assert (told[0], told[-1]) == (200, 429)
        assert (await visitor.post("/v1/visitor/page", {"url": "https://shop.example/"})).status_code == 429
        assert (await visitor.post(f"{path}/messages", {"text": "I can still say this."})).status_code == 201
