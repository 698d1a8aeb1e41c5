"""A very small HTTP/1.1 server for stand-ins: it hands out raw exchanges, so that an answer can be wrong in every way.

Not here: any answer. Loopback only; it trusts its clients to send a well-formed request with a Content-Length.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Self

from tests.standins.listening import Listening

REASONS = {200: "OK", 204: "No Content", 307: "Temporary Redirect", 400: "Bad Request", 404: "Not Found"}


@dataclass(slots=True)
class Request:
    """A request as it arrived. `left_at` is the loop's time at which its client left before the answer was whole, if it did."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float
    left_at: float | None = None
    sent_after_leaving: int = 0

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class _Reader(asyncio.StreamReader):
    """Tells at once when the client closes, without anybody reading: bytes read ahead would be missed later."""

    def __init__(self) -> None:
        super().__init__(limit=1 << 20)
        self.left = asyncio.Event()
        self.answering: Request | None = None

    def feed_eof(self) -> None:
        self._note_leaving()
        super().feed_eof()

    def set_exception(self, exc: Exception) -> None:
        self._note_leaving()
        super().set_exception(exc)

    def _note_leaving(self) -> None:
        self.left.set()
        if self.answering is not None and self.answering.left_at is None:
            self.answering.left_at = asyncio.get_running_loop().time()


class Exchange:
    """One request and the means to answer it, byte by byte if need be."""

    def __init__(self, request: Request, reader: _Reader, writer: asyncio.StreamWriter) -> None:
        self.request = request
        self._reader = reader
        self._writer = writer
        self._is_chunked = False
        self.stays_open = True

    @property
    def has_left(self) -> bool:
        return self._reader.left.is_set()

    async def until_left(self) -> None:
        await self._reader.left.wait()

    async def head(self, status: int = 200, content_type: str = "text/event-stream", **headers: str) -> None:
        """Begin an answer whose length is not known."""
        self._is_chunked = True
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Answer')}", f"Content-Type: {content_type}"]
        lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
        await self.raw("\r\n".join([*lines, "Transfer-Encoding: chunked", "", ""]).encode())

    async def write(self, content: bytes) -> None:
        """Send a piece of the body."""
        if content:
            await self.raw(b"%x\r\n%b\r\n" % (len(content), content))

    async def end(self) -> None:
        """End the body properly."""
        await self.raw(b"0\r\n\r\n")

    async def whole(self, status: int, body: bytes, content_type: str = "application/json", **headers: str) -> None:
        """Answer in one go."""
        await self.head(status, content_type, **headers)
        await self.write(body)
        await self.end()

    async def raw(self, content: bytes) -> None:
        """Send bytes as they are, even to a client that left: then they are only counted."""
        if self.has_left:
            self.request.sent_after_leaving += len(content)
            await asyncio.sleep(0)
            return
        self._writer.write(content)
        try:
            await self._writer.drain()
        except ConnectionError:
            self._reader.left.set()

    def hang_up(self) -> None:
        """Close the connection where it stands."""
        self.stays_open = False
        self._writer.close()


Handler = Callable[[Exchange], Awaitable[None]]


@dataclass(slots=True)
class HttpServer(Listening):
    """Listens on a free loopback port while used as `async with`."""

    handler: Handler
    port: int = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.get_running_loop().create_server(self._protocol, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def _protocol(self) -> asyncio.StreamReaderProtocol:
        reader = _Reader()

        def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        return asyncio.StreamReaderProtocol(reader, connected)

    async def _serve(self, reader: _Reader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _read(reader):
                exchange = Exchange(request, reader, writer)
                reader.answering = request
                await self.handler(exchange)
                reader.answering = None
                if not exchange.stays_open:
                    return
        finally:
            writer.close()


async def _read(reader: _Reader) -> Request | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head.split("\r\n")[:-2]
    method, target, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, target, headers, body, asyncio.get_running_loop().time())
