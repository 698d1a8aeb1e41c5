"""Errors as problem documents: each with its slug, its fields and nothing of the inside (RFC 9457, trust.md T6).

Not here: roles and origins, which have files of their own.
"""

from typing import Any

import httpx2
import pytest

from relevo.api.problems import STATUS, Problem, problem_of
from relevo.core.actors import Actor, ActorKind
from relevo.core.conversation import WithAgent
from relevo.core.errors import Refusal, StaleTurn
from relevo.core.ids import Epoch, Millis
from relevo.ports import Conflict, Unavailable
from tests.api.running import Caller, Running
from tests.api.test_conversations import begun, said
from tests.api.test_door import slug


def assert_is_problem(answer: httpx2.Response, server: Running) -> None:
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["type"].startswith(f"{server.url}/problems/")
    assert told["status"] == answer.status_code
    assert told["title"]
    assert told["detail"]
    assert told["request_id"] == answer.headers["x-request-id"]


async def test_a_taken_conversation_names_its_owner(
    server: Running, visitor: Caller, agent: Caller, colleague: Caller
) -> None:
    conversation_id = await begun(visitor)
    taken = (await agent.post(f"/v1/conversations/{conversation_id}/take-over")).json()
    refused = await colleague.post(f"/v1/conversations/{conversation_id}/take-over")

    assert_is_problem(refused, server)
    assert (refused.status_code, slug(refused)) == (409, "taken")
    assert refused.json()["owner"] == taken["owner"]
    assert refused.json()["since"] == taken["control"]["since"]


async def test_a_reply_without_control_names_who_has_it(visitor: Caller, agent: Caller, colleague: Caller) -> None:
    conversation_id = await begun(visitor)
    with_assistant = await said(agent, conversation_id, "Hi")
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    with_colleague = await said(colleague, conversation_id, "Hi")

    assert (with_assistant.status_code, slug(with_assistant)) == (409, "not-in-control")
    assert with_assistant.json()["owner"] is None
    assert with_assistant.json()["control"]["kind"] == "assistant"
    assert with_colleague.json()["owner"]["id"] == agent.told["agent"]["id"]
    assert with_colleague.json()["control"]["kind"] == "agent"


async def test_an_old_look_is_told_the_present_epoch(visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    refused = await agent.post(f"/v1/conversations/{conversation_id}/take-over", {"expected_epoch": 7})
    assert (refused.status_code, slug(refused), refused.json()["epoch"]) == (409, "stale-epoch", 0)


@pytest.mark.parametrize("move", ["release", "transfer", "resolve"])
async def test_a_colleagues_conversation_is_moved_only_from_whom_one_saw_it_with(
    server: Running, visitor: Caller, agent: Caller, colleague: Caller, move: str
) -> None:
    path = f"/v1/conversations/{await begun(visitor)}"
    seen = (await agent.post(f"{path}/take-over")).json()["epoch"]
    passed = await agent.post(f"{path}/transfer", {"agent_id": colleague.told["agent"]["id"], "confirm": True})
    now = passed.json()["epoch"]
    supervisor = await server.sign_in("supervisor")
    target = {"agent_id": agent.told["agent"]["id"], "confirm": True} if move == "transfer" else {}

    refused = await supervisor.post(f"{path}/{move}", {"expected_epoch": seen} | target)
    kept = await supervisor.get(path)
    moved = await supervisor.post(f"{path}/{move}", {"expected_epoch": now} | target)

    assert (refused.status_code, slug(refused), refused.json()["epoch"]) == (409, "stale-epoch", now)
    assert kept.json()["owner"]["id"] == colleague.told["agent"]["id"]
    assert (moved.status_code, moved.json()["epoch"]) == (200, now + 1)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"text": 5}', "text"),
        (b'{"text": null}', "text"),
        (b'{"text": true}', "text"),
        (b'{"text": ["a"]}', "text"),
        (b"{}", "text"),
        (b'{"text": "a", "role": "owner"}', "role"),
        (b'{"text": "a", "verified": true}', "verified"),
        (b'{"text": "a", "text": "b"}', "text"),
        (b'{"text": "a", "take_over": "true"}', "take_over"),
        (b'{"text": "a", "take_over": 1}', "take_over"),
        (b'{"text": "a", "client_id": ""}', "client_id"),
        (b'{"text": "a", "client_id": "a b"}', "client_id"),
        (b'{"text": "a", "client_id": "' + b"x" * 201 + b'"}', "client_id"),
        (b'{"text": "   "}', "text"),
        (b'{"text": "\\u200b\\ufeff"}', "text"),
        (b'{"text": "' + b"x" * 8193 + b'"}', "text"),
        (b'{"text": "' + b"x" * 17000 + b'"}', "text"),
        (b"[]", None),
        (b'"text"', None),
        (b"null", None),
        (b'{"text": "a"', None),
        (b'{"text": "a"} x', None),
        (b'{"text": "\\ud800"}', None),
        (b'{"text": "\xff"}', None),
        (b"\xef\xbb\xbf{}", None),
        (b'{"text": NaN}', None),
        (b"[" * 30_000, None),
        (b'{"text":' + b'{"a":' * 5000 + b"1" + b"}" * 5001, "text"),
    ],
)
async def test_what_is_not_exactly_right_is_refused_with_its_place(
    visitor: Caller, agent: Caller, body: bytes, field: str | None
) -> None:
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    headers = {**agent.headers, "Content-Type": "application/json"}
    refused = await agent.http.post(f"/v1/conversations/{conversation_id}/messages", content=body, headers=headers)
    assert (refused.status_code, slug(refused)) == (422, "validation"), refused.text
    assert refused.json().get("field") == field


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "text/json",
    ],
)
async def test_a_body_that_does_not_say_json_is_not_looked_at(agent: Caller, kind: str | None) -> None:
    headers = {**agent.headers, **({} if kind is None else {"Content-Type": kind})}
    refused = await agent.http.post("/v1/conversations/x/messages", content=b'{"text": "a"}', headers=headers)
    assert (refused.status_code, slug(refused)) == (415, "unsupported-media-type")


async def test_what_says_json_with_more_words_is_json(visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    headers = {**visitor.headers, "Content-Type": 'Application/JSON; charset="utf-8"'}
    path = f"/v1/visitor/conversations/{conversation_id}/messages"
    assert (await visitor.http.post(path, content=b'{"text": "a"}', headers=headers)).status_code == 201


async def test_what_is_not_there_and_what_is_not_done_are_problems_too(server: Running, agent: Caller) -> None:
    absent = await agent.get("/v1/nothing")
    wrong = await server.http.delete("/v1/conversations", headers=agent.headers)
    for answer in (absent, wrong):
        assert_is_problem(answer, server)
    assert (absent.status_code, wrong.status_code) == (404, 405)
    assert "GET" in wrong.headers["allow"]


async def test_a_path_cannot_lead_out_of_its_place(agent: Caller) -> None:
    for path in (
        "/v1/conversations/%2e%2e%2fagents",
        "/v1/conversations/..%2f..%2fetc",
        "/v1//conversations",
        "/console/..%2f..%2fapp.py",
    ):
        assert (await agent.get(path)).status_code in (200, 404)


async def test_what_nobody_foresaw_tells_nothing_and_is_logged(
    server: Running, agent: Caller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: Any, **__: Any) -> Any:
        raise KeyError("SELECT secret FROM agents")

    monkeypatch.setattr(type(server.parts.log), "load", broken)
    answer = await agent.get("/v1/conversations/x")

    assert_is_problem(answer, server)
    assert (answer.status_code, slug(answer)) == (500, "internal")
    assert "SELECT" not in answer.text
    assert answer.json()["request_id"] in capsys.readouterr().out


async def test_a_storage_that_cannot_answer_is_a_503_with_a_time_to_come_back(
    server: Running, visitor: Caller, agent: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation_id = await begun(visitor)

    async def away(*_: Any, **__: Any) -> Any:
        raise Unavailable("disk full")

    monkeypatch.setattr(server.node.handle._log, "append", away)
    refused = await said(visitor, conversation_id, "Hello?")
    monkeypatch.setattr(type(server.parts.log), "load", away)
    read = await agent.get(f"/v1/conversations/{conversation_id}")
    asked = {**agent.headers, "Accept": "text/event-stream"}
    stream = await server.http.get(f"/v1/conversations/{conversation_id}/events", headers=asked)

    for answer in (refused, read, stream):
        assert (answer.status_code, slug(answer)) == (503, "unavailable")
        assert int(answer.headers["retry-after"]) <= 5
        assert "disk" not in answer.text


def test_every_refusal_of_the_domain_has_a_status() -> None:
    def leaves(kind: type[Refusal]) -> list[type[Refusal]]:
        below = [leaf for child in kind.__subclasses__() for leaf in leaves(child)]
        return below or [kind]

    ours = [kind for kind in leaves(Refusal) if kind.__module__ == "relevo.core.errors"]
    assert ours
    assert {kind.code for kind in ours} <= set(STATUS)


def test_an_assistants_stale_turn_is_a_stale_epoch() -> None:
    problem = problem_of(StaleTurn(Epoch(3)))
    assert problem is not None
    assert (problem.slug, problem.fields) == ("stale-epoch", {"epoch": 3})


def test_a_workspaces_refusal_is_known_by_its_code() -> None:
    class TooMany(Exception):
        code = "too-many-attempts"
        retry_after_s = 30

    class Wrong(Exception):
        code = "validation"
        field = "email"

    many, wrong = problem_of(TooMany("Wait.")), problem_of(Wrong("No address."))
    assert many is not None
    assert wrong is not None
    assert (many.slug, many.status, many.headers) == ("rate-limited", 429, {"Retry-After": "30"})
    assert (wrong.slug, wrong.detail, wrong.fields) == ("validation", "No address.", {"field": "email"})


def test_a_key_error_is_a_fault_and_no_missing_thing() -> None:
    assert problem_of(KeyError("x")) is None
    assert problem_of(RuntimeError()) is None
    found = problem_of(LookupError("no such conversation"))
    assert found is not None
    assert found.slug == "not-found"
    conflict = problem_of(Conflict())
    assert conflict is not None
    assert conflict.status == 409


def test_a_name_with_quotes_stays_json() -> None:
    from msgspec import json

    owner = Actor(ActorKind.AGENT, "a", 'Eve "}\n')
    from relevo.core.errors import NotInControl

    problem = problem_of(NotInControl(owner, WithAgent(owner, Millis(1))))
    assert isinstance(problem, Problem)
    assert json.decode(problem.document("", "req_1"))["owner"]["name"] == 'Eve "}\n'
