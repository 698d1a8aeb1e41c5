"""Reading event streams in tests, by httpx2 or byte by byte from a socket.

Not here: the tests.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.api.running import Caller


@dataclass(slots=True)
class Frame:
    id: str = ""
    event: str = ""
    data: Any = None


@dataclass(slots=True)
class Following:
    """An open stream."""

    status: int
    headers: dict[str, str]
    lines: AsyncIterator[str]
    seen: list[Frame] = field(default_factory=list)

    async def next(self, timeout_s: float = 5) -> Frame | None:
        """Return the next frame that is no heartbeat, which comes at any moment; None when the stream has ended."""
        frame = Frame()
        async with asyncio.timeout(timeout_s):
            async for line in self.lines:
                if line.startswith("id: "):
                    frame.id = line[4:]
                elif line.startswith("event: "):
                    frame.event = line[7:]
                elif line.startswith("data: "):
                    frame.data = json.loads(line[6:])
                elif not line and frame.event == "ping":
                    frame = Frame()
                elif not line and frame.event:
                    self.seen.append(frame)
                    return frame
        return None

    async def until(self, event: str, timeout_s: float = 5) -> Frame:
        while frame := await self.next(timeout_s):
            if frame.event == event:
                return frame
        raise AssertionError(f"the stream ended without {event}; it had {[frame.event for frame in self.seen]}")


@asynccontextmanager
async def follow(caller: Caller, path: str, **headers: str) -> AsyncIterator[Following]:
    asked = {**caller.headers, "Accept": "text/event-stream", **{k.replace("_", "-"): v for k, v in headers.items()}}
    async with caller.http.stream("GET", path, headers=asked) as answer:
        yield Following(answer.status_code, dict(answer.headers), answer.aiter_lines())
