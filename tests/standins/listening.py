"""What servers of tests on loopback have in common: each connection is a task, and all end with the server.

Not here: what they speak.
"""

import asyncio
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Listening:
    """Ends as `async with` ends; whoever inherits begins it, and keeps its tasks here."""

    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aexit__(self, *exc: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
