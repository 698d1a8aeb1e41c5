"""A seeded workspace takes its first conversation; one that broke off never was."""

import pytest

from relevo.core.actors import Role
from relevo.workspace.assistants import NewAssistant
from relevo.workspace.errors import Invalid
from relevo.workspace.people.agent import NewAgent
from relevo.workspace.seed import Seed, seed
from tests.workspace.conftest import HERE, PASSWORD, SHOP, World

TEAM = (
    NewAgent(email="owner@example.org", name="Olga", role=Role.OWNER, password=PASSWORD),
    NewAgent(email="ana@example.org", name="Ana", password=PASSWORD),
)


async def test_everything_for_a_first_conversation_is_there(world: World) -> None:
    wanted = Seed(
        name="Bean & Co",
        assistant=NewAssistant(kind="faq", name="Bean"),
        allowed_origins=(SHOP,),
        agents=TEAM,
        language="fr",
    )
    made = await seed(world.parts, wanted)
    assert (await world.parts.workspaces.get(made.workspace_id)).name == "Bean & Co"
    signed_in = await world.parts.sign_in(made.workspace_id, "owner@example.org", PASSWORD, HERE)
    assert signed_in.agent.role is Role.OWNER
    assert not await world.parts.setup.is_needed(made.workspace_id)
    arrived = await world.parts.gate.arrive(made.inbox.key, None, "sv", None, origin=SHOP)
    _, texts = await world.parts.desk.welcome(arrived.visitor_pass)
    assert texts["send"] == "Envoyer"
    assert await world.parts.rules.assistant(made.workspace_id, made.assistant.id)


async def test_without_agents_it_waits_for_the_set_up_link(world: World) -> None:
    made = await seed(world.parts, Seed(name="Bean & Co", assistant=NewAssistant(kind="faq", name="Bean")))
    assert await world.parts.setup.new_link(made.workspace_id)


async def test_a_seed_that_fails_leaves_no_workspace(world: World) -> None:
    before = await world.parts.workspaces.list()
    weak = NewAgent(email="x@example.org", name="X", password="password1234")
    with pytest.raises(Invalid):
        await seed(world.parts, Seed(name="Y", assistant=NewAssistant(kind="faq", name="B"), agents=(*TEAM, weak)))
    assert await world.parts.workspaces.list() == before


async def test_the_first_workspace_is_the_oldest(world: World) -> None:
    world.clock.advance(1)
    await world.parts.workspaces.create("Later")
    first = await world.parts.workspaces.first()
    assert first is not None
    assert first.id == world.workspace_id
    await world.parts.workspaces.rename(world.workspace_id, "New name")
    assert (await world.parts.workspaces.get(world.workspace_id)).name == "New name"
