"""What the API is handed: it fits what the API asks for, and says what the wire promises."""

import inspect
from typing import Any

import pytest

from relevo.api import needs
from relevo.api.problems import STATUS, Problem, problem_of
from relevo.core.actors import ActorKind, Role
from relevo.workspace import errors
from relevo.workspace.access.keys import NewKey, Scope
from relevo.workspace.base.tokens import is_csrf_token
from relevo.workspace.errors import Forbidden, Invalid, InvalidCredentials, LastOwner, NotFound, TooManyAttempts
from relevo.workspace.gate import SessionPass
from relevo.workspace.people.agent import AgentChange
from relevo.workspace.texts.catalogue import TOLD_IN_EVENTS, catalogue
from tests.workspace.conftest import PASSWORD, SHOP, World

ACCOUNT = {"id", "name", "email", "role", "avatar_url", "display_name"}


async def test_gate_and_desk_are_what_the_api_needs(world: World) -> None:
    gate: needs.Gate = world.parts.gate
    desk: needs.Desk = world.parts.desk
    shelf: needs.Shelf = desk.shelf("labels")
    for part, protocol in ((gate, needs.Gate), (desk, needs.Desk), (shelf, needs.Shelf)):
        for name, asked in inspect.getmembers(protocol, inspect.isfunction):
            if name.startswith("_"):
                continue
            offered = list(inspect.signature(getattr(part, name)).parameters)
            wanted = list(inspect.signature(asked).parameters)[1:]
            assert offered[: len(wanted)] == wanted, name


def every_error() -> list[type[errors.WorkspaceError]]:
    found, todo = [], [errors.WorkspaceError]
    while todo:
        todo.extend(subclasses := todo.pop().__subclasses__())
        found.extend(subclasses)
    return found


MADE: dict[str, errors.WorkspaceError] = {
    "TooManyAttempts": errors.TooManyAttempts(7),
    "IdentityInvalid": errors.IdentityInvalid("expired"),
    "Invalid": errors.Invalid("name", "No."),
    "UrlNotAllowed": errors.UrlNotAllowed("options.url", "No."),
    "NotFound": errors.NotFound("agent"),
    "InConflict": errors.InConflict("No."),
    "NameTaken": errors.NameTaken("email", "No."),
}


@pytest.mark.parametrize("kind", every_error())
def test_every_refusal_is_a_problem_of_the_api(kind: type[errors.WorkspaceError]) -> None:
    error = MADE.get(kind.__name__) or kind()
    problem = problem_of(error)
    assert isinstance(problem, Problem)
    assert problem.slug in STATUS
    assert str(error).endswith(".")
    assert kind.__name__ in (errors.__doc__ or ""), "the tree in the docstring is whole"


async def test_a_session_is_a_pass_and_its_csrf_token_fits(world: World) -> None:
    agent = await world.agent(role=Role.SUPERVISOR)
    admitted = await world.parts.gate.sign_in("ana@example.org", PASSWORD, "203.0.113.7", "Firefox")
    assert set(admitted.account) == ACCOUNT
    assert admitted.account["role"] == "supervisor"
    found = await world.parts.gate.agent(admitted.token)
    assert isinstance(found, SessionPass)
    assert (found.workspace_id, found.agent, found.role, found.scopes) == (
        world.workspace_id,
        agent.actor,
        Role.SUPERVISOR,
        None,
    )
    assert await world.parts.gate.agent(admitted.token) == found, "from memory"
    assert admitted.token not in repr(found)
    assert found.csrf_token == admitted.csrf_token
    assert is_csrf_token(admitted.token, admitted.csrf_token)
    assert await world.parts.gate.is_still_agent(admitted.token)
    await world.parts.gate.sign_out(admitted.token)
    assert await world.parts.gate.agent(admitted.token) is None
    assert not await world.parts.gate.is_still_agent(admitted.token)


async def test_a_key_is_a_pass_of_a_program(world: World) -> None:
    new = NewKey(name="Reports", scopes=frozenset({Scope.READ, Scope.NOTES}))
    key, token = await world.parts.keys.create(world.workspace_id, new, "agent_1")
    found = await world.parts.gate.agent(token)
    assert found is not None
    assert (found.agent.kind, found.role, found.csrf_token) == (ActorKind.SYSTEM, Role.VIEWER, "")
    assert found.scopes == frozenset({"read", "notes"})
    assert await world.parts.gate.is_still_agent(token)
    await world.parts.keys.revoke(world.workspace_id, key.id)
    assert await world.parts.gate.agent(token) is None
    assert not await world.parts.gate.is_still_agent(token)


@pytest.mark.parametrize("token", ["", "x", "rk_", "rs_x", "rv_x", "rk_\ud800"])
async def test_a_strange_token_is_nobody(world: World, token: str) -> None:
    assert await world.parts.gate.agent(token) is None
    assert await world.parts.gate.visitor(token) is None
    assert not await world.parts.gate.is_still_agent(token)


async def test_a_visitors_token_is_no_agents_and_the_other_way_round(world: World) -> None:
    await world.agent()
    inbox = await world.inbox()
    agent_token = (await world.parts.gate.sign_in("ana@example.org", PASSWORD, "", "")).token
    visitor_token = (await world.parts.gate.arrive(inbox.key, None, "en", None)).token
    assert await world.parts.gate.agent(visitor_token) is None
    assert await world.parts.gate.visitor(agent_token) is None
    assert not (await world.parts.gate.arrive(inbox.key, visitor_token, "en", None)).is_new


async def test_a_visitor_who_arrives_is_a_pass_and_welcome(world: World) -> None:
    inbox = await world.inbox(title="Bean & Co", color="#0a7cff")
    arrived = await world.parts.gate.arrive(inbox.key, None, "de-AT", None, origin=SHOP)
    found = await world.parts.gate.visitor(arrived.token)
    assert found is not None
    assert (found.workspace_id, found.inbox_id, found.locale) == (world.workspace_id, inbox.id, "de-at")
    assert found.visitor.kind is ActorKind.VISITOR
    assert found.origin == SHOP
    settings, texts = await world.parts.desk.welcome(found)
    assert settings == {
        "handoff": {
            "enabled": True,
            "response_timeout_s": 180,
            "shares_drafts": False,
            "show_queue_position": True,
            "show_estimated_wait": True,
        },
        "assistant": {"id": inbox.assistant_id, "name": "Bean", "avatar_url": None},
        "policies": {"visitor_sees": ["text", "separator", "badge"], "after_resolve": "new_conversation"},
        "appearance": {"title": "Bean & Co", "color": "#0a7cff"},
        "limits": {"message_bytes": 8192},
    }
    assert texts == {key: text for key, text in catalogue("de").texts.items() if key not in TOLD_IN_EVENTS}
    assert await world.parts.desk.asks_for_human(found, "Ich will mit einem Menschen sprechen!")
    assert not await world.parts.desk.asks_for_human(found, "Wo ist mein Paket?")
    assert (await world.parts.desk.assistant_of(found.workspace_id, found.inbox_id)).name == "Bean"


async def test_where_handoff_is_locked_the_widget_does_not_offer_it(world: World) -> None:
    world.workspace_id = (await world.parts.workspaces.create("Free", "free")).id
    inbox = await world.inbox()
    arrived = await world.parts.gate.arrive(inbox.key, None, "en", None)
    assert (await world.parts.desk.welcome(arrived.visitor_pass))[0]["handoff"]["enabled"] is False


async def test_before_the_first_workspace_nobody_signs_in(world: World) -> None:
    await world.tables.write(("DELETE FROM workspaces", ()))
    with pytest.raises(InvalidCredentials):
        await world.parts.gate.sign_in("ana@example.org", PASSWORD, "", "")


async def test_set_up_takes_the_first_owner_from_the_wire(world: World) -> None:
    token = await world.parts.setup.new_link(world.workspace_id)
    owner = {"name": "Ana", "email": "ana@example.org", "password": PASSWORD}
    admitted = await world.parts.gate.set_up(token or "", owner, "203.0.113.7", "Firefox")
    assert admitted.account["role"] == "owner"
    assert await world.parts.gate.agent(admitted.token)


async def test_failures_say_when_to_come_back(world: World) -> None:
    for _ in range(10):
        with pytest.raises(InvalidCredentials):
            await world.parts.gate.sign_in("ana@example.org", "wrong", "203.0.113.7", "")
    with pytest.raises(TooManyAttempts) as refused:
        await world.parts.gate.sign_in("ana@example.org", "wrong", "203.0.113.7", "")
    problem = problem_of(refused.value)
    assert problem is not None
    assert problem.status == 429
    assert problem.headers["Retry-After"] == "900"


async def asker(world: World, role: Role) -> SessionPass:
    await world.agent(f"{role}@example.org", role)
    admitted = await world.parts.gate.sign_in(f"{role}@example.org", PASSWORD, "", "")
    found = await world.parts.gate.agent(admitted.token)
    assert isinstance(found, SessionPass)
    return found


async def test_people_are_listed_added_and_changed(world: World) -> None:
    desk, owner = world.parts.desk, await asker(world, Role.OWNER)
    admin = await asker(world, Role.ADMINISTRATOR)
    added = await desk.shelf("agents").add(admin, {"email": "bob@example.org", "name": "Bob", "password": PASSWORD})
    assert set(added) == ACCOUNT | {"is_active", "capacity", "team_ids"}
    changed = await desk.shelf("agents").change(owner, added["id"], {"role": "viewer", "is_active": False})
    assert (changed["role"], changed["is_active"]) == ("viewer", False)
    assert {agent["id"] for agent in await desk.shelf("agents").items(owner)} >= {added["id"], owner.agent.id}
    assert await desk.account(world.workspace_id, added["id"]) == {
        key: value for key, value in changed.items() if key in ACCOUNT
    }
    with pytest.raises(Forbidden):
        await desk.shelf("agents").add(admin, {"email": "eve@example.org", "name": "Eve", "role": "owner"})
    with pytest.raises(LastOwner):
        await desk.shelf("agents").change(owner, owner.agent.id, {"is_active": False})
    with pytest.raises(Invalid) as refused:
        await desk.shelf("agents").change(owner, added["id"], {"rights_version": 7})
    assert refused.value.field == "rights_version"


async def test_assistants_and_inboxes_are_listed_added_and_changed(world: World) -> None:
    desk, admin = world.parts.desk, await asker(world, Role.ADMINISTRATOR)
    assistant = await desk.shelf("assistants").add(
        admin, {"kind": "openai", "name": "Bean", "options": {"key": "sk-1"}}
    )
    assert assistant["options"] == {"key": "set"}
    changed = await desk.shelf("assistants").change(admin, assistant["id"], {"handoff": {"enabled": False}})
    assert await desk.shelf("assistants").items(admin) == [changed]
    inbox = await desk.shelf("inboxes").add(
        admin, {"name": "Shop", "assistant_id": assistant["id"], "allowed_origins": [SHOP]}
    )
    renamed = await desk.shelf("inboxes").change(admin, inbox["id"], {"name": "Web"})
    assert await desk.shelf("inboxes").items(admin) == [renamed]
    assert set(renamed) == {
        *(
            "id",
            "name",
            "key",
            "channel",
            "assistant_id",
            "allowed_origins",
            "requires_identity",
            "title",
            "color",
            "is_active",
        )
    }
    assert await desk.inbox_names(world.workspace_id) == {inbox["id"]: "Web"}
    assert await world.parts.gate.inbox_of(inbox["key"]) == inbox["id"]
    assert await world.parts.gate.allows_origin(SHOP, inbox["id"])
    assert not await world.parts.gate.allows_origin(None, None)


async def test_settings_are_read_and_changed(world: World) -> None:
    desk, admin = world.parts.desk, await asker(world, Role.ADMINISTRATOR)
    after = await desk.change_settings(admin, {"handoff": {"response_timeout_s": 5}})
    assert after == await desk.settings(world.workspace_id)
    assert after["handoff"]["response_timeout_s"] == 5


async def test_what_belongs_to_another_workspace_is_not_there(world: World) -> None:
    desk, admin = world.parts.desk, await asker(world, Role.ADMINISTRATOR)
    world.workspace_id = (await world.parts.workspaces.create("Another")).id
    stranger, assistant, inbox = await world.agent("x@example.org"), await world.assistant(), await world.inbox()
    calls: list[Any] = [
        desk.shelf("agents").change(admin, stranger.id, {"name": "X"}),
        desk.shelf("assistants").change(admin, assistant.id, {"name": "X"}),
        desk.shelf("inboxes").change(admin, inbox.id, {"name": "X"}),
        desk.account(admin.workspace_id, stranger.id),
        desk.assistant_of(admin.workspace_id, inbox.id),
        desk.workspace("workspace_x"),  # type: ignore[arg-type]
    ]
    for call in calls:
        with pytest.raises(NotFound):
            await call
    assert await desk.agent(admin.workspace_id, stranger.id) is None
    assert await desk.assistant(admin.workspace_id, assistant.id) is None
    assert await desk.inbox_names(admin.workspace_id) == {}


async def test_who_is_switched_off_is_nobody_at_once(world: World) -> None:
    await world.agent("o@example.org", Role.OWNER)
    found = await asker(world, Role.AGENT)
    await world.parts.people.change(world.workspace_id, found.agent.id, AgentChange(is_active=False))
    assert await world.parts.gate.agent(found.token) is None
    assert await world.parts.desk.agent(world.workspace_id, found.agent.id) is None
