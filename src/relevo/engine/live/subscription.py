"""One open stream as the engine sees it: a bounded queue of encoded frames and a way to wait for them.

Not here: the log (`streams` fills it) and the socket (`api` empties it).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

FRAMES = 256
BYTES = 256 * 1024
"""The most that may wait for one reader (trust.md G16). Beyond, the stream ends and the client resumes by its cursor."""
AT_ONCE = 64 * 1024
"""The most that one read returns, unless a single frame is longer. It waits in the connection then and counts no longer here."""


class Subscription:
    """Frames for one reader, in order. One task reads; the event loop's thread writes."""

    __slots__ = (
        "_bytes",
        "_catch_up",
        "_frames",
        "_on_close",
        "_waiter",
        "_write",
        "cursor",
        "is_behind",
        "is_catching_up",
        "is_ended",
        "reads_at_once",
    )

    def __init__(
        self,
        on_close: Callable[["Subscription"], None],
        catch_up: Callable[["Subscription"], Awaitable[bytes]] | None = None,
        cursor: int = 0,
    ) -> None:
        """`catch_up` is asked for frames whenever the reader is behind the log."""
        self.cursor = cursor
        self.is_behind = catch_up is not None
        self.is_catching_up = False
        self.is_ended = False
        self.reads_at_once = 0
        """How many events to read of the log at once, so that few are read that do not go at once; 0 while nothing is known."""
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._waiter: asyncio.Future[None] | None = None
        self._write: Callable[[bytes], bool] | None = None
        self._on_close = on_close
        self._catch_up = catch_up

    @property
    def is_live(self) -> bool:
        """Has it all that the log holds, so that the next event can be pushed?"""
        return not (self.is_behind or self.is_catching_up or self.is_ended)

    def push(self, frame: bytes, *, only_live: bool = False) -> None:
        """Queue a frame, or write it where a reader who waits can be written to; who has too much waiting is cut off.

        What is for `only_live` readers is dropped for one who has yet to read of the log.
        """
        if self.is_ended or not frame or (only_live and (self.is_behind or self.is_catching_up)):
            return
        waiter = self._waiter
        if waiter is not None and self._write is not None and not waiter.done() and self._write(frame):
            return
        if len(self._frames) >= FRAMES or self._bytes + len(frame) > BYTES:
            self._clear()
            self.end()
            return
        self._frames.append(frame)
        self._bytes += len(frame)
        self._wake()

    def fall_behind(self) -> None:
        """Say that the log holds more than was pushed."""
        self.is_behind = True
        self._wake()

    def end(self, last: bytes = b"") -> None:
        """End the stream, after what is queued and a last frame."""
        if self.is_ended:
            return
        if last:
            self._frames.append(last)
            self._bytes += len(last)
        self.is_ended = True
        self._wake()

    async def read(self) -> bytes:
        """Return the next bytes, several frames joined where they waited; empty when the stream has ended."""
        while True:
            if self._frames:
                return self._take()
            if self.is_ended:
                return b""
            if self.is_behind and self._catch_up is not None:
                self.is_behind, self.is_catching_up = False, True
                try:
                    caught = await self._catch_up(self)
                finally:
                    self.is_catching_up = False
                if caught:
                    return caught
                continue
            await self._wait()

    def write_through(self, write: Callable[[bytes], bool] | None) -> None:
        """Have frames for a reader who waits written at once, without waking them. `write` returns whether it could."""
        self._write = write

    def when_closed(self, closed: Callable[[], None]) -> None:
        """Have something done as well when the reader is gone."""
        leave = self._on_close

        def both(reader: Subscription) -> None:
            leave(reader)
            closed()

        self._on_close = both

    def close(self) -> None:
        """Stop receiving; the reader is gone."""
        self.is_ended = True
        self._clear()
        self._on_close(self)

    def _clear(self) -> None:
        self._frames.clear()
        self._bytes = 0

    def _take(self) -> bytes:
        taken = [self._frames.popleft()]
        length = len(taken[0])
        while self._frames and length + len(self._frames[0]) <= AT_ONCE:
            taken.append(self._frames.popleft())
            length += len(taken[-1])
        self._bytes -= length
        return taken[0] if len(taken) == 1 else b"".join(taken)

    async def _wait(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
