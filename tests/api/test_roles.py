"""Who may use which route: every route times every kind of caller (trust.md, role matrix).

A route without a row fails, so nobody can forget to think about it. Not here: who has control of a conversation; that is
the core's table.
"""

from dataclasses import dataclass

import pytest

from relevo.api.openapi import document
from tests.api.running import Caller, Running

OK, ABSENT, FORBIDDEN, STRANGER = "may", 404, 403, 401
"""A caller who may gets anything but 401 and 403; 404 only where the request names nothing that exists."""

KINDS = {
    #             nobody    visitor  other     viewer     agent      super.     admin.     owner      key: read  key: none
    "open":      (OK,       OK,      OK,       OK,        OK,        OK,        OK,        OK,        OK,        OK),
    "visitor":   (STRANGER, OK,      ABSENT,   FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    "visitors":  (STRANGER, OK,      OK,       FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    "read":      (STRANGER, STRANGER, STRANGER, OK,       OK,        OK,        OK,        OK,        OK,        FORBIDDEN),
    "self":      (STRANGER, STRANGER, STRANGER, OK,       OK,        OK,        OK,        OK,        FORBIDDEN, FORBIDDEN),
    "act":       (STRANGER, STRANGER, STRANGER, FORBIDDEN, OK,       OK,        OK,        OK,        FORBIDDEN, FORBIDDEN),
    "supervise": (STRANGER, STRANGER, STRANGER, FORBIDDEN, FORBIDDEN, OK,      OK,        OK,        FORBIDDEN, FORBIDDEN),
    "configure": (STRANGER, STRANGER, STRANGER, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK,       OK,        FORBIDDEN, FORBIDDEN),
}  # fmt: skip
CALLERS = ("nobody", "visitor", "other", "viewer", "agent", "supervisor", "administrator", "owner", "reader", "keyless")

ROUTES = {
    "GET /healthz": "open",
    "GET /readyz": "open",
    "GET /metrics": "open",
    "POST /v1/sign-in": "open",
    "POST /v1/setup": "open",
    "POST /v1/visitor/session": "open",
    "POST /v1/visitor/conversations": "visitors",
    "POST /v1/visitor/page": "visitors",
    "GET /v1/visitor/conversations/{conversation_id}": "visitor",
    "GET /v1/visitor/conversations/{conversation_id}/events": "visitor",
    "GET /v1/visitor/conversations/{conversation_id}/events (stream)": "visitor",
    "POST /v1/visitor/conversations/{conversation_id}/messages": "visitor",
    "POST /v1/visitor/conversations/{conversation_id}/typing": "visitor",
    "POST /v1/visitor/conversations/{conversation_id}/request-human": "visitor",
    "POST /v1/visitor/conversations/{conversation_id}/decline-human": "visitor",
    "POST /v1/visitor/conversations/{conversation_id}/continue-with-assistant": "visitor",
    "POST /v1/visitor/conversations/{conversation_id}/leave-contact": "visitor",
    "GET /v1/me": "self",
    "PATCH /v1/me": "self",
    "POST /v1/me/password": "self",
    "GET /v1/me/sessions": "self",
    "DELETE /v1/me/sessions/{session_id}": "self",
    "POST /v1/sign-out": "self",
    "PUT /v1/presence": "self",
    "PUT /v1/conversations/{conversation_id}/attention": "self",
    "GET /v1/conversations/{conversation_id}/visitor": "read",
    "GET /v1/stream (stream)": "read",
    "GET /v1/conversations": "read",
    "GET /v1/conversations/{conversation_id}": "read",
    "GET /v1/conversations/{conversation_id}/events": "read",
    "GET /v1/conversations/{conversation_id}/events (stream)": "read",
    "POST /v1/conversations/{conversation_id}/take-over": "act",
    "POST /v1/conversations/{conversation_id}/messages": "act",
    "POST /v1/conversations/{conversation_id}/release": "act",
    "POST /v1/conversations/{conversation_id}/transfer": "act",
    "POST /v1/conversations/{conversation_id}/assign": "act",
    "POST /v1/conversations/{conversation_id}/resolve": "act",
    "POST /v1/conversations/{conversation_id}/reopen": "act",
    "POST /v1/conversations/{conversation_id}/rename": "act",
    "POST /v1/conversations/{conversation_id}/notes": "act",
    "PUT /v1/conversations/{conversation_id}/labels": "act",
    "POST /v1/conversations/{conversation_id}/typing": "act",
    "GET /v1/agents": "read",
    "GET /v1/agents/{item_id}": "read",
    "POST /v1/agents": "configure",
    "PATCH /v1/agents/{item_id}": "configure",
    "GET /v1/assistants": "read",
    "GET /v1/assistants/{item_id}": "read",
    "POST /v1/assistants": "configure",
    "PATCH /v1/assistants/{item_id}": "configure",
    "GET /v1/inboxes": "read",
    "GET /v1/inboxes/{item_id}": "read",
    "POST /v1/inboxes": "configure",
    "PATCH /v1/inboxes/{item_id}": "configure",
    "GET /v1/inboxes/{inbox_id}/identity-keys": "configure",
    "POST /v1/inboxes/{inbox_id}/identity-keys": "configure",
    "DELETE /v1/inboxes/{inbox_id}/identity-keys/{key_id}": "configure",
    "GET /v1/teams": "read",
    "POST /v1/teams": "supervise",
    "PATCH /v1/teams/{item_id}": "supervise",
    "DELETE /v1/teams/{item_id}": "supervise",
    "GET /v1/labels": "read",
    "POST /v1/labels": "supervise",
    "PATCH /v1/labels/{item_id}": "supervise",
    "DELETE /v1/labels/{item_id}": "supervise",
    "GET /v1/canned-replies": "read",
    "POST /v1/canned-replies": "act",
    "PATCH /v1/canned-replies/{item_id}": "act",
    "DELETE /v1/canned-replies/{item_id}": "act",
    "GET /v1/saved-filters": "read",
    "POST /v1/saved-filters": "act",
    "PATCH /v1/saved-filters/{item_id}": "act",
    "DELETE /v1/saved-filters/{item_id}": "act",
    "GET /v1/api-keys": "configure",
    "POST /v1/api-keys": "configure",
    "DELETE /v1/api-keys/{item_id}": "configure",
    "GET /v1/settings": "read",
    "PATCH /v1/settings": "configure",
    "GET /v1/settings/presets": "read",
}

BODIES = {
    "messages": {"text": "hello"},
    "request-human": {"trigger": "button"},
    "leave-contact": {"phone": "+49301234567"},
    "notes": {"text": "a remark"},
    "rename": {"subject": "a subject"},
    "labels": {"labels": []},
    "attention": {"state": "viewing"},
    "page": {"url": "https://shop.example/"},
}


@dataclass(frozen=True, slots=True)
class Stage:
    """Everybody, and a conversation that is the first visitor's."""

    server: Running
    callers: dict[str, Caller | None]
    conversation_id: str


@pytest.fixture(scope="module")
async def stage(server: Running) -> Stage:
    visitor = await server.arrive()
    conversation_id = (await visitor.post("/v1/visitor/conversations")).json()["id"]
    callers: dict[str, Caller | None] = {"nobody": None, "visitor": visitor, "other": await server.arrive()}
    callers |= {"reader": await server.key("read"), "keyless": await server.key("ingest")}
    return Stage(server, callers, conversation_id)


def test_every_route_has_a_row() -> None:
    documented = set()
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            answer = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
            kinds = list(answer.get("content", {"application/json": {}}))
            if kinds != ["text/event-stream"]:
                documented.add(f"{method.upper()} {path}")
            if "text/event-stream" in kinds:
                documented.add(f"{method.upper()} {path} (stream)")
    assert documented == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
async def test_only_those_may_use_a_route_whose_role_says_so(stage: Stage, route: str) -> None:
    for name, expected in zip(CALLERS, KINDS[ROUTES[route]], strict=True):
        status = await called(stage, route, name)
        if expected is OK:
            assert status not in (401, 403), f"{route} as {name}: {status}"
        else:
            assert status == expected, f"{route} as {name}: {status}"


async def called(stage: Stage, route: str, name: str) -> int:
    # Some routes end the session they are called with, so people come fresh.
    caller = stage.callers[name] if name in stage.callers else await stage.server.sign_in(name)
    method, path = route.removesuffix(" (stream)").split()
    is_stream = route.endswith("(stream)")
    path = path.replace("{conversation_id}", stage.conversation_id).replace("{item_id}", "agent_nobody")
    path = path.replace("{item_id}", "assistant_nobody").replace("{item_id}", "inbox_nobody")
    headers = caller.headers if caller else {}
    if is_stream:
        headers["Accept"] = "text/event-stream"
        async with stage.server.http.stream(method, path, headers=headers) as answer:
            return answer.status_code
    body = None if method == "GET" else BODIES.get(path.rsplit("/", 1)[-1], {})
    answer = await stage.server.http.request(method, path, headers=headers, json=body)
    stage.server.http.cookies.clear()
    return answer.status_code


@pytest.mark.parametrize("is_closed", [False, True])
async def test_what_is_somebody_elses_looks_like_what_does_not_exist(stage: Stage, is_closed: bool) -> None:
    other = stage.callers["other"]
    assert other is not None
    if is_closed:
        agent = await stage.server.sign_in("owner")
        assert (await agent.post(f"/v1/conversations/{stage.conversation_id}/resolve")).status_code == 200
    for tail, body in {"": None, "/events": None, **{f"/{name}": body for name, body in BODIES.items()}}.items():
        if tail in ("/notes", "/rename", "/labels"):
            continue
        method = "GET" if body is None else "POST"
        answers = []
        for conversation_id in (stage.conversation_id, "conv_unknown"):
            path = f"/v1/visitor/conversations/{conversation_id}{tail}"
            answer = await stage.server.http.request(method, path, headers=other.headers, json=body)
            told = answer.json()
            told.pop("request_id")
            answers.append((answer.status_code, told))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
