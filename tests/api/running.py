"""A running server for tests: the real application over real uvicorn on loopback.

Not here: the tests.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import uvicorn

from relevo.api import Page, Parts, make_app
from relevo.api.edge.protocol import http_protocol
from relevo.core.actors import Actor, ActorKind, Role
from relevo.core.ids import WorkspaceId
from relevo.clock import RandomIds, SystemClock
from relevo.engine.node import Node, Ports
from relevo.fanout.memory import MemoryFanout, MemoryPresence
from relevo.settings import Limits, Settings
from relevo.storage.memory import Memory
from relevo.testing import ScriptedAssistant
from tests.api.stand_in import Agent, StandIn, StandInDesk, StandInGate


@dataclass(slots=True)
class Running:
    url: str
    parts: Parts
    node: Node
    book: StandIn
    http: httpx2.AsyncClient
    readiness: dict[str, Callable[[], Awaitable[bool]]]

    @property
    def arrival(self) -> dict[str, str]:
        """What a widget sends first."""
        return {"inbox_key": "KEY"}

    def entry(self, role: str) -> dict[str, str]:
        """What the agent with this role signs in with."""
        return {"email": f"{role}@example.org", "password": "correct horse"}

    async def arrive(self, token: str | None = None) -> "Caller":
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = await self.http.post("/v1/visitor/session", json=self.arrival, headers=headers)
        assert answer.status_code == 200, answer.text
        return Caller(self.http, answer.json()["token"], answer.json())

    async def sign_in(self, role: str = "agent") -> "Caller":
        answer = await self.http.post("/v1/sign-in", json=self.entry(role))
        assert answer.status_code == 200, answer.text
        self.http.cookies.clear()
        return Caller(self.http, answer.json()["token"], answer.json())

    async def forget(self, caller: "Caller") -> None:
        """Take a caller's right away."""
        self.book.tokens.pop(caller.token, None)
        self.book.visitors.pop(caller.token, None)

    async def key(self, scope: str) -> "Caller":
        """Return a program with an API key that may do one thing."""
        token = f"rk_{scope}"
        actor = Actor(ActorKind.AGENT, f"key_{scope}", "Key")
        self.book.tokens[token] = Agent(WorkspaceId("w"), actor, Role.VIEWER, "", frozenset({scope}))
        return Caller(self.http, token, {"agent": {"id": actor.id}})


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


@asynccontextmanager
async def running(
    settings: Settings | None = None,
    web_root: Path | None = None,
    origins: tuple[str, ...] = ("*",),
    protocol: type[asyncio.Protocol] | None = None,
) -> AsyncIterator[Running]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings = settings or Settings(limits=Limits(exempt_loopback=True))
    book = StandIn(origins=origins)
    memory = Memory("memory")
    clock, ids = SystemClock(), RandomIds()
    node = Node(
        Ports(
            log=memory.log, effects=memory.effects, inbox=memory.inbox, fanout=MemoryFanout(), presence=MemoryPresence(),
            workspace=book, assistants=ScriptedAssistant(["Hello."]), clock=clock, ids=ids, name="test",
        )
    )  # fmt: skip

    readiness: dict[str, Callable[[], Awaitable[bool]]] = {}

    @asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        node.start()
        try:
            yield
        finally:
            await node.stop()

    parts = Parts(
        handle=node.handle, log=memory.log, inbox=memory.inbox, streams=node.streams, inbox_streams=node.inbox,
        attendance=node.attendance, typing=node.relay.typing, gate=StandInGate(book), desk=StandInDesk(book), clock=clock, ids=ids,
        settings=settings, base_url=url, web_root=web_root, pages={"/demo": Page(b"<!doctype html><title>Shop</title>")},
        lifespan=lifespan,
        readiness=readiness,
    )  # fmt: skip
    protocol = protocol or http_protocol(settings.limits.body_timeout_s, settings.streams.send_timeout_s)
    config = uvicorn.Config(
        make_app(parts), http=protocol, ws="none", log_config=None, access_log=False, proxy_headers=False, server_header=False,
        date_header=False, timeout_graceful_shutdown=2,
    )  # fmt: skip
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server.serve([listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    async with httpx2.AsyncClient(base_url=url) as http:
        try:
            yield Running(url, parts, node, book, http, readiness)
        finally:
            node.end_streams()
            server.should_exit = True
            with contextlib.suppress(asyncio.CancelledError):
                await serving
