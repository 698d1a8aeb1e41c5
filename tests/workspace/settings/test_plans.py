"""On the free plan nobody switches handoff on, neither for the workspace nor for one assistant; everything else can be set.

Not here: that a visitor's request is refused then (`tests/core`).
"""

from typing import Any

import pytest

from relevo.workspace.assistants import AssistantChange, NewAssistant
from relevo.workspace.errors import Invalid, PlanLocked
from tests.workspace.conftest import World


@pytest.fixture
async def free(world: World) -> World:
    world.workspace_id = (await world.parts.workspaces.create("Small shop", "free")).id
    return world


async def change(world: World, patch: dict[str, Any]) -> dict[str, Any]:
    return await world.parts.settings.change(world.workspace_id, patch)


async def test_what_is_locked_reads_as_switched_off(free: World) -> None:
    settings = await free.parts.settings.get(free.workspace_id)
    assert settings["plan"] == {"name": "free", "is_handoff_locked": True}
    assert settings["handoff"]["enabled"] is False


async def test_it_cannot_be_switched_on(free: World) -> None:
    assistant = await free.assistant()
    with pytest.raises(PlanLocked):
        await change(free, {"handoff": {"enabled": True, "busy_text": "Later."}})
    with pytest.raises(PlanLocked):
        await free.parts.assistants.change(free.workspace_id, assistant.id, AssistantChange(handoff={"enabled": True}))
    with pytest.raises(PlanLocked):
        await free.parts.assistants.create(
            free.workspace_id, NewAssistant(kind="echo", name="Bean", handoff={"enabled": True})
        )
    settings = await free.parts.settings.get(free.workspace_id)
    assert settings["handoff"]["busy_text"] != "Later."


async def test_the_rest_can_be_prepared(free: World) -> None:
    after = await change(free, {"handoff": {"enabled": False, "busy_text": "Later."}, "language": "de"})
    assert (after["handoff"]["enabled"], after["handoff"]["busy_text"]) == (False, "Later.")


async def test_a_larger_plan_brings_back_what_was_set_before(world: World) -> None:
    assert (await change(world, {"handoff": {"enabled": True}}))["plan"]["is_handoff_locked"] is False
    await world.tables.write(("UPDATE workspaces SET plan = 'free'", ()))
    assert (await world.parts.settings.get(world.workspace_id))["handoff"]["enabled"] is False
    await world.tables.write(("UPDATE workspaces SET plan = 'pro'", ()))
    assert (await world.parts.settings.get(world.workspace_id))["handoff"]["enabled"] is True


async def test_a_row_turns_red_after_amber_and_for_every_assistant_alike(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        await change(world, {"handoff": {"amber_s": 90}})
    assert refused.value.field == "handoff.red_s"
    assistant = await world.assistant()
    with pytest.raises(Invalid) as own:
        await world.parts.assistants.change(world.workspace_id, assistant.id, AssistantChange(handoff={"red_s": 90}))
    assert own.value.field == "handoff.red_s"


async def test_presets_are_told_in_the_language_asked_for(world: World) -> None:
    german = await world.parts.desk.presets(world.workspace_id, "de-AT")
    assert german["language"] == "de"
    standard, service = german["items"]
    assert (standard["id"], service["id"], service["name"]) == ("standard", "customer_service", "Customer service")
    assert set(service["texts"]) <= set(standard["texts"])
    assert german["placeholders"]["agent_joined"] == ["agent"]
    await change(world, {"language": "he"})
    assert (await world.parts.desk.presets(world.workspace_id, None))["language"] == "he"
    with pytest.raises(Invalid):
        await world.parts.desk.presets(world.workspace_id, "../../etc")


async def test_rules_carry_what_the_queue_asks_for(world: World) -> None:
    assistant = await world.assistant(handoff={"shares_drafts": True})
    await change(
        world,
        {"handoff": {"show_queue_position": False}, "policies": {"assignment": "least_busy", "capacity": 2}},
    )
    rules = await world.parts.rules.rules(world.workspace_id, assistant.id, "en")
    assert (rules.handoff.shares_drafts, rules.handoff.show_queue_position) == (True, False)
    assert (rules.policies.assignment, rules.policies.capacity) == ("least_busy", 2)
