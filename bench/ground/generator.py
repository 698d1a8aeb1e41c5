"""The load generator's own limit: how fast it asks and hears when the server answers at once and does nothing.

It shares its core with this server, so the real limit is above what is told. Not here: servers under test.
"""

import asyncio
import time
from typing import cast

from bench.ground.processes import free_port
from bench.ground.wire import Ages, Caller, listen, stamp

ANSWER = b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}"
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
SECONDS = 0.5
CALLERS = 32


class _Nothing(asyncio.Protocol):
    """Answers everything with the same bytes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"GET"):
            self._transport.write(HEAD + b": hello\n\n")
            asyncio.get_running_loop().call_soon(self._pour, time.perf_counter() + SECONDS)
        else:
            self._transport.write(ANSWER)

    def _pour(self, until: float) -> None:
        if self._transport.is_closing():
            return
        if time.perf_counter() < until:
            self._transport.write(f"event: message\ndata: {stamp()} a line of usual length\n\n".encode())
            asyncio.get_running_loop().call_later(0, self._pour, until)


async def limits() -> str:
    """Return the limits as a sentence."""
    port = free_port()
    server = await asyncio.get_running_loop().create_server(_Nothing, "127.0.0.1", port)
    async with server:
        asked = sum(await asyncio.gather(*(_ask(port) for _ in range(CALLERS))))
        ages = Ages()
        listener = await listen(port, "/", "", ages.hear)
        await asyncio.sleep(SECONDS)
        listener.close()
    heard = len(ages.all)
    return f"{asked / SECONDS:,.0f} requests or {heard / SECONDS:,.0f} frames a second, with a server that does nothing on its own core"


async def _ask(port: int) -> int:
    asked, end = 0, time.perf_counter() + SECONDS
    async with Caller(port) as caller:
        while time.perf_counter() < end:
            await caller.post("/", b'{"text":"a line of usual length"}')
            asked += 1
    return asked
