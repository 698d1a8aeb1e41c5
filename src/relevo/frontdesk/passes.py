"""The passes that a caller gets at the gate.

Not here: checking credentials (`gate`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from relevo.core.actors import Actor, ActorKind, Role
from relevo.core.ids import WorkspaceId
from relevo.workspace.access.keys import ApiKey
from relevo.workspace.access.sessions import Caller, SignedIn
from relevo.workspace.base.tokens import csrf_token
from relevo.workspace.people.agent import Agent

View = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AgentPass:
    """An agent with a session, or a program with an API key."""

    workspace_id: WorkspaceId
    agent: Actor
    role: Role
    csrf_token: str = ""
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Welcome:
    """A session that has just begun."""

    token: str
    csrf_token: str
    account: View


def pass_of(caller: Caller, token: str) -> AgentPass:
    """Return the pass of somebody who is signed in."""
    return AgentPass(caller.agent.workspace_id, caller.agent.actor, caller.agent.role, csrf_token(token))


def pass_of_key(key: ApiKey) -> AgentPass:
    """Return the pass of a program: it reads as its scopes say and never acts as a person."""
    program = Actor(ActorKind.SYSTEM, key.id, key.name)
    return AgentPass(key.workspace_id, program, Role.VIEWER, scopes=frozenset(key.scopes.split()))


def welcome_of(signed_in: SignedIn) -> Welcome:
    """Return what a new session is told."""
    return Welcome(signed_in.token, signed_in.csrf_token, account_view(signed_in.agent))


def account_view(agent: Agent) -> View:
    """Return an account as its owner and colleagues see it."""
    return {
        "id": agent.id,
        "name": agent.name,
        "email": agent.email,
        "role": agent.role.value,
        "avatar_url": agent.avatar_url,
        "display_name": agent.display_name or agent.name,
    }
