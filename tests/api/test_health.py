"""Up, ready, measured; and what is written to the log (trust.md T27).

Not here: the engine's own figures.
"""

import asyncio
import re
from dataclasses import replace

import pytest
from prometheus_client import CollectorRegistry

from relevo.api import make_app
from relevo.ports import Unavailable
from relevo.settings import Limits, Log, Settings
from tests.api.running import Caller, Running, running
from tests.api.test_conversations import begun, said
from tests.api.test_door import slug


async def test_a_running_server_is_up_and_ready(server: Running) -> None:
    assert (await server.http.get("/healthz")).json() == {"status": "ok", "checks": {}}
    assert (await server.http.get("/readyz")).json()["status"] == "ok"


async def test_what_is_neither_http_nor_the_lifespan_is_answered_with_nothing(server: Running) -> None:
    app = make_app(replace(server.parts, registry=CollectorRegistry()))
    sent: list[object] = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: object) -> None:
        sent.append(message)

    await asyncio.wait_for(app({"type": "websocket", "path": "/v1/stream", "headers": []}, receive, send), 5)

    assert not sent
    assert (await server.http.get("/readyz")).json()["status"] == "ok"


@pytest.mark.parametrize("how", [False, Unavailable("gone"), RuntimeError("gone")])
async def test_a_server_that_cannot_take_work_says_what_it_waits_for(
    server: Running, monkeypatch: pytest.MonkeyPatch, how: bool | Exception
) -> None:
    async def database() -> bool:
        if isinstance(how, Exception):
            raise how
        return how

    async def other() -> bool:
        return True

    checks = {"database": database, "other": other}
    monkeypatch.setitem(server.readiness, "database", database)
    monkeypatch.setitem(server.readiness, "other", other)
    answer = await server.http.get("/readyz")
    assert set(checks) <= set(server.parts.readiness)
    assert (answer.status_code, slug(answer)) == (503, "unavailable")
    assert answer.json()["checks"] == {"database": False, "other": True}
    assert (await server.http.get("/healthz")).status_code == 200


async def test_commands_are_counted_by_what_came_of_them(visitor: Caller, agent: Caller, colleague: Caller) -> None:
    conversation_id = await begun(visitor)
    path = f"/v1/conversations/{conversation_id}/take-over"
    before = await figures(visitor)
    await agent.post(path)
    await agent.post(path)
    await colleague.post(path)
    after = await figures(visitor)

    for outcome in ("done", "nothing", "taken"):
        name = f'relevo_commands_total{{command="take-over",outcome="{outcome}"}}'
        assert after[name] == before.get(name, 0) + 1


async def test_requests_are_counted_by_their_route_and_never_by_an_id(visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    await said(visitor, conversation_id, "hello")
    text = (await visitor.get("/metrics")).text
    assert 'route="/v1/visitor/conversations/{conversation_id}/messages",status="201"' in text
    assert conversation_id not in text
    assert "relevo_streams_open" in text


async def test_the_log_has_ids_and_no_contents(capsys: pytest.CaptureFixture[str]) -> None:
    canary = "canary-4929-1234-5678"
    settings = Settings(limits=Limits(exempt_loopback=True), log=Log(requests=True))
    async with running(settings) as server:
        visitor, agent = await server.arrive(), await server.sign_in()
        conversation_id = await begun(visitor)
        await said(visitor, conversation_id, canary, client_id=canary)
        await visitor.post(f"/v1/visitor/conversations/{conversation_id}/leave-contact", {"phone": canary})
        await agent.post(
            f"/v1/conversations/{conversation_id}/notes", {"text": canary}, headers={"Idempotency-Key": canary}
        )
        await agent.get(f"/v1/conversations?q={canary}")
        await agent.get(f"/v1/{canary}")
        await server.http.get(
            f"/v1/me?token={canary}", headers={"User-Agent": canary, "Referer": canary, "Cookie": f"a={canary}"}
        )
        await server.http.post("/v1/sign-in", json={"email": canary, "password": canary})
        figures_text = (await server.http.get("/metrics")).text
    written = "".join(capsys.readouterr())

    assert written.count("request_id=") > 5 or written.count("request_id") > 5
    for secret in (canary, visitor.token, agent.token, agent.told["csrf_token"]):
        assert secret not in written
        assert secret not in figures_text


async def figures(caller: Caller) -> dict[str, float]:
    text = (await caller.get("/metrics")).text
    found = re.findall(r"^(relevo_\S+) (\S+)$", text, re.MULTILINE)
    return {name: float(value) for name, value in found}
