"""HTTP/1.1 as cheap as Python allows, so that the load generator is not what is measured.

`Caller` keeps one connection and sends one request at a time; `Listener` holds an event stream and notes when stamped texts
arrive. A stamp is `t=NANOSECONDS;` inside a text.
"""

import asyncio
import re
import time
from typing import Self

STAMP = re.compile(rb"t=(\d+);")


def stamp() -> str:
    """Return a stamp of now."""
    return f"t={time.perf_counter_ns()};"


class Caller:
    """One connection for requests."""

    def __init__(self, port: int, headers: str = "") -> None:
        self._port = port
        self._headers = headers

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def post(self, path: str, body: bytes, headers: str = "") -> tuple[int, bytes]:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: x\r\n{self._headers}{headers}Content-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", answer)[1])  # type: ignore[index]
        return int(answer[9:12]), await self._reader.readexactly(length)


class Listener(asyncio.Protocol):
    """One event stream. Adds the age in milliseconds of each stamped text to `ages`."""

    def __init__(self, request: bytes, ages: list[float]) -> None:
        self._request = request
        self._ages = ages
        self.received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter_ns()
        self.received += len(data)
        for sent in STAMP.findall(data):
            self._ages.append((now - int(sent)) / 1e6)


async def listen(port: int, path: str, headers: str, ages: list[float]) -> Listener:
    """Open an event stream."""
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n{headers}\r\n".encode()
    _, listener = await asyncio.get_running_loop().create_connection(lambda: Listener(request, ages), "127.0.0.1", port)
    return listener
