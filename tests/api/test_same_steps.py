"""Somebody else's thing and one that never was: the same answer after the same steps (trust.md T5).

Steps are counted instead of time: every question to the storage, in its order, and every command that reaches the engine. What is
counted cannot be chance. Not here: who may ask at all (`test_roles`).
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from relevo.api.door.access import Access
from relevo.api.routes.route import Route
from relevo.api.routes.table import routes
from relevo.clock import RandomIds
from relevo.engine.handle import Handle
from relevo.storage.sqlite.readers import Readers
from relevo.storage.sqlite.writer import Writer
from tests.api.desk import begun, team_path, visitor_path
from tests.api.running import Caller, Running
from tests.api.test_conversations import said
from tests.api.test_roles import BODIES

UNKNOWN = "conv_01993000-0000-7000-8000-000000000000"
STREAM = "text/event-stream"


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Note what requests ask of the storage and the engine; what goes on beside them is left out."""
    steps: list[str] = []

    def noting(kind: type, name: str, told: Callable[..., str]) -> None:
        original: Any = getattr(kind, name)

        def noted(self: Any, *given: Any, **named: Any) -> Any:
            if is_of_a_request():
                steps.append(told(*given))
            return original(self, *given, **named)

        patched.setattr(kind, name, noted)

    with monkeypatch.context() as patched:
        noting(Readers, "_now", lambda sql, _: " ".join(sql.split()))
        noting(Readers, "apart", lambda _: "read apart")
        noting(Writer, "submit", lambda _: "write")
        noting(Handle, "__call__", lambda *_: "command")
        yield steps


def is_of_a_request() -> bool:
    task = asyncio.current_task()
    return task is not None and "run_asgi" in getattr(task.get_coro(), "__qualname__", "")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a stranger can see of a request, and what it cost."""

    status: int
    told: Any
    headers: dict[str, str]
    steps: tuple[str, ...]


async def asked(
    caller: Caller, method: str, path: str, body: Any, monkeypatch: pytest.MonkeyPatch, **headers: str
) -> Seen:
    # Who the caller is, and what is remembered for some seconds, is known by then.
    await send(caller, method, path, body, headers)
    with counted(monkeypatch) as steps:
        answer = await send(caller, method, path, body, headers)
    told = answer.json()
    told.pop("request_id")
    varying = {
        "x-request-id",
        "content-length",
    }  # the length is that of the request's id; the rest of the body is compared
    return Seen(
        answer.status_code,
        told,
        {name: value for name, value in answer.headers.items() if name not in varying},
        tuple(steps),
    )


async def send(caller: Caller, method: str, path: str, body: Any, headers: dict[str, str]) -> httpx2.Response:
    return await caller.http.request(method, path, json=body, headers={**caller.headers, **headers})


def visitors_routes() -> list[tuple[Route, str]]:
    """Every route on a visitor's conversation, the stream too, with what it is asked to answer with."""
    found = [route for route in routes() if route.access is Access.VISITOR and route.parameters]
    assert {"conversation_id"} == {name for route in found for name in route.parameters}
    streams = [(route, STREAM) for route in found if route.path.endswith("/events")]
    assert streams
    return [(route, "application/json") for route in found] + streams


ROUTES = visitors_routes()


async def in_memory(server: Running) -> str:
    """A conversation in which something was said just now."""
    visitor = await server.arrive()
    conversation_id = await begun(visitor)
    await said(visitor, conversation_id, "Hello")
    return conversation_id


async def not_in_memory(server: Running) -> str:
    conversation_id = await in_memory(server)
    server.node.handle.forget(server.seeded.workspace_id, conversation_id)  # type: ignore[arg-type]
    return conversation_id


async def with_a_person(server: Running) -> str:
    conversation_id, agent = await in_memory(server), await server.sign_in()
    await agent.post(f"{team_path(conversation_id)}/take-over")
    await said(agent, conversation_id, "I am a person")
    return conversation_id


async def closed(server: Running) -> str:
    conversation_id, agent = await with_a_person(server), await server.sign_in()
    await agent.post(f"{team_path(conversation_id)}/resolve")
    return conversation_id


async def waiting(server: Running) -> str:
    visitor = await server.arrive()
    conversation_id = await begun(visitor)
    await visitor.post(f"{visitor_path(conversation_id)}/request-human", {"trigger": "button"})
    return conversation_id


@pytest.mark.parametrize("state", [in_memory, not_in_memory, with_a_person, closed, waiting], ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    ("route", "accept"), ROUTES, ids=[f"{r.method} {r.path} {'stream' if a == STREAM else ''}" for r, a in ROUTES]
)
async def test_a_strangers_conversation_costs_what_none_costs(
    server: Running, monkeypatch: pytest.MonkeyPatch, state: Any, route: Route, accept: str
) -> None:
    stranger, theirs = await server.arrive(), await state(server)
    body = None if route.method == "GET" else BODIES.get(route.path.rsplit("/", 1)[-1], {})
    both = [
        await asked(
            stranger, route.method, route.path.format(conversation_id=id), body, monkeypatch, Accept=accept,
            **({} if body is None else {"Idempotency-Key": id}),
        )
        for id in (theirs, UNKNOWN)
    ]  # fmt: skip
    assert both[0] == both[1]
    assert both[0].status == 404
    assert both[0].steps, "nothing was asked: the count is broken"


async def a_session(owner: Caller) -> str:
    items = (await owner.get("/v1/me/sessions")).json()["items"]
    return str(next(session["id"] for session in items if session["is_current"]))


async def a_filter(owner: Caller) -> str:
    made = await owner.post("/v1/saved-filters", {"name": RandomIds().new_id()[:40], "query": {}})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


@pytest.mark.parametrize(
    ("make", "method", "path", "body"),
    [
        (a_session, "DELETE", "/v1/me/sessions/{}", None),
        (a_filter, "PATCH", "/v1/saved-filters/{}", {"name": "Now mine"}),
        (a_filter, "DELETE", "/v1/saved-filters/{}", None),
    ],
    ids=["session", "changed filter", "removed filter"],
)
async def test_a_colleagues_own_thing_costs_what_none_costs(
    server: Running, monkeypatch: pytest.MonkeyPatch, make: Any, method: str, path: str, body: Any
) -> None:
    colleague, agent = await server.sign_in("owner"), await server.sign_in()
    theirs = await make(colleague)
    unknown = f"{theirs.split('_')[0]}_{UNKNOWN.split('_')[1]}"
    both = [await asked(agent, method, path.format(id), body, monkeypatch) for id in (theirs, unknown)]
    assert both[0] == both[1]
    assert both[0].status == 404
    assert both[0].steps, "nothing was asked: the count is broken"
