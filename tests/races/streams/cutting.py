"""A TCP proxy on loopback that breaks connections off after a number of bytes of the answer.

Not here: what the bytes are; it cuts in the middle of heads, chunks, frames and characters alike.
"""

import asyncio
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from tests.standins.listening import Listening

ENDLESS = 1 << 62


@dataclass(slots=True)
class CuttingProxy(Listening):
    """Passes connections on to a port; each is cut after as many bytes of answer as `next_length` says."""

    port: int
    next_length: Callable[[], int]
    cuts: int = 0

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with suppress(ConnectionError):
            await self._carry(reader, writer)
        self._tasks.discard(task)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
        asking = asyncio.create_task(_pump(reader, far_writer))
        left = self.next_length()
        try:
            while left and (piece := await far_reader.read(min(left, 65536))):
                writer.write(piece)
                await writer.drain()
                left -= len(piece)
            if not left:
                self.cuts += 1
                if self.cuts % 2:
                    _reset(writer)
        finally:
            asking.cancel()
            writer.close()
            far_writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65536):
        writer.write(piece)
        await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Let the close be a reset instead of a farewell; what is unread at the client may be lost with it."""
    linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
