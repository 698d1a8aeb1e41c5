"""Puts the concrete parts together: settings become a database, a workspace, a node and an ASGI application.

The only file that knows all classes. Not here: the web server (`server`) and the command line (`cli`).
"""

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from prometheus_client import CollectorRegistry

from relevo.api.app import make_app
from relevo.api.edge.asgi import App as Application
from relevo.api.parts import Page, Parts
from relevo.clock import RandomIds, RandomSecrets, SystemClock
from relevo.core.ids import Millis
from relevo.destinations import Destinations
from relevo.engine.background import every
from relevo.engine.node import Node, Ports
from relevo.engine.patience import patient
from relevo.fanout.memory import MemoryFanout, MemoryPresence
from relevo.plugins import InstalledAssistants, attach_features
from relevo.ports import Clock
from relevo.settings import Misconfigured, Settings
from relevo.storage.sqlite import Database, open_database
from relevo.workspace.asking.encoder import Encoder, Missing
from relevo.workspace.base.seals import Seals
from relevo.workspace.tables import WorkspaceTables

TIDY_S = 3600.0
ANSWERS_KEPT_MS = 24 * 3_600_000
"""How long a repeated request is recognised; part of the public contract (trust.md G8)."""
log = structlog.get_logger(__name__)
WEB_ROOT = Path(__file__).parent / "_web"


@dataclass(frozen=True, slots=True)
class Foundation:
    """What commands without a server need: the open database and the workspaces in it."""

    settings: Settings
    database: Database
    workspace: WorkspaceTables
    assistants: InstalledAssistants
    clock: Clock


@dataclass(frozen=True, slots=True)
class Installation:
    """A whole Relevo, ready to be served."""

    application: Application
    node: Node


@asynccontextmanager
async def foundation(
    settings: Settings, close_s: float | None = None, clock: Clock | None = None
) -> AsyncIterator[Foundation]:
    """Open the database, bringing its schema up to date, and close it in the end, if `close_s` says so in this time.

    Everything goes by `clock`; the machine's, unless another is given.

    Raises:
        Unavailable: at the end, because the disk hangs; see `Database.close`.
        Misconfigured: the URLs name something that this version cannot use.
        CannotOpen: the database is in use, too new or damaged; the error says what to do.
    """
    _require_one_node(settings)
    clock, ids, secrets = clock or SystemClock(), RandomIds(), RandomSecrets()
    path = sqlite_path(settings.database.url)
    encoder = _encoder(settings)
    database = open_database(path, ids.new_id("node"))
    try:
        seals = Seals.parse(_key_for_secrets(path.with_suffix(".key")))
        workspace = WorkspaceTables(patient(database.tables), clock, ids, secrets, seals=seals)
        workspace.encoder = encoder
        destinations = Destinations(settings.outgoing.private_networks, own=(settings.assistant.url,))
        assistants = InstalledAssistants(destinations)
        workspace.assistants.check_options = assistants.check
        yield Foundation(settings, database, workspace, assistants, clock)
    finally:
        if encoder:
            encoder.close()
        await database.close(close_s)


def install(base: Foundation, base_url: str, pages: Mapping[str, Page] | None = None) -> Installation:
    """Return the application over an open database. Call it inside the event loop that will serve it."""
    database, assistants = base.database, base.assistants
    node = _node(base, assistants)

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        node.start()
        background = [
            asyncio.create_task(_told(work))
            for work in (
                every(TIDY_S, lambda: _tidy_up(base), failing="tidying_failed"),
                database.index.follow(),
                base.workspace.warm(),
            )
        ]
        try:
            yield
        finally:
            for work in background:
                work.cancel()
            await node.stop()
            await assistants.aclose()

    async def has_storage() -> bool:
        return database.is_healthy

    parts = Parts(
        handle=node.handle,
        log=node.ports.log,
        inbox=node.ports.inbox,
        streams=node.streams,
        inbox_streams=node.inbox,
        attendance=node.attendance,
        queues=node.queues,
        attention=node.relay.attention,
        typing=node.relay.typing,
        gate=base.workspace.gate,
        desk=base.workspace.desk,
        contexts=base.workspace.contexts,
        clock=node.ports.clock,
        ids=node.ports.ids,
        settings=base.settings,
        base_url=base_url,
        registry=CollectorRegistry(),
        web_root=WEB_ROOT,
        pages=pages or {},
        readiness={"database": has_storage},
        lifespan=running,
    )
    return Installation(make_app(parts), node)


def _node(base: Foundation, assistants: InstalledAssistants) -> Node:
    """Return the engine over the database, with every feature that is installed."""
    ports = Ports(
        log=base.database.log,
        effects=base.database.effects,
        inbox=base.database.inbox,
        inbox_names=base.workspace.desk.inbox_names,
        fanout=MemoryFanout(),
        presence=MemoryPresence(),
        workspace=base.workspace.rules,
        assistants=assistants,
        clock=base.clock,
        ids=RandomIds(),
        name=base.database.node,
    )
    node = Node(ports)
    attach_features(node)
    return node


async def _told(work: Coroutine[Any, Any, None]) -> None:
    """Do what goes on beside the service; a fault of it is told at once, though nobody waits for it."""
    try:
        await work
    except Exception:
        log.exception("background_work_failed")


async def _tidy_up(base: Foundation) -> None:
    """Remove what can never be asked for again: expired tokens, old tries, answers to old requests."""
    for workspace in await base.workspace.workspaces.list():
        await base.workspace.prune(workspace.id)
    await base.database.log.purge_answers(Millis(base.clock.now_ms() - ANSWERS_KEPT_MS))


def _encoder(settings: Settings) -> Encoder | None:
    try:
        return Encoder() if settings.handoff.recognition == "encoder" else None
    except Missing as missing:
        raise Misconfigured(str(missing)) from None


def sqlite_path(url: str) -> Path:
    """Return the file that a database URL names. Raises Misconfigured."""
    scheme, _, path = url.partition(":///")
    if scheme != "sqlite" or not path:
        raise Misconfigured(f"database.url cannot be {url!r}; this version takes sqlite:///FILE")
    return Path(path)


def _key_for_secrets(file: Path) -> str:
    """Return the key that stored secrets are sealed with, from its file beside the database; made at the first start.

    Kept apart from the database, so that a copy of that alone opens no secret (trust.md T31).
    """
    if not file.exists():
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(RandomSecrets().new_secret())
    return file.read_text("ascii")


def _require_one_node(settings: Settings) -> None:
    if not settings.fanout.url.startswith("memory://"):
        raise Misconfigured("fanout.url cannot name another service yet; this version takes memory://")
