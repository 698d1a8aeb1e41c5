"""Everything that the API is made of and does not make itself; `app.py` passes it in.

Not here: what the API keeps count of while it runs (`edge/front`).
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

from prometheus_client import CollectorRegistry

from relevo.api.needs import Contexts, Desk, Gate
from relevo.engine.handle import Handle
from relevo.engine.inbox import InboxStreams
from relevo.engine.live.attention import Attention
from relevo.engine.live.queues import Queues
from relevo.engine.presence import Attendance
from relevo.engine.streams import Streams
from relevo.ports import Clock, EventLog, Inbox, NewId, Typing
from relevo.settings import Settings


@dataclass(frozen=True, slots=True)
class Page:
    """A page that somebody else brings, with the content policy it needs."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    policy: str = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts. One set makes one application."""

    handle: Handle
    log: EventLog
    inbox: Inbox
    streams: Streams
    inbox_streams: InboxStreams
    attendance: Attendance
    queues: Queues
    attention: Attention
    typing: Callable[[Typing], None]
    """Shows everywhere that somebody types (`Relay.typing`)."""
    gate: Gate
    desk: Desk
    contexts: Contexts
    clock: Clock
    ids: NewId
    settings: Settings
    base_url: str
    """How browsers reach this server, without a slash at its end."""
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    """What `/metrics` shows; the engine may have put collectors of its own into it."""
    web_root: Path | None = None
    """The folder with the built front end: `widget/` and `console/`."""
    pages: Mapping[str, Page] = field(default_factory=dict)
    """More pages by their path, such as `/demo`."""
    readiness: Mapping[str, Callable[[], Awaitable[bool]]] = field(default_factory=dict)
    """By name, what must be true before this node can take work."""
    lifespan: Callable[[], AbstractAsyncContextManager[None]] | None = None
    """Entered before the first request and left after the last: `Node.start` and `Node.stop`, for instance."""
