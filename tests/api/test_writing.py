"""What goes past uvicorn's own writing and reading looks the same on the wire: whole answers, pieces of streams, whole bodies.

Not here: what is answered.
"""

import asyncio
import json
import re
from urllib.parse import urlsplit

import pytest

from relevo.api.edge.asgi import Headers, laid_out
from relevo.engine.live.subscription import Subscription
from tests.api.reading import follow
from tests.api.running import Caller, Running
from tests.api.test_conversations import begun, said

VARYING = re.compile(rb"(?<=content-length: )\d+|(?<=x-request-id: )\S+")


async def answers_to(server: Running, *pieces: bytes, pause_s: float = 0.0) -> bytes:
    """Send the pieces over one connection, one after the other, and return all that comes back until it is closed."""
    address = urlsplit(server.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    for piece in pieces:
        writer.write(piece)
        await asyncio.sleep(pause_s)
    async with asyncio.timeout(5):
        answers = await reader.read()
    writer.close()
    return answers


def request(method: str, path: str, *headers: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *headers, "", ""]).encode()


async def test_requests_that_come_together_are_answered_in_their_order(server: Running) -> None:
    asked = [request("GET", path) for path in ("/healthz", "/v1/me", "/healthz")]
    last = request("GET", "/v1/me", "Connection: close")
    answers = await answers_to(server, b"".join([*asked, last]))
    heads = answers.split(b"HTTP/1.1 ")[1:]
    assert [head[:3] for head in heads] == [b"200", b"401", b"200", b"401"]
    assert b"connection: close" in heads[-1].lower()
    assert b"connection: close" not in heads[0].lower()


async def test_an_answer_has_as_many_bytes_as_it_says(server: Running) -> None:
    answer = await answers_to(server, request("GET", "/v1/me") + request("GET", "/healthz", "Connection: close"))
    head, _, rest = answer.partition(b"\r\n\r\n")
    length = next(int(line[16:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length: "))
    assert json.loads(rest[:length])["status"] == 401
    assert rest[length:].startswith(b"HTTP/1.1 200")


async def test_an_answer_that_is_written_at_once_bears_the_same_headers_in_the_same_order(server: Running) -> None:
    visitor, agent = await server.arrive(), await server.sign_in("agent")
    path = f"/v1/conversations/{await begun(visitor)}/take-over"
    headers = [f"{name}: {value}" for name, value in agent.headers.items()]
    at_once = request("POST", path, *headers, "Content-Length: 0")
    sent = request("POST", path, *headers, "Content-Length: 0", "Connection: close")
    answers = [await answers_to(server, at_once, request("GET", "/healthz", "Connection: close"), pause_s=0.3)]
    answers.append(await answers_to(server, sent))
    heads = [VARYING.sub(b"", answer.partition(b"\r\n\r\n")[0]) for answer in answers]
    assert heads[0] + b"\r\nconnection: close" == heads[1]
    assert b"\r\nx-request-id: req_" in answers[0].partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize(
    "headers",
    [
        [(b"content-type", b"text/plain")],
        [(b"content-length", b"0"), (b"connection", b"close")],
        [(b"content-length", b"0"), (b"x", b"a\r\nset-cookie: b")],
        [(b"content-length", b"0"), (b"x", b"a\nb")],
        [(b"content-length", b"0"), (b"x\r", b"a")],
    ],
)
def test_headers_that_somebody_has_to_look_at_are_not_laid_out(headers: Headers) -> None:
    assert laid_out(headers) is None
    assert laid_out([(b"content-length", b"0"), (b"x", b"a")]) == b"content-length: 0\r\nx: a\r\n"


async def test_an_answer_to_head_has_no_body(server: Running) -> None:
    answer = await answers_to(server, request("HEAD", "/console/") + request("GET", "/healthz", "Connection: close"))
    first, second = answer.split(b"HTTP/1.1 ")[1:]
    assert first.endswith(b"\r\n\r\n")
    assert second.startswith(b"200")


async def test_a_body_may_come_with_the_headers_or_after_them(server: Running, visitor: Caller) -> None:
    path = f"/v1/visitor/conversations/{await begun(visitor)}/messages"
    for number, pause_s in enumerate((0.0, 0.05)):
        body = json.dumps({"text": f"Message {number}"}).encode()
        headers = [f"{name}: {value}" for name, value in visitor.headers.items()]
        about = ("Content-Type: application/json", f"Content-Length: {len(body)}", "Connection: close")
        head = request("POST", path, *headers, *about)
        pieces = [head + body] if not pause_s else [head, body[:9], body[9:]]
        answer = await answers_to(server, *pieces, pause_s=pause_s)
        assert answer.startswith(b"HTTP/1.1 201")
        assert f"Message {number}".encode() in answer


async def test_what_is_written_at_once_comes_in_the_order_of_the_log(visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    path = f"/v1/visitor/conversations/{conversation_id}/events"
    async with follow(visitor, path) as stream:
        await asyncio.gather(*(said(visitor, conversation_id, f"Message {number}") for number in range(10)))
        texts = [(await stream.until("message")).data["seq"] for _ in range(10)]
    assert texts == sorted(texts)


async def test_a_reader_who_takes_nothing_more_gets_what_comes_from_the_queue() -> None:
    written: list[bytes] = []
    takes = True

    def write(frame: bytes) -> bool:
        if takes:
            written.append(frame)
        return takes

    subscription = Subscription(lambda _: None)
    subscription.write_through(write)
    subscription.push(b"before anybody reads ")
    assert await subscription.read() == b"before anybody reads "
    reading = asyncio.create_task(subscription.read())
    await asyncio.sleep(0)
    subscription.push(b"at once ")
    takes = False
    subscription.push(b"later ")
    subscription.push(b"and later")
    assert (written, await reading) == ([b"at once "], b"later and later")
