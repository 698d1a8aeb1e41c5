"""One open stream: carries the engine's frames to the socket until either side ends it.

It costs one task beside the request's own, which waits for the client to leave, and no timer: those who stall and those
who lost their right are found by `watch`. Not here: who may open one (`doors`).
"""

import asyncio
from collections.abc import Callable

from relevo.api.edge.asgi import ABORT, PIECE, Headers, Receive, Scope, Send, encoded
from relevo.engine.live.subscription import Subscription
from relevo.ports import Unavailable

STREAM_HEADERS: Headers = encoded(
    [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"), ("X-Accel-Buffering", "no")]
)


class Outlet:
    """An open stream and what is needed to end it from outside."""

    __slots__ = (
        "_abort",
        "_is_cut",
        "_piece",
        "_subscription",
        "_task",
        "blocked_since",
        "check_at",
        "holder",
        "token",
    )

    def __init__(self, subscription: Subscription, holder: str, token: str, scope: Scope) -> None:
        self.holder = holder
        """Whose it is: `visitor:<id>` or `agent:<id>`."""
        self.token = token
        self.check_at = 0
        """The tick at which the right to it is looked at again."""
        self.blocked_since: int | None = None
        """The tick since which the reader takes nothing; None while nothing is being sent."""
        self._subscription = subscription
        self._abort: Callable[[], None] | None = scope.get(ABORT)
        self._piece: Callable[[bytes], bool] | None = scope.get(PIECE)
        self._task: asyncio.Task[None] | None = None
        self._is_cut = False

    async def run(self, receive: Receive, send: Send, now: Callable[[], int]) -> None:
        """Answer with the stream until it ends. `now` tells the tick."""
        self._task = asyncio.current_task()
        leaving = asyncio.get_running_loop().create_task(_until_gone(receive, self._subscription))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
            # The headers wait in the server for the first byte of a body; a comment brings them out.
            chunk = b": relevo\n\n"
            while chunk:
                self.blocked_since = now()
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
                self.blocked_since = None
                self._subscription.write_through(self._piece)
                chunk = await self._read()
            await send({"type": "http.response.body", "body": b""})
        except asyncio.CancelledError:
            if not self._is_cut:
                raise
        finally:
            leaving.cancel()
            self._subscription.close()

    async def _read(self) -> bytes:
        """Return what comes next; nothing where the storage keeps it back: whoever comes again by their cursor is told why."""
        try:
            return await self._subscription.read()
        except Unavailable:
            return b""

    def end(self) -> None:
        """End the stream after what is queued; the client may come again, if it still may."""
        self._subscription.end()

    def cut(self) -> None:
        """Break the stream off: its reader takes nothing."""
        self._is_cut = True
        if self._abort is not None:
            self._abort()
        elif self._task is not None:
            self._task.cancel()


async def _until_gone(receive: Receive, subscription: Subscription) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    subscription.end()
