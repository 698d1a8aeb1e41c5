"""HTTP/1.1 as cheap as Python allows, so that the load generator is not what is measured.

`Caller` keeps one connection and sends one request at a time; `Listener` holds an event stream and hands on whole frames.
A stamp is `t=NANOSECONDS;` inside a text, with another letter where there are several kinds. Not here: addresses and bodies (`sites`).
"""

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any, Self, cast

LENGTH = re.compile(rb"(?i)content-length: (\d+)")
OPENS_S = 60.0
ARRIVES_S = 20.0
Hear = Callable[[bytes], None]


def stamp(letter: str = "t") -> str:
    """Return a stamp of now."""
    return f"{letter}={time.perf_counter_ns()};"


class Ages:
    """How old each stamped text was when it arrived, in milliseconds. Give `hear` to any number of listeners."""

    def __init__(self, letter: str = "t") -> None:
        self.all: list[float] = []
        self._stamp = re.compile(rb"\b%b=(\d+);" % letter.encode())

    def hear(self, frames: bytes) -> None:
        now = time.perf_counter_ns()
        self.all += [(now - int(sent)) / 1e6 for sent in self._stamp.findall(frames)]

    def taken(self) -> list[float]:
        """Return what has come since the last time."""
        taken, self.all = self.all, []
        return taken

    async def whole(self, number: int) -> list[float]:
        """Wait for so many and return them. Raises TimeoutError: a lost message makes every figure worthless."""
        await until(lambda: len(self.all) >= number, within_s=ARRIVES_S, look_every_s=0.002)
        return self.taken()


class Caller(asyncio.Protocol):
    """One connection for requests."""

    def __init__(self, port: int, headers: str = "") -> None:
        self._port = port
        self._headers = headers
        self._buffer = b""
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        transport, _ = await self._loop.create_connection(lambda: self, "127.0.0.1", self._port)
        self._transport = transport
        return self

    async def __aexit__(self, *_: object) -> None:
        self._transport.close()

    async def post(self, path: str, body: bytes = b"{}", headers: str = "") -> tuple[int, bytes]:
        """Return status and body."""
        return await self._ask("POST", path, body, headers)

    async def get(self, path: str, headers: str = "") -> tuple[int, bytes]:
        """Return status and body."""
        return await self._ask("GET", path, b"", headers)

    def _ask(self, method: str, path: str, body: bytes, headers: str) -> "asyncio.Future[tuple[int, bytes]]":
        self._answer = self._loop.create_future()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: x\r\n{self._headers}{headers}Content-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._transport.write(head.encode() + body)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        length = LENGTH.search(self._buffer, 0, end + 2)
        end += 4
        if len(self._buffer) < end + (int(length[1]) if length else 0):
            return
        whole, self._buffer = self._buffer, b""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result((int(whole[9:12]), whole[end:]))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError("the server closed the connection"))


class Listener(asyncio.Protocol):
    """One event stream. Frames that came in pieces are put together; chunk sizes between them stay where they are."""

    def __init__(self, request: bytes, hear: Hear, opened: "asyncio.Future[None]") -> None:
        self._request = request
        self._hear = hear
        self._opened = opened
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not self._opened.done():
            self._opened.set_result(None)
            assert data.startswith(b"HTTP/1.1 200"), data[:500]
        if self._rest:
            data = self._rest + data
        end = data.rfind(b"\n\n") + 2
        self._rest = data[end:] if len(data) > end + 2 else b""
        if end > 1:
            self._hear(data[:end])

    def close(self) -> None:
        """Leave."""
        self._transport.close()


async def listen(port: int, path: str, headers: str, hear: Hear) -> Listener:
    """Open an event stream; return once it has begun."""
    loop = asyncio.get_running_loop()
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n{headers}\r\n".encode()
    opened: asyncio.Future[None] = loop.create_future()
    _, listener = await loop.create_connection(lambda: Listener(request, hear, opened), "127.0.0.1", port)
    async with asyncio.timeout(OPENS_S):
        await opened
    return listener


async def in_crowds(number: int, one: Callable[[int], Any], *, size: int = 100) -> list[Any]:
    """Await `one(0)` … `one(number - 1)`, so many at a time; return what they gave."""
    given: list[Any] = []
    for first in range(0, number, size):
        given += await asyncio.gather(*map(one, range(first, min(first + size, number))))
    return given


async def until(is_so: Callable[[], bool], *, within_s: float, look_every_s: float) -> None:
    """Look until it is so. Raises TimeoutError."""
    async with asyncio.timeout(within_s):
        while not is_so():  # noqa: ASYNC110 - hundreds of streams setting an event would cost the generator more than looking
            await asyncio.sleep(look_every_s)


def hear_nothing(frames: bytes) -> None:
    """For streams that are only held."""
