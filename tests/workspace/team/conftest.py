"""Colleagues who keep things for themselves or share them: two agents and a supervisor."""

from dataclasses import dataclass

import pytest

from relevo.core.actors import Actor, ActorKind, Role
from relevo.core.ids import WorkspaceId
from tests.workspace.conftest import World


@dataclass(frozen=True, slots=True)
class Someone:
    """A caller."""

    workspace_id: WorkspaceId
    agent: Actor
    role: Role = Role.AGENT


@pytest.fixture
def ana(world: World) -> Someone:
    return Someone(world.workspace_id, Actor(ActorKind.AGENT, "agent_ana", "Ana"))


@pytest.fixture
def bob(world: World) -> Someone:
    return Someone(world.workspace_id, Actor(ActorKind.AGENT, "agent_bob", "Bob"))


@pytest.fixture
def boss(world: World) -> Someone:
    return Someone(world.workspace_id, Actor(ActorKind.AGENT, "agent_boss", "Boss"), Role.SUPERVISOR)
