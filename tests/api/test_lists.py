"""Lists of conversations over HTTP: search, filters, order, saved filters, and the rows of the team's stream.

Not here: what is found and how it is sorted (`tests/contract`); who may change what (`test_roles`).
"""

import pytest

from tests.api.reading import follow
from tests.api.running import Caller, Running
from tests.api.test_conversations import begun
from tests.api.test_door import slug

LIST = "/v1/conversations"
SAVED = "/v1/saved-filters"


@pytest.fixture
async def boss(server: Running) -> Caller:
    return await server.sign_in("supervisor")


async def told(visitor: Caller, text: str) -> str:
    """Begin a conversation with a text; return its id."""
    conversation_id = await begun(visitor)
    await visitor.post(f"/v1/visitor/conversations/{conversation_id}/messages", {"text": text})
    return conversation_id


async def ids(caller: Caller, **query: str | list[str]) -> list[str]:
    answer = await caller.http.get(LIST, params=query, headers=caller.headers)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def remove(caller: Caller, path: str) -> int:
    return (await caller.http.delete(path, headers=caller.headers)).status_code


# --- search and filters ---------------------------------------------------------------------------------------------


async def test_a_search_shows_where_it_found_its_words(visitor: Caller, agent: Caller) -> None:
    conversation_id = await told(visitor, "My samovar is <b>broken</b> 🎉")
    (row,) = (await agent.get(f"{LIST}?q=samov")).json()["items"]
    (plain,) = [item for item in (await agent.get(LIST)).json()["items"] if item["id"] == conversation_id]
    assert row["id"] == conversation_id
    assert row["match"] == {"text": "My samovar is <b>broken</b> 🎉", "seq": 2, "ranges": [[3, 10]]}
    assert "match" not in plain


@pytest.mark.parametrize(
    "text",
    ['"', "a*", "NEAR(a b)", "(", "AND OR NOT", "tags : x", "'; DROP TABLE events; --", "%00", "\\", "x" * 200, "🎉" * 50, "%ff%fe"],
)  # fmt: skip
async def test_any_text_is_answered(visitor: Caller, agent: Caller, text: str) -> None:
    await told(visitor, "hello")
    answer = await agent.http.get(
        f"{LIST}?q={text}" if "%" in text else LIST, params=None if "%" in text else {"q": text}, headers=agent.headers
    )
    assert answer.status_code == 200, answer.text


async def test_several_labels_must_all_be_there(server: Running, agent: Caller) -> None:
    both, one = await told(await server.arrive(), "a"), await told(await server.arrive(), "b")
    await agent.put(f"{LIST}/{both}/labels", {"labels": ["gold", "late"]})
    await agent.put(f"{LIST}/{one}/labels", {"labels": ["gold"]})
    assert set(await ids(agent, label="gold")) == {both, one}
    assert await ids(agent, label=["gold", "late"]) == [both]
    assert await ids(agent, label=["gold", "gone"]) == []
    refused = await agent.get(f"{LIST}?{'&'.join(f'label=l{number}' for number in range(21))}")
    assert (refused.status_code, refused.json()["field"]) == (422, "label")


async def test_a_name_that_is_no_list_stands_there_once(agent: Caller) -> None:
    refused = await agent.get(f"{LIST}?channel=web&channel=email")
    assert (refused.status_code, refused.json()["field"]) == (422, "channel")


async def test_inbox_and_assistant_are_filters(server: Running, agent: Caller, visitor: Caller) -> None:
    conversation_id = await told(visitor, "hello")
    row = (await agent.get(f"{LIST}/{conversation_id}")).json()
    assert conversation_id in await ids(agent, inbox_id=row["inbox"]["id"], assistant_id=row["assistant"]["id"])
    assert await ids(agent, inbox_id="inbox_other") == []
    assert await ids(agent, assistant_id="assistant_other") == []
    assert await ids(agent, team_id="team_other") == []


async def test_who_waits_longest_comes_first_unless_the_latest_is_asked_for(server: Running, agent: Caller) -> None:
    waiting = []
    for _ in range(3):
        visitor = await server.arrive()
        conversation_id = await begun(visitor)
        await visitor.post(f"/v1/visitor/conversations/{conversation_id}/request-human", {"trigger": "button"})
        waiting.append((visitor, conversation_id))
    first, middle, last = [conversation_id for _, conversation_id in waiting]
    await waiting[0][0].post(f"/v1/visitor/conversations/{first}/messages", {"text": "Anybody?"})

    def ours(found: list[str]) -> list[str]:
        return [one for one in found if one in (first, middle, last)]

    assert ours(await ids(agent, view="handoff")) == [first, middle, last]
    assert ours(await ids(agent, view="handoff", order="recent")) == [first, last, middle]
    assert ours(await ids(agent, view="all", order="urgency")) == [first, middle, last]
    refused = await agent.get(f"{LIST}?order=loudest")
    assert (refused.status_code, refused.json()["field"]) == (422, "order")


async def test_a_cursor_of_another_list_is_refused(server: Running, agent: Caller) -> None:
    for _ in range(2):
        await told(await server.arrive(), "hello")
    cursor = (await agent.get(f"{LIST}?limit=1")).json()["next_cursor"]
    refused = await agent.get(f"{LIST}?q=hello&cursor={cursor}")
    assert (refused.status_code, slug(refused), refused.json()["field"]) == (422, "validation", "cursor")


# --- saved filters --------------------------------------------------------------------------------------------------


async def test_a_filter_is_saved_counted_changed_and_removed(agent: Caller, visitor: Caller) -> None:
    conversation_id = await told(visitor, "where is my theremin")
    made = await agent.post(SAVED, {"name": "Theremins", "query": {"q": "theremin", "view": "all"}})
    assert made.status_code == 201, made.text
    saved = made.json()
    assert saved["query"] == {"q": "theremin"}
    assert (saved["is_shared"], saved["owner_id"]) == (False, agent.told["agent"]["id"])
    assert "count" not in saved
    await agent.put(f"{LIST}/{conversation_id}/labels", {"labels": ["odd"]})
    changed = await agent.patch(f"{SAVED}/{saved['id']}", {"query": {"label": ["odd"]}, "position": 7})
    assert (changed.json()["query"], changed.json()["position"], changed.json()["name"]) == (
        {"label": ["odd"]},
        7,
        "Theremins",
    )
    (listed,) = (await agent.get(f"{SAVED}?counts=true")).json()["items"]
    assert listed == {**changed.json(), "count": 1}
    assert await ids(agent, **listed["query"]) == [conversation_id]
    assert await remove(agent, f"{SAVED}/{saved['id']}") == 204
    assert await remove(agent, f"{SAVED}/{saved['id']}") == 404
    assert (await agent.get(SAVED)).json() == {"items": []}


async def test_the_same_request_saves_one_filter(agent: Caller) -> None:
    headers = {**agent.headers, "Idempotency-Key": "once-1"}
    body = {"name": "Once", "query": {}}
    answers = [await agent.http.post(SAVED, json=body, headers=headers) for _ in range(2)]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert await remove(agent, f"{SAVED}/{answers[0].json()['id']}") == 204


async def test_sharing_takes_a_supervisor_and_mine_means_who_looks(
    server: Running, agent: Caller, boss: Caller
) -> None:
    refused = await agent.post(SAVED, {"name": "For all", "query": {}, "is_shared": True})
    shared = (await boss.post(SAVED, {"name": "My own", "query": {"view": "mine"}, "is_shared": True})).json()
    own = (await agent.post(SAVED, {"name": "my own", "query": {}})).json()
    conversation_id = await begun(await server.arrive())
    await agent.post(f"{LIST}/{conversation_id}/take-over")
    seen = {one["id"]: one for one in (await agent.get(f"{SAVED}?counts=true")).json()["items"]}
    boss_seen = {one["id"]: one for one in (await boss.get(f"{SAVED}?counts=true")).json()["items"]}
    assert (refused.status_code, slug(refused)) == (403, "forbidden")
    assert set(seen) == {shared["id"], own["id"]}
    assert set(boss_seen) == {shared["id"]}
    assert seen[shared["id"]]["count"] == boss_seen[shared["id"]]["count"] + 1
    assert (await agent.patch(f"{SAVED}/{shared['id']}", {"name": "X"})).status_code == 403
    assert (await boss.patch(f"{SAVED}/{own['id']}", {"name": "X"})).status_code == 404
    assert (await agent.patch(f"{SAVED}/{own['id']}", {"is_shared": True})).status_code == 403
    for caller, saved in ((boss, shared), (agent, own)):
        assert await remove(caller, f"{SAVED}/{saved['id']}") == 204


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "X"}, "query"),
        ({"name": "", "query": {}}, "name"),
        ({"name": "X", "query": {"view": "loud"}}, "query.view"),
        ({"name": "X", "query": {"cursor": "x"}}, "query.cursor"),
        ({"name": "X", "query": {"label": "vip"}}, "query.label"),
        ({"name": "X", "query": {}, "position": -1}, "position"),
        ({"name": "X" * 61, "query": {}}, "name"),
    ],
)
async def test_a_query_that_no_list_takes_is_not_saved(agent: Caller, body: dict[str, object], field: str) -> None:
    refused = await agent.post(SAVED, body)
    assert (refused.status_code, slug(refused), refused.json()["field"]) == (422, "validation", field)


# --- the team's stream ----------------------------------------------------------------------------------------------


async def test_rows_of_the_stream_look_like_rows_of_the_list(agent: Caller, visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    async with follow(agent, "/v1/stream") as stream:
        await stream.until("counts")
        await visitor.post(f"/v1/visitor/conversations/{conversation_id}/request-human", {"trigger": "button"})
        row = await stream.until("conversation")
    read = (await agent.get(f"{LIST}/{conversation_id}")).json()
    assert row.data == read
    assert set(read["inbox"]) == {"id", "name"}
    assert read["inbox"]["name"]


async def test_a_note_does_not_move_what_the_visitor_sees(agent: Caller, visitor: Caller) -> None:
    conversation_id = await begun(visitor)
    before = (await visitor.get(f"/v1/visitor/conversations/{conversation_id}")).json()
    await agent.post(f"{LIST}/{conversation_id}/notes", {"text": "looks odd"})
    await agent.put(f"{LIST}/{conversation_id}/labels", {"labels": ["odd"]})
    await agent.post(f"{LIST}/{conversation_id}/rename", {"subject": "Odd"})
    after = (await visitor.get(f"/v1/visitor/conversations/{conversation_id}")).json()
    assert after == before
    assert (await agent.get(f"{LIST}/{conversation_id}")).json()["updated_at"] > before["updated_at"]
