"""Whoever loses a right loses the streams that are open by it: one conversation's and the inbox's (trust.md G21).

Not here: visitors, and how a right is found to be lost (`test_streams`, `tests/workspace/access`).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from relevo.settings import Limits, Settings, Streams
from tests.api.reading import Following, follow
from tests.api.running import PASSWORD, Caller, Running, running
from tests.api.test_conversations import begun, said

OTHER_PASSWORD = "nine blue ladders lean on fog"


@pytest.fixture(scope="module")
async def watchful() -> AsyncIterator[Running]:
    """A server that looks at the right to a stream every second."""
    settings = Settings(limits=Limits(exempt_loopback=True), streams=Streams(recheck_s=1))
    async with running(settings) as server:
        yield server


async def hired(server: Running) -> Caller:
    """Return an agent who is new and has just signed in."""
    owner = await server.sign_in("owner")
    number = len((await owner.get("/v1/agents")).json()["items"])
    entry = {"email": f"new{number}@example.org", "password": PASSWORD}
    made = await owner.post("/v1/agents", {**entry, "name": f"New {number}", "role": "supervisor"})
    assert made.status_code == 201, made.text
    return await signed_in(server, entry)


async def signed_in(server: Running, entry: dict[str, str]) -> Caller:
    answer = await server.http.post("/v1/sign-in", json=entry)
    assert answer.status_code == 200, answer.text
    server.http.cookies.clear()  # a cookie beside a bearer token would make the call ambiguous
    return Caller(server.http, answer.json()["token"], answer.json())


async def a_program(server: Running) -> Caller:
    owner = await server.sign_in("owner")
    made = await owner.post("/v1/api-keys", {"name": "watcher", "scopes": ["read"]})
    return Caller(server.http, made.json()["key"], {"agent": {"id": made.json()["id"]}})


async def demoted(server: Running, agent: Caller) -> int:
    owner = await server.sign_in("owner")
    return (await owner.patch(f"/v1/agents/{agent.told['agent']['id']}", {"role": "viewer"})).status_code


async def switched_off(server: Running, agent: Caller) -> int:
    owner = await server.sign_in("owner")
    return (await owner.patch(f"/v1/agents/{agent.told['agent']['id']}", {"is_active": False})).status_code


async def logged_out(_: Running, agent: Caller) -> int:
    return (await agent.post("/v1/sign-out")).status_code


async def ended_from_elsewhere(server: Running, agent: Caller) -> int:
    entry = {"email": agent.told["agent"]["email"], "password": PASSWORD}
    elsewhere = await signed_in(server, entry)
    sessions = (await agent.get("/v1/me/sessions")).json()["items"]
    (own,) = [session["id"] for session in sessions if session["is_current"]]
    return (await server.http.delete(f"/v1/me/sessions/{own}", headers=elsewhere.headers)).status_code


async def given_another_password(server: Running, agent: Caller) -> int:
    entry = {"email": agent.told["agent"]["email"], "password": PASSWORD}
    elsewhere = await signed_in(server, entry)
    change = {"current": PASSWORD, "new": OTHER_PASSWORD}
    return (await elsewhere.post("/v1/me/password", change)).status_code


async def revoked(server: Running, key: Caller) -> int:
    owner = await server.sign_in("owner")
    path = f"/v1/api-keys/{key.told['agent']['id']}"
    return (await server.http.delete(path, headers=owner.headers)).status_code


Loss = Callable[[Running, Caller], Awaitable[int]]


@pytest.mark.parametrize(
    ("lose", "enter"),
    [
        (demoted, hired),
        (switched_off, hired),
        (logged_out, hired),
        (ended_from_elsewhere, hired),
        (given_another_password, hired),
        (revoked, a_program),
    ],
    ids=lambda one: one.__name__,
)
async def test_both_streams_end_in_the_midst_of_traffic(
    watchful: Running, lose: Loss, enter: Callable[[Running], Awaitable[Caller]]
) -> None:
    visitor, owner, caller = await watchful.arrive(), await watchful.sign_in("owner"), await enter(watchful)
    conversation_id = await begun(visitor)
    await owner.post(f"/v1/conversations/{conversation_id}/take-over")
    paths = (f"/v1/conversations/{conversation_id}/events", "/v1/stream")
    async with follow(caller, paths[0]) as one, follow(caller, paths[1]) as inbox:
        await said(owner, conversation_id, "Seen")
        await one.until("message")
        await inbox.until("conversation")

        status = await lose(watchful, caller)
        traffic = asyncio.create_task(talk(owner, conversation_id))
        await asyncio.gather(over(one), over(inbox))
        traffic.cancel()
        await asyncio.gather(traffic, return_exceptions=True)

    assert status in (200, 204)
    for path in paths:
        headers = {**caller.headers, "Accept": "text/event-stream", "Last-Event-ID": "0"}
        assert (await watchful.http.get(path, headers=headers)).status_code == 401


async def talk(agent: Caller, conversation_id: str) -> None:
    """Say one thing after the other, so that a stream that ended only when nothing came would go on."""
    while True:
        await said(agent, conversation_id, "More")
        await asyncio.sleep(0.05)


async def over(stream: Following) -> None:
    """Read to the stream's end."""
    async with asyncio.timeout(15):
        while await stream.next() is not None:
            pass
