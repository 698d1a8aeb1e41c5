"""Acts that go past the framework are answered to the letter as the framework answers them."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from relevo.api import app as api
from relevo.api.routes.table import routes
from relevo.api.shortcut import Shortcut
from tests.api.running import Running, running

CHANGING = re.compile(r"[a-z]+_?[0-9a-f-]{30,}|\b\d{13}\b")
"""Identifiers and times."""
JSON = {"Content-Type": "application/json"}

REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("agent", "take-over", {}),
    ("agent", "take-over", {"content": b""}),
    ("agent", "take-over", {"content": b"[]", "headers": JSON}),
    ("agent", "take-over", {"content": b"{", "headers": JSON}),
    ("agent", "take-over", {"content": b"{}", "headers": {"Content-Type": "text/plain"}}),
    ("agent", "take-over", {"json": {"nothing": 1}}),
    ("agent", "take-over", {"json": {"expected_epoch": "1"}}),
    ("agent", "take-over?token=x", {}),
    ("agent", "take-over/", {}),
    ("agent", "no-such-act", {}),
    ("agent", "messages", {"json": {"text": "Hello", "client_id": "c1"}}),
    ("agent", "messages", {"json": {"text": "Hello", "client_id": "c1"}}),
    ("agent", "messages", {"json": {"text": "Other", "client_id": "c1"}}),
    ("agent", "messages", {"json": {"text": "x" * 9000}}),
    ("agent", "messages", {"json": {"text": "Keyed"}, "headers": {"Idempotency-Key": "k"}}),
    ("agent", "messages", {"json": {"text": "Keyed"}, "headers": {"Idempotency-Key": "k k"}}),
    ("agent", "notes", {"json": {"text": "Remember this"}}),
    ("visitor", "messages", {"json": {"text": "Grüße 🙂"}}),
    ("visitor", "messages", {"json": {"text": "Hi"}, "headers": {"Origin": "https://elsewhere.example"}}),
    ("visitor", "request-human", {"json": {"trigger": "button"}}),
    ("visitor", "typing", {"json": {}}),
    ("nobody", "messages", {"json": {"text": "Hi"}}),
    ("agent", "release", {}),
    ("agent", "messages", {"json": {"text": "Too late"}}),
    ("agent", "resolve", {}),
]


@pytest.fixture
async def through_the_framework(monkeypatch) -> AsyncIterator[Running]:
    with monkeypatch.context() as patched:
        patched.setattr(api, "Shortcut", lambda app, _: app)
        async with running() as started:
            yield started


def test_every_act_on_a_conversation_has_the_shortcut() -> None:
    taken = {act.template for act in Shortcut(_unused, routes())._acts.values()}
    acts = {path for route in routes() if "POST" in route.http_methods for path in route.paths if "conversation_id:str}/" in path}  # fmt: skip
    assert {
        path.replace(":str}", "}") for path in acts if path.count("/") <= 5 + path.startswith("/v1/visitor")
    } == taken


def test_no_body_of_an_act_needs_decoding_twice() -> None:
    slow = [act.template for act in Shortcut(_unused, routes())._acts.values() if act.reader._names is None]
    assert not slow


async def test_both_ways_give_the_same_answers(server: Running, through_the_framework: Running) -> None:
    assert await answers(server) == await answers(through_the_framework)


async def test_both_ways_count_a_request_under_the_same_route(server: Running, through_the_framework: Running) -> None:
    counted = []
    for started in (server, through_the_framework):
        await answers(started)
        metrics = (await started.http.get("/metrics")).text
        counted.append(set(re.findall(r'relevo_http_requests_total\{[^}]*method="POST"[^}]*\}', metrics)))
    assert counted[1] <= counted[0]


async def answers(server: Running) -> list[tuple[int, dict[str, str], str]]:
    """Ask everything in turn about a new conversation; return status, headers and body without what always differs."""
    visitor, agent = await server.arrive(), await server.sign_in("agent")
    conversation = (await visitor.post("/v1/visitor/conversations", {})).json()["id"]
    given = []
    for who, act, request in REQUESTS:
        token = {"visitor": visitor.token, "agent": agent.token, "nobody": "nothing"}[who]
        home = "/v1/conversations" if who == "agent" else "/v1/visitor/conversations"
        headers = {"Authorization": f"Bearer {token}", **request.get("headers", {})}
        answer = await server.http.post(f"{home}/{conversation}/{act}", **{**request, "headers": headers})
        varying = ("date", "content-length", "x-request-id")
        told = {name: value for name, value in answer.headers.items() if name not in varying}
        given.append((answer.status_code, told, CHANGING.sub("…", answer.text.replace(server.url, ""))))
    return given


async def _unused(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError
