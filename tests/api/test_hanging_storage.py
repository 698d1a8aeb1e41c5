"""Over HTTP, a storage that hangs is 503 in time, and the same request after it gets its one answer (trust.md G14)."""

from collections.abc import Iterator

import pytest

from relevo.engine.handle.landing import Landing
from relevo.engine.patience import patient
from tests.api.reading import follow
from tests.api.running import Caller, Running
from tests.api.test_conversations import begun, log, said
from tests.api.test_door import slug
from tests.standins.hanging import Hanging

SOON_S = 0.5


@pytest.fixture
def storage(server: Running) -> Iterator[Hanging]:
    """The storage of the commits and of the log that is read."""
    handle = server.node.handle
    before, hanging = handle._log, Hanging(handle._log)
    landing, handle._landing = handle._landing, Landing(SOON_S)
    handle._log = patient(hanging, SOON_S, without=frozenset({"append"}))
    yield hanging
    hanging.go_on()
    handle._log, handle._landing = before, landing


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_message_that_may_have_been_said_is_said_once(visitor: Caller, storage: Hanging, when) -> None:
    conversation_id = await begun(visitor)
    storage.hang(when)
    refused = await said(visitor, conversation_id, "Hello?", client_id="one")
    storage.go_on()
    again = await said(visitor, conversation_id, "Hello?", client_id="one")

    assert (refused.status_code, slug(refused), refused.json()["is_uncertain"]) == (503, "unavailable", True)
    assert 1 <= int(refused.headers["Retry-After"]) <= 5
    assert "nothing was changed" not in refused.json()["detail"]
    assert again.status_code in (200, 201)
    texts = [event["data"]["text"] for event in await log(visitor, conversation_id) if event["type"] == "message"]
    assert texts.count("Hello?") == 1


async def test_a_stream_that_cannot_be_read_ends_in_order_and_whoever_comes_again_goes_on(
    server: Running, visitor: Caller
) -> None:
    conversation_id = await begun(visitor)
    path = f"/v1/visitor/conversations/{conversation_id}/events"
    streams = server.node.streams
    before, hanging = streams._log, Hanging(streams._log, "read")
    streams._log = patient(hanging, SOON_S)
    try:
        hanging.hang()
        cut = await visitor.get(path, headers={"Accept": "text/event-stream", "Last-Event-ID": "0"})
        assert (cut.status_code, b"event:" in cut.content) == (200, False)
        hanging.go_on()
        async with follow(visitor, path, last_event_id="0") as stream:
            await stream.until("conversation_started")
    finally:
        streams._log = before


async def test_a_takeover_that_may_have_been_made_can_be_asked_for_again(
    visitor: Caller, agent: Caller, storage: Hanging
) -> None:
    conversation_id, named = await begun(visitor), {"Idempotency-Key": "stuck"}
    path = f"/v1/conversations/{conversation_id}/take-over"
    storage.hang()
    refused = await agent.post(path, headers=named)
    storage.go_on()
    again = await agent.post(path, headers=named)

    assert (refused.status_code, again.status_code) == (503, 200)
    assert again.json()["owner"]["id"] == agent.told["agent"]["id"]
    assert [event["type"] for event in await log(agent, conversation_id)].count("taken_over") == 1
