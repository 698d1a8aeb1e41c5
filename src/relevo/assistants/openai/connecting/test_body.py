"""Whatever an endpoint sends and however it is cut, what is read past the client is what the client would have read.

Not here: pieces, ends and deadlines of a connection (`test_stream`), or what is made of an answer (`test_behaviours`).
"""

import asyncio
import ssl
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.assistants.openai.connecting import stream
from relevo.assistants.openai.connecting.body import Body
from relevo.assistants.openai.connecting.confined import confine
from relevo.assistants.openai.connecting.test_stream import contexts
from relevo.assistants.openai.patience import Deadlines
from relevo.destinations import ANYWHERE
from tests.examples import HUNDREDS

TRUST = ssl.create_default_context()
HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"
ODD = (
    END, b"0\r\nDigest: x\r\n\r\n", b"5;name=value\r\nhello\r\n", b"5 \r\nhello\r\n", b"0005\r\nhello\r\n", b"00005\r\nhello\r\n", b"0x5\r\nhello\r\n",
    b"+5\r\nhello\r\n", b"5\nhello\n", b"5\r\nhello", b"5\r\nhello!!", b"FfFf\r\nhello", b"fffff\r\nhello", b"\r\n", b"-1\r\n", b"zz", b"1",
)  # fmt: skip


class Wire(asyncio.Transport):
    """A transport that leads nowhere: what is to be read is put into its protocol by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.has_been_asked = asyncio.Event()
        self.is_cut = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if data == b"?":
            self.has_been_asked.set()

    def is_closing(self) -> bool:
        return self.is_cut

    def abort(self) -> None:
        self.is_cut = True


class Heard:
    """What came of an exchange in which the endpoint sent these pieces and then left."""

    def __init__(self) -> None:
        self.content = b""
        self.pieces: list[bytes] = []
        self.failure: type[Exception] | None = None
        self.reads = 0
        """How often the client has read from the connection."""
        self.is_kept = False
        """Can the connection be used again?"""

    async def read(self, body: Body) -> None:
        try:
            while piece := await body.read():
                self.content += piece
                self.pieces.append(piece)
        except httpx2.HTTPError as error:
            self.failure = type(error)


def hear(pieces: Sequence[bytes], *, is_straight: bool = True) -> Heard:
    return asyncio.run(_hear(pieces, is_straight=is_straight))


async def _hear(pieces: Sequence[bytes], *, is_straight: bool) -> Heard:
    heard, wire, made = Heard(), Wire(), asyncio.get_running_loop().create_future()

    class Counted(stream.Stream):
        async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            heard.reads += 1
            return await super().read(max_bytes, timeout)

    async def connect(*_: object) -> stream.Stream:
        connection = Counted()
        connection.connection_made(wire)
        made.set_result(connection)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "connect", connect)
        async with httpx2.AsyncClient(verify=TRUST) as http:
            confine(http, ANYWHERE, is_own=True)
            request = http.build_request("POST", "http://127.0.0.1:9/", content=b"?")
            answering = asyncio.create_task(_answer(http, request, heard, is_straight=is_straight))
            connection = await made
            await wire.has_been_asked.wait()
            for piece in pieces:
                connection.data_received(piece)
                for _ in range(4):
                    await asyncio.sleep(0)
            heard.is_kept = answering.done() and not wire.is_cut
            connection.eof_received()
            await asyncio.wait_for(answering, 5)
    return heard


async def _answer(http: httpx2.AsyncClient, request: httpx2.Request, heard: Heard, *, is_straight: bool) -> None:
    try:
        body = Body(await http.send(request, stream=True), Deadlines(60, 60, 60))
    except httpx2.HTTPError as error:
        heard.failure = type(error)
        return
    if not is_straight:
        body._straight = None
    await heard.read(body)
    await body.aclose()


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(content), content)


plain = st.binary(min_size=1, max_size=40).map(chunk)
bodies = st.lists(st.one_of(plain, plain, plain, st.sampled_from(ODD)), min_size=2).map(b"".join)


@HUNDREDS
@given(bodies, st.lists(st.integers(len(HEAD) - 5, 150)), st.booleans())
def test_it_is_what_the_client_alone_would_have_read(body: bytes, cuts: list[int], ends: bool) -> None:
    whole = HEAD + body + END * ends
    pieces = [whole[start:end] for start, end in pairwise([0, *sorted(cuts), len(whole)]) if start < end]
    straight, usual = hear(pieces), hear(pieces, is_straight=False)
    assert (straight.content, straight.failure) == (usual.content, usual.failure)


def test_of_an_answer_the_client_reads_the_head_and_the_end_and_keeps_the_connection() -> None:
    words = [chunk(b"data: %d\n\n" % number) for number in range(50)]
    heard = hear([HEAD, *words, END])
    assert heard.content == b"".join(b"data: %d\n\n" % number for number in range(50))
    assert heard.reads == 2
    assert heard.is_kept


def test_what_comes_with_the_head_counts_and_several_chunks_at_once_are_one_piece() -> None:
    heard = hear([HEAD + chunk(b"one "), chunk(b"two ") + chunk(b"three"), END])
    assert (heard.content, heard.reads) == (b"one two three", 2)


def test_of_a_chunk_that_comes_bit_by_bit_each_bit_is_told_as_it_comes() -> None:
    """Whoever waits for the next piece waits for one bit, and not for all of them."""
    bits = [b"11\r\nhello", b" slow", b" worl", b"d!\r\n"]
    pieces = hear([HEAD, *bits, END]).pieces
    assert pieces == [b"hello", b" slow", b" worl", b"d!"]


@pytest.mark.parametrize(
    "pieces",
    [
        [HEAD[:20], HEAD[20:] + chunk(b"he"), chunk(b"llo"), END],
        [HEAD[:-2], HEAD[-2:] + chunk(b"he"), chunk(b"llo") + END],
        [b"HTTP/1.1 103 Early Hints\r\n\r\n" + HEAD + chunk(b"he"), chunk(b"llo"), END],
        [b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n" + chunk(b"he"), chunk(b"llo"), END],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe", b"llo"],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b"hello"],
        [b"HTTP/1.0 200 OK\r\n\r\nhe", b"llo"],
        [b"HTTP/1.1 203 Changed\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(b"hello") + END],
    ],
    ids=[
        "head cut",
        "head cut at its end",
        "hints",
        "bare line feeds",
        "length",
        "length apart",
        "until it closes",
        "another status",
    ],
)
def test_other_answers_are_read_as_well(pieces: list[bytes]) -> None:
    heard = hear(pieces)
    assert (heard.content, heard.failure) == (b"hello", None)


def test_what_looks_like_a_chunk_inside_of_one_is_text() -> None:
    """An endpoint, or whoever speaks through it, writes what it likes."""
    for begin in (b"\n", b"\n\n", b"\r\n", b"\r\n\r\n"):
        said = begin + chunk(b"forged")
        assert hear([HEAD, chunk(said), END]).content == said
        assert hear([HEAD[:-2], HEAD[-2:] + chunk(said), END]).content == said


def test_an_answer_that_breaks_off_is_a_failure_after_all_that_came() -> None:
    for torn in (b"", b"5\r\n", b"5\r\nwor", b"5\r\nworld", b"5"):
        heard = hear([HEAD, chunk(b"hello "), torn])
        assert b"hello world".startswith(heard.content)
        assert heard.content.startswith(b"hello ")
        assert heard.failure is httpx2.RemoteProtocolError
        assert not heard.is_kept


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_chunks_that_come_faster_than_they_are_read_are_held_back_and_none_is_lost(
    tmp_path: Path, scheme: str
) -> None:
    """Against a real socket, whose transport is paused and goes on."""
    count = 20_000
    ours, theirs = contexts(tmp_path, "localhost")

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n?")
        writer.write(HEAD)
        for number in range(count):
            writer.write(chunk(b"%100d" % number))
        writer.write(END)
        await reader.read()  # until the client is gone
        writer.transport.abort()

    server = await asyncio.start_server(flood, "127.0.0.1", 0, ssl=ours if scheme == "https" else None)
    async with httpx2.AsyncClient(verify=theirs) as http:
        confine(http, ANYWHERE, is_own=True)
        port = server.sockets[0].getsockname()[1]
        request = http.build_request("POST", f"{scheme}://localhost:{port}/", content=b"?")
        response = await http.send(request, stream=True)
        await asyncio.sleep(0.2)
        body, found = Body(response, Deadlines(60, 60, 60)), b""
        assert body._straight is not None, "nothing is taken past the client"
        while piece := await body.read():
            found += piece
        await body.aclose()
    server.close()
    await asyncio.sleep(0.01)  # the event loop closes what was aborted
    assert found == b"".join(b"%100d" % number for number in range(count))
