"""A running server for tests: the real application over real uvicorn on loopback, a real database, real people.

Not here: the tests.
"""

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from argon2 import PasswordHasher

from relevo.api import Page, Parts, make_app
from relevo.api.edge.protocol import http_protocol
from relevo.clock import RandomIds, RandomSecrets, SystemClock
from relevo.core.actors import Role
from relevo.destinations import Destinations
from relevo.engine.node import Node, Ports
from relevo.fanout.memory import MemoryFanout, MemoryPresence
from relevo.plugins import InstalledAssistants, attach_features
from relevo.ports import Assistants, Clock
from relevo.settings import Limits, Settings
from relevo.storage.sqlite import Database, open_database
from relevo.testing import ScriptedAssistant
from relevo.workspace.access.keys import NewKey, Scope
from relevo.workspace.assistants import NewAssistant
from relevo.workspace.base.seals import Seals
from relevo.workspace.people.agent import NewAgent
from relevo.workspace.people.passwords import Passwords
from relevo.workspace.seed import Seed, Seeded, seed
from relevo.workspace.tables import WorkspaceTables
from tests.api.agreement import check

PASSWORD = "seven green kettles sing at noon"
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Worthless as protection; what it protects lives for one test."""
ANY_SITE = ("*",)


@dataclass(slots=True)
class Running:
    """A server, everything behind it, and a client."""

    url: str
    parts: Parts
    node: Node
    tables: WorkspaceTables
    seeded: Seeded
    http: httpx2.AsyncClient
    readiness: dict[str, Callable[[], Awaitable[bool]]]

    @property
    def arrival(self) -> dict[str, str]:
        """What a widget sends first."""
        return {"inbox_key": self.seeded.inbox.key}

    def entry(self, role: str) -> dict[str, str]:
        """What the agent with this role signs in with."""
        return {"email": f"{role}@example.org", "password": PASSWORD}

    async def arrive(self, token: str | None = None) -> "Caller":
        """Return a visitor: the one with this token, or a new one."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = await self.http.post("/v1/visitor/session", json=self.arrival, headers=headers)
        assert answer.status_code == 200, answer.text
        return Caller(self.http, answer.json()["token"], answer.json())

    async def sign_in(self, role: str = "agent") -> "Caller":
        """Return the agent with this role, in a new session."""
        agent = next(agent for agent in self.seeded.agents if agent.role == role)
        begun = await self.tables.sessions.begin(agent, "127.0.0.1", "test")
        return Caller(self.http, begun.token, {"agent": {"id": agent.id}, "csrf_token": begun.csrf_token})

    async def key(self, scope: str) -> "Caller":
        """Return a program with an API key that may do one thing."""
        key, token = await self.tables.keys.create(
            self.seeded.workspace_id, NewKey(name=scope, scopes=frozenset({Scope(scope)})), "test"
        )
        return Caller(self.http, token, {"agent": {"id": key.id}})

    async def forget(self, caller: "Caller") -> None:
        """Take a caller's right away."""
        if caller.is_visitor:
            await self.tables.visitors.revoke_all(self.seeded.workspace_id, caller.told["visitor"]["id"])
        else:
            await self.tables.sessions.end(caller.token)


@dataclass(slots=True)
class Caller:
    """Somebody with a token. `told` is what they were told when they got it."""

    http: httpx2.AsyncClient
    token: str
    told: Any

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def is_visitor(self) -> bool:
        return "visitor" in self.told

    async def get(self, path: str, **more: Any) -> httpx2.Response:
        return await self.http.get(path, headers={**self.headers, **more.pop("headers", {})}, **more)

    async def post(self, path: str, body: Any = None, **more: Any) -> httpx2.Response:
        return await self._send("POST", path, body, more)

    async def put(self, path: str, body: Any = None, **more: Any) -> httpx2.Response:
        return await self._send("PUT", path, body, more)

    async def patch(self, path: str, body: Any = None, **more: Any) -> httpx2.Response:
        return await self._send("PATCH", path, body, more)

    async def _send(self, method: str, path: str, body: Any, more: dict[str, Any]) -> httpx2.Response:
        headers = {**self.headers, **more.pop("headers", {})}
        return await self.http.request(method, path, json={} if body is None else body, headers=headers, **more)


@dataclass(frozen=True, slots=True)
class Ground:
    """What servers stand on, and what those that stand beside each other share: a database and the people in it."""

    database: Database
    tables: WorkspaceTables
    seeded: Seeded
    clock: Clock


@dataclass(frozen=True, slots=True)
class Build:
    """How a server is put together, where it is not as usual."""

    web_root: Path | None = None
    protocol: type[asyncio.Protocol] | None = None
    assistants: Assistants | None = None
    is_alone: bool = True


@asynccontextmanager
async def running(
    settings: Settings | None = None,
    web_root: Path | None = None,
    origins: tuple[str, ...] = ANY_SITE,
    protocol: type[asyncio.Protocol] | None = None,
    clock: Clock | None = None,
    assistants: Assistants | None = None,
) -> AsyncIterator[Running]:
    """Serve a new database until the block ends; by `clock`, where a test sets the time, and with these `assistants`."""
    settings = settings or Settings(limits=Limits(exempt_loopback=True))
    build = Build(web_root, protocol, assistants)
    async with new_ground(settings, origins, clock) as ground, serving(ground, settings, build) as server:
        yield server


@asynccontextmanager
async def running_beside_each_other() -> AsyncIterator[tuple[Running, Running]]:
    """Serve a new database by two servers, of which neither ever hears a signal of the other."""
    settings, build = Settings(limits=Limits(exempt_loopback=True)), Build(is_alone=False)
    async with (
        new_ground(settings, ANY_SITE, None) as ground,
        serving(ground, settings, build) as one,
        serving(ground, settings, build) as other,
    ):
        yield one, other


@asynccontextmanager
async def new_ground(settings: Settings, origins: tuple[str, ...], clock: Clock | None) -> AsyncIterator[Ground]:
    """Make a database with people in it."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "relevo.db", "node_test")
        try:
            clock = clock or SystemClock()
            tables = WorkspaceTables(
                database.tables, clock, RandomIds(), RandomSecrets(), seals=Seals((b"k" * 32,)), passwords=Passwords(QUICK)
            )  # fmt: skip
            permitted = Destinations(settings.outgoing.private_networks)
            tables.assistants.check_options = InstalledAssistants(permitted).check
            yield Ground(database, tables, await seed(tables, _wanted(origins)), clock)
        finally:
            await database.close()


@asynccontextmanager
async def serving(ground: Ground, settings: Settings, build: Build) -> AsyncIterator[Running]:
    """Serve what is there until the block ends."""
    database, tables, clock, ids = ground.database, ground.tables, ground.clock, RandomIds()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        node = Node(
            Ports(
                log=database.log, effects=database.effects, inbox=database.inbox, fanout=MemoryFanout(), presence=MemoryPresence(),
                inbox_names=tables.desk.inbox_names, workspace=tables.rules,
                assistants=build.assistants or ScriptedAssistant(["Hello."]), clock=clock, ids=ids, name=database.node, is_alone=build.is_alone,
            )
        )  # fmt: skip
        attach_features(node)
        readiness: dict[str, Callable[[], Awaitable[bool]]] = {}
        parts = Parts(
            handle=node.handle, log=database.log, inbox=database.inbox, streams=node.streams, inbox_streams=node.inbox,
            attendance=node.attendance, queues=node.queues, attention=node.relay.attention, typing=node.relay.typing, gate=tables.gate, desk=tables.desk, contexts=tables.contexts, clock=clock, ids=ids,
            settings=settings, base_url=url, web_root=build.web_root, pages={"/demo": Page(b"<!doctype html><title>Shop</title>")},
            readiness=readiness,
        )  # fmt: skip
        server = EmbeddedServer(_config(parts, build.protocol))
        node.start()
        task = asyncio.create_task(server.serve([listener]))
        while not server.started:
            await asyncio.sleep(0.01)
        async with httpx2.AsyncClient(base_url=url, event_hooks={"response": [check]}) as http:
            try:
                yield Running(url, parts, node, tables, ground.seeded, http, readiness)
            finally:
                await node.stop()
                server.should_exit = True
                await task


class EmbeddedServer(uvicorn.Server):
    """Leaves the signals of the test's process alone."""

    def capture_signals(self) -> Any:
        from contextlib import nullcontext

        return nullcontext()


def _config(parts: Parts, protocol: type[asyncio.Protocol] | None) -> uvicorn.Config:
    limits = parts.settings.limits
    protocol = protocol or http_protocol(limits.body_timeout_s, parts.settings.streams.send_timeout_s)
    return uvicorn.Config(
        make_app(parts), http=protocol, ws="none", log_config=None, access_log=False, proxy_headers=False, server_header=False,
        date_header=False, timeout_graceful_shutdown=2,
    )  # fmt: skip


def _wanted(origins: tuple[str, ...]) -> Seed:
    people = [NewAgent(email=f"{role}@example.org", name=role.title(), role=role, password=PASSWORD) for role in Role]
    assistant = NewAssistant(kind="echo", name="Bean")
    return Seed(name="Shop", assistant=assistant, allowed_origins=origins, agents=tuple(people))
