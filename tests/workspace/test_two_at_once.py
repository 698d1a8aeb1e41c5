"""Two changes of one thing at the same time, each of something else about it: both hold, whatever kind of thing it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from relevo.core.actors import Actor, ActorKind, Role
from relevo.core.ids import WorkspaceId
from relevo.workspace.settings.merge import patched
from tests.workspace.conftest import World
from tests.workspace.simultaneous import at_once

BOSS = Actor(ActorKind.AGENT, "agent_boss", "Boss")
REPLY = {"shortcut": "hi", "title": "Greeting", "text": "Hello!"}
FILTER = {"name": "Late", "query": {"label": ["late"]}}
CASES: Sequence[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (
        "agents",
        {"email": "ana@example.org", "name": "Ana"},
        {"display_name": "Annie"},
        {"capacity": 3, "email": "ruiz@example.org"},
    ),
    ("agents", {"email": "ana@example.org", "name": "Ana"}, {"role": "supervisor"}, {"is_active": False}),
    (
        "assistants",
        {"kind": "echo", "name": "Bean", "options": {"pace": "1"}},
        {"name": "Pea", "options": {"pace": "2"}},
        {"options": {"tone": "calm"}, "handoff": {"enabled": False}},
    ),
    (
        "inboxes",
        {"name": "Website"},
        {"requires_identity": True},
        {"allowed_origins": ["https://a.example"], "title": "Help"},
    ),
    ("teams", {"name": "Billing"}, {"name": "Refunds"}, {"agent_ids": []}),
    (
        "labels",
        {"name": "Refund", "color": "#112233"},
        {"name": "Return"},
        {"color": "#445566", "description": "Money goes back"},
    ),
    (
        "canned_replies",
        REPLY,
        {"title": "First words", "language": "de"},
        {"shortcut": "hello", "text": "Hello again!"},
    ),
    ("canned_replies", REPLY, {"is_shared": True}, {"text": "Hello again!"}),
    ("saved_filters", FILTER, {"position": 4}, {"name": "Early", "query": {"label": ["early"]}}),
    ("saved_filters", FILTER, {"is_shared": True}, {"name": "Early"}),
]
"""A kind, what is made of it, and two changes that have nothing to do with each other."""


@dataclass(frozen=True, slots=True)
class Boss:
    """A caller who may do everything."""

    workspace_id: WorkspaceId
    agent: Actor = BOSS
    role: Role = Role.OWNER


@pytest.mark.parametrize(("kind", "new", "one", "other"), CASES)
async def test_two_changes_at_the_same_time_both_hold(
    world: World, kind: str, new: dict[str, Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    by = Boss(world.workspace_id)
    if kind == "teams":
        other = other | {"agent_ids": [(await world.agent()).id]}
    if kind == "inboxes":
        new = new | {"assistant_id": (await world.assistant()).id}
    made = await world.parts.desk.shelf(kind).add(by, new)

    await at_once(
        world,
        lambda node: node.parts.desk.shelf(kind).change(by, made["id"], one),
        lambda node: node.parts.desk.shelf(kind).change(by, made["id"], other),
    )

    (now,) = [each for each in await world.another_node().desk.shelf(kind).items(by) if each["id"] == made["id"]]
    hold = patched(patched(new, one), other)
    assert {name: now[name] for name in hold} == hold


async def test_two_changes_of_the_settings_at_the_same_time_both_hold(world: World) -> None:
    await at_once(
        world,
        lambda node: node.parts.settings.change(node.workspace_id, {"handoff": {"amber_s": 40}}),
        lambda node: node.parts.settings.change(node.workspace_id, {"handoff": {"red_s": 90}, "language": "de"}),
    )

    now = await world.another_node().settings.get(world.workspace_id)
    assert (now["handoff"]["amber_s"], now["handoff"]["red_s"], now["language"]) == (40, 90, "de")


async def test_two_changes_of_ones_preferences_at_the_same_time_both_hold(world: World) -> None:
    agent = await world.agent()
    one = {"sound": False, "shortcuts": {"claim": "c"}}
    other = {"theme": "dark", "shortcuts": {"note": "n"}}

    await at_once(
        world,
        lambda node: node.parts.preferences.change(node.workspace_id, agent.id, one),
        lambda node: node.parts.preferences.change(node.workspace_id, agent.id, other),
    )

    now = await world.another_node().preferences.get(world.workspace_id, agent.id)
    assert (now["sound"], now["theme"], now["shortcuts"]) == (False, "dark", {"claim": "c", "note": "n"})
