"""Two workspaces in one database: whoever belongs to one finds nothing of the other on any route (trust.md T34).

Not here: the tables themselves (`tests/storage`, `tests/contract`).
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from relevo.api.door.access import Access
from relevo.api.routes.route import Route
from relevo.api.routes.table import routes
from relevo.core.actors import Role
from relevo.workspace.assistants import NewAssistant
from relevo.workspace.people.agent import NewAgent
from relevo.workspace.seed import Seed, seed
from tests.api.desk import eventually, team_path
from tests.api.reading import Following, follow
from tests.api.running import PASSWORD, Caller, Running, running
from tests.api.test_conversations import begun, said
from tests.api.test_roles import BODIES

CANARY = "quetzal"
"""Stands in every name and text of the other workspace."""
UNKNOWN = "01993000-0000-7000-8000-000000000000"
THEIRS = Seed(
    name=f"{CANARY} Ltd",
    assistant=NewAssistant(kind="echo", name=f"{CANARY} Bean"),
    inbox_name=f"{CANARY} inbox",
    allowed_origins=("*",),
    agents=tuple(
        NewAgent(email=f"{role}@{CANARY}.example", name=f"{CANARY} {role}", role=role, password=PASSWORD)
        for role in Role
    ),
)
MADE: dict[str, dict[str, Any]] = {
    "teams": {"name": f"{CANARY} team"},
    "labels": {"name": f"{CANARY} label", "color": "#aa3355"},
    "canned-replies": {"shortcut": CANARY, "title": CANARY, "text": f"A {CANARY} says hello", "is_shared": True},
    "saved-filters": {"name": f"{CANARY} filter", "query": {}, "is_shared": True},
    "api-keys": {"name": f"{CANARY} key", "scopes": ["read"]},
}


@dataclass(frozen=True, slots=True)
class Stage:
    """Somebody here, and everything that is there."""

    here: Running
    there: Running
    conversation_id: str
    visitor: Caller
    """The one here, whose conversation has this id."""
    ids: dict[str, str]
    """What is there, by what it is called in a path."""

    def filled(self, route: Route, ids: dict[str, str]) -> str:
        kind = route.path.split("/")[2]
        return route.path.format(**{name: ids[kind if name == "item_id" else name] for name in route.parameters})

    async def caller(self, route: Route) -> Caller:
        """Somebody here who may use the route."""
        return self.visitor if route.access.is_visitors else await self.here.sign_in("owner")


@pytest.fixture(scope="module")
async def stage() -> AsyncIterator[Stage]:
    async with running() as here:
        there = replace(here, seeded=await seed(here.tables, THEIRS))
        theirs, stranger, visitor = await there.sign_in("owner"), await there.arrive(), await here.arrive()
        ids = {
            "conversation_id": await begun(stranger),
            "agents": theirs.told["agent"]["id"],
            "assistants": there.seeded.assistant.id,
            "inboxes": there.seeded.inbox.id,
            "inbox_id": there.seeded.inbox.id,
            "session_id": (await theirs.get("/v1/me/sessions")).json()["items"][0]["id"],
        }
        for kind, body in MADE.items():
            made = await theirs.post(f"/v1/{kind}", body)
            assert made.status_code == 201, made.text
            ids[kind] = made.json()["id"]
        key = await theirs.post(f"/v1/inboxes/{ids['inbox_id']}/identity-keys", {"algorithm": "HS256"})
        assert key.status_code == 201, key.text
        ids["key_id"] = key.json()["id"]
        await said(stranger, ids["conversation_id"], f"I saw a {CANARY}")
        yield Stage(here, there, await begun(visitor), visitor, ids)


ROUTES = routes()
OF_SOMETHING = [route for route in ROUTES if route.parameters]
LISTS = [route for route in ROUTES if route.method == "GET" and not route.parameters and route.path.startswith("/v1/")]
OWN = {"transfer", "assign"}


def body_of(route: Route, stage: Stage) -> Any:
    """A body that the route would take for something of one's own."""
    if route.body is None:
        return None
    name = route.path.rsplit("/", 1)[-1]
    if name in OWN:
        return {"agent_id": next(agent.id for agent in stage.here.seeded.agents if agent.role is Role.AGENT)}
    if name == "identity-keys":
        return {"algorithm": "HS256"}
    if route.method == "PATCH":
        return {"name": "taken over"} if "canned" not in route.path else {"text": "taken over"}
    return BODIES.get(name, {})


@pytest.mark.parametrize("route", OF_SOMETHING, ids=lambda route: f"{route.method} {route.path}")
async def test_what_is_there_is_on_no_route_here(stage: Stage, route: Route) -> None:
    body, answers = body_of(route, stage), []
    unknown = {name: f"{id.rpartition('_')[0]}_{UNKNOWN}" for name, id in stage.ids.items()}
    for ids in (stage.ids, unknown):
        caller = await stage.caller(route)
        answer = await caller.http.request(route.method, stage.filled(route, ids), json=body, headers=caller.headers)
        told = answer.json()
        told.pop("request_id")
        answers.append((answer.status_code, told))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


@pytest.mark.parametrize("name", ["visitor", "agent"])
async def test_a_stream_of_what_is_there_is_not_opened_here(stage: Stage, name: str) -> None:
    side, caller = ("/v1/visitor", stage.visitor) if name == "visitor" else ("/v1", await stage.here.sign_in("owner"))
    async with follow(caller, f"{side}/conversations/{stage.ids['conversation_id']}/events") as stream:
        assert stream.status == 404


async def test_a_key_of_an_inbox_there_is_not_under_an_inbox_here(stage: Stage) -> None:
    owner = await stage.here.sign_in("owner")
    path = f"/v1/inboxes/{stage.here.seeded.inbox.id}/identity-keys/{stage.ids['key_id']}"
    assert (await owner.http.delete(path, headers=owner.headers)).status_code == 404


def test_every_list_is_looked_at() -> None:
    assert {route.path for route in LISTS} >= {f"/v1/{kind}" for kind in (*MADE, "agents", "conversations", "inboxes")}


@pytest.mark.parametrize("route", LISTS, ids=lambda route: route.path)
@pytest.mark.parametrize("who", ["owner", "agent"])
async def test_no_list_here_has_anything_of_there(stage: Stage, route: Route, who: str) -> None:
    theirs, ours = await stage.there.sign_in("owner"), await stage.here.sign_in(who)
    shown = await ours.get(route.path)
    assert shown.status_code == (403 if route.access is Access.CONFIGURE and who == "agent" else 200)
    assert traces(stage, shown.text) == []
    if route.path.removeprefix("/v1/") in stage.ids:  # so the search would find it
        assert traces(stage, (await theirs.get(route.path)).text), "it is not shown there either: the search is broken"


async def test_a_search_here_finds_nothing_of_there(stage: Stage) -> None:
    theirs, ours = await stage.there.sign_in("owner"), await stage.here.sign_in("owner")
    path = f"/v1/conversations?q={CANARY}"

    async def is_found() -> bool:
        return bool((await theirs.get(path)).json()["items"])

    await eventually(is_found)
    assert (await ours.get(path)).json()["items"] == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "{own}/transfer", {"agent_id": "{agents}"}),
        ("POST", "{own}/transfer", {"team_id": "{teams}"}),
        ("POST", "{own}/assign", {"agent_id": "{agents}"}),
        ("POST", "{own}/assign", {"assistant_id": "{assistants}"}),
        ("POST", "{own}/release", {"assistant_id": "{assistants}"}),
        ("POST", "{own}/notes", {"text": "look", "mentions": ["{agents}"]}),
        ("POST", "/v1/teams", {"name": "ours", "agent_ids": ["{agents}"]}),
        ("PATCH", "/v1/inboxes/{inbox}", {"assistant_id": "{assistants}"}),
        ("POST", "/v1/inboxes", {"name": "ours", "assistant_id": "{assistants}"}),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
async def test_what_is_there_cannot_be_named_here(stage: Stage, method: str, path: str, body: dict[str, Any]) -> None:
    ours = await stage.here.sign_in("owner")
    await ours.post(f"{team_path(stage.conversation_id)}/take-over", {"force": True})
    unknown = {name: f"{id.rpartition('_')[0]}_{UNKNOWN}" for name, id in stage.ids.items()}
    answers = []
    for ids in (stage.ids, unknown):
        named = path.format(own=team_path(stage.conversation_id), inbox=stage.here.seeded.inbox.id)
        answer = await ours.http.request(method, named, json=filled_body(body, ids), headers=ours.headers)
        told = answer.json()
        told.pop("request_id")
        answers.append((answer.status_code, told))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def filled_body(body: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    def put(value: Any) -> Any:
        return [put(one) for one in value] if isinstance(value, list) else str(value).format(**ids)

    return {name: put(value) for name, value in body.items()}


async def test_names_of_requests_there_and_here_do_not_meet(stage: Stage) -> None:
    theirs, ours = await stage.there.sign_in("owner"), await stage.here.sign_in("owner")
    answers = [
        await owner.post("/v1/labels", {"name": name, "color": "#aa3355"}, headers={"Idempotency-Key": "same"})
        for owner, name in ((theirs, f"{CANARY} once"), (ours, "ours once"))
    ]
    assert [answer.status_code for answer in answers] == [201, 201]


async def test_no_stream_here_shows_what_goes_on_there(stage: Stage) -> None:
    theirs, ours = await stage.there.sign_in("owner"), await stage.here.sign_in("owner")
    stranger = await stage.there.arrive()
    await ours.post(f"{team_path(stage.conversation_id)}/take-over", {"force": True})
    async with (
        follow(ours, "/v1/stream") as inbox,
        follow(ours, f"{team_path(stage.conversation_id)}/events") as one,
        follow(stage.visitor, f"/v1/visitor/conversations/{stage.conversation_id}/events") as own,
        follow(theirs, "/v1/stream") as other,
    ):
        assert (await inbox.until("counts")).data["all"] == 1
        theirs_id = await begun(stranger)
        await theirs.http.put("/v1/presence", json={"state": "online"}, headers=theirs.headers)
        await stranger.post(f"/v1/visitor/conversations/{theirs_id}/request-human", {"trigger": "button"})
        await theirs.post(f"{team_path(theirs_id)}/take-over")
        await stranger.post(f"/v1/visitor/conversations/{theirs_id}/typing")
        await said(theirs, theirs_id, f"A {CANARY}!")
        await spoken_in(other, theirs_id)

        await said(ours, stage.conversation_id, "Ours, at last")
        await spoken_in(inbox, stage.conversation_id)
        await one.until("message")
        await own.until("message")
        assert traces(stage, repr([frame.data for stream in (inbox, one, own) for frame in stream.seen])) == []
        assert {frame.data["all"] for frame in inbox.seen if frame.event == "counts"} == {1}
        assert traces(stage, repr([frame.data for frame in other.seen])), "nothing was shown there either"


async def spoken_in(stream: Following, conversation_id: str) -> None:
    """Read the inbox's stream until a conversation has its message."""
    while (row := await stream.until("conversation")).data["id"] != conversation_id or not row.data["last_message"]:
        pass


async def test_whoever_was_asked_for_in_vain_has_lost_nothing(stage: Stage) -> None:
    """What was tried above has left everything there as it was."""
    theirs = await stage.there.sign_in("owner")
    for kind, body in MADE.items():
        items = {item["id"]: item for item in (await theirs.get(f"/v1/{kind}")).json()["items"]}
        told = items[stage.ids[kind]]
        assert {name: told[name] for name in body if name in told} == {
            name: body[name] for name in body if name in told
        }
    conversation = (await theirs.get(team_path(stage.ids["conversation_id"]))).json()
    assert (conversation["status"], conversation["owner"], conversation["labels"]) == ("active", None, [])


def traces(stage: Stage, text: str) -> list[str]:
    """What of there stands in a text."""
    known = (CANARY, stage.there.seeded.workspace_id, *stage.ids.values())
    return [trace for trace in known if trace in text]
