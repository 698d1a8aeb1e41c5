"""An agent's own settings: defaults filled in, merged field by field, bounded; names and picture with them."""

import asyncio
from typing import Any

import pytest

from relevo.core.actors import Role
from relevo.workspace.errors import Forbidden, Invalid, InvalidCredentials, NotFound, TooManyAttempts, Unauthenticated
from relevo.workspace.gate import SessionPass
from tests.workspace.conftest import PASSWORD, World

ANOTHER = "green-kettle-under-stairs"


@pytest.fixture
async def ana(world: World) -> SessionPass:
    await world.agent("o@example.org", Role.OWNER)
    await world.agent()
    return await signed_in(world)


async def signed_in(world: World, password: str = PASSWORD) -> SessionPass:
    admitted = await world.parts.gate.sign_in("ana@example.org", password, "203.0.113.7", "Firefox")
    found = await world.parts.gate.agent(admitted.token)
    assert isinstance(found, SessionPass)
    return found


async def change(world: World, ana: SessionPass, patch: dict[str, Any]) -> dict[str, Any]:
    told = await world.parts.desk.change_me(ana, {"preferences": patch})
    preferences: dict[str, Any] = told["preferences"]
    return preferences


async def test_defaults_are_filled_in_and_changes_kept(world: World, ana: SessionPass) -> None:
    assert (await world.parts.desk.me(ana))["preferences"] == {
        "sound": True,
        "desktop": False,
        "muted_kinds": [],
        "muted_conversations": [],
        "muted_while_away": False,
        "away_after_min": 5,
        "theme": "system",
        "density": "comfortable",
        "direction": "automatic",
        "shortcuts": {},
    }
    await change(world, ana, {"theme": "dark", "shortcuts": {"claim": "c", "reply": "r"}})
    after = await change(world, ana, {"muted_kinds": ["message"], "shortcuts": {"reply": None}})
    assert (after["theme"], after["muted_kinds"], after["shortcuts"]) == ("dark", ["message"], {"claim": "c"})
    back = await change(world, ana, {"theme": None, "shortcuts": None})
    assert (back["theme"], back["shortcuts"]) == ("system", {})
    assert (await world.tables.rows("SELECT preferences FROM agents WHERE email = 'ana@example.org'")) == [
        ('{"muted_kinds":["message"]}',)
    ]


async def test_two_changes_at_once_are_both_kept(world: World, ana: SessionPass) -> None:
    node = world.another_node()
    await asyncio.gather(
        *(
            world.parts.preferences.change(ana.workspace_id, ana.agent.id, {"shortcuts": {f"a{i}": "x"}})
            for i in range(9)
        ),
        *(node.preferences.change(ana.workspace_id, ana.agent.id, {"shortcuts": {f"b{i}": "x"}}) for i in range(9)),
    )
    kept = await world.parts.preferences.get(ana.workspace_id, ana.agent.id)
    assert len(kept["shortcuts"]) == 18


@pytest.mark.parametrize(
    "wrong",
    [
        {"theme": "pink"},
        {"direction": "up"},
        {"volume": 11},
        {"volume": None},
        {"sound": 1},
        {"muted_kinds": ["everything"]},
        {"muted_conversations": ["c"] * 201},
        {"away_after_min": 0},
        {"shortcuts": {"claim": "x" * 41}},
        {"shortcuts": "all"},
    ],
)
async def test_what_cannot_be_preferred_is_refused_and_changes_nothing(
    world: World, ana: SessionPass, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        await world.parts.desk.change_me(ana, {"name": "Changed", "preferences": wrong})
    assert refused.value.field.startswith("preferences.")
    assert (await world.parts.desk.me(ana))["name"] == "Ana"


async def test_a_wrong_picture_keeps_the_preferences_too(world: World, ana: SessionPass) -> None:
    with pytest.raises(Invalid):
        await world.parts.desk.change_me(ana, {"avatar_url": "javascript:1", "preferences": {"theme": "dark"}})
    assert (await world.parts.desk.me(ana))["preferences"]["theme"] == "system"


async def test_nobody_has_no_preferences(world: World) -> None:
    for call in (
        world.parts.preferences.get(world.workspace_id, "agent_x"),
        world.parts.preferences.change(world.workspace_id, "agent_x", {"sound": False}),
    ):
        with pytest.raises(NotFound):
            await call


async def test_a_new_password_ends_every_session_but_this_one(world: World, ana: SessionPass) -> None:
    elsewhere = await signed_in(world)
    await world.parts.gate.change_password(ana, PASSWORD, ANOTHER, "203.0.113.7")
    assert await world.another_node().gate.agent(ana.token)
    assert await world.another_node().gate.agent(elsewhere.token) is None
    with pytest.raises(InvalidCredentials):
        await signed_in(world)
    assert (await signed_in(world, ANOTHER)).agent == ana.agent


async def test_guessing_the_old_password_is_limited(world: World, ana: SessionPass) -> None:
    for _ in range(10):
        with pytest.raises(InvalidCredentials):
            await world.parts.gate.change_password(ana, "wrong", ANOTHER, "203.0.113.7")
    with pytest.raises(TooManyAttempts):
        await world.parts.gate.change_password(ana, PASSWORD, ANOTHER, "203.0.113.7")


async def test_a_weak_new_password_is_told_at_its_field(world: World, ana: SessionPass) -> None:
    with pytest.raises(Invalid) as refused:
        await world.parts.gate.change_password(ana, PASSWORD, "admin", "203.0.113.7")
    assert refused.value.field == "new"
    assert await world.parts.gate.agent(ana.token)


async def test_sessions_are_listed_and_ended_by_their_agent_only(world: World, ana: SessionPass) -> None:
    elsewhere = await signed_in(world)
    listed = await world.parts.gate.sessions(ana)
    assert {session["is_current"] for session in listed} == {True, False}
    other = next(session["id"] for session in listed if not session["is_current"])
    await world.agent("bob@example.org", name="Bob")
    bob = await world.parts.gate.sign_in("bob@example.org", PASSWORD, "203.0.113.7", "")
    bobs = await world.parts.gate.agent(bob.token)
    assert isinstance(bobs, SessionPass)
    with pytest.raises(NotFound):
        await world.parts.gate.end_session(bobs, other)
    await world.parts.gate.end_session(ana, other)
    assert await world.parts.gate.agent(elsewhere.token) is None
    with pytest.raises(Unauthenticated):
        await world.parts.sessions.check(elsewhere.token)


async def test_an_administrator_sets_a_lost_password_but_not_their_own(world: World, ana: SessionPass) -> None:
    boss = await world.parts.gate.sign_in("o@example.org", PASSWORD, "203.0.113.8", "")
    owner = await world.parts.gate.agent(boss.token)
    assert isinstance(owner, SessionPass)
    agents = world.parts.desk.shelf("agents")
    with pytest.raises(Forbidden):
        await agents.change(owner, owner.agent.id, {"password": ANOTHER})
    with pytest.raises(Invalid):
        await agents.change(owner, ana.agent.id, {"password": "short", "name": "Changed"})
    changed = await agents.change(owner, ana.agent.id, {"password": ANOTHER, "capacity": 2})
    assert (changed["name"], changed["capacity"]) == ("Ana", 2)
    assert await world.parts.gate.agent(ana.token) is None
    assert (await signed_in(world, ANOTHER)).agent.id == ana.agent.id
