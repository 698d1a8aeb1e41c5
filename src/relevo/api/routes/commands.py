"""The routes of the public commands, all made by one loop from the command classes.

Not here: messages, notes and labels, whose answers have another shape (`saying`).
"""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.needs import AgentPass
from relevo.api.problems import invalid
from relevo.api.routes.bodies import BodyShape, shape_of
from relevo.api.routes.carrying import carry_out, carry_out_for_visitor, verb
from relevo.api.routes.route import Route, View, route
from relevo.api.routes.views import for_team, for_visitor
from relevo.api.shapes import conversations as shapes
from relevo.core.actors import Actor, ActorKind, Presence
from relevo.core.commands import COMMANDS, Command, Transfer
from relevo.core.ids import Millis
from relevo.ports import PresenceState

REFUSALS = {
    "visitor": ("closed", "handoff-disabled", "plan-locked", "idempotency-mismatch"),
    "agent": ("taken", "not-in-control", "closed", "stale-epoch", "target-unavailable", "idempotency-mismatch"),
}


def command_routes() -> list[Route]:
    """Return a route for each public command."""
    makers = {"visitor": _for_visitors, "agent": _for_agents}
    public = [command for command in COMMANDS if hasattr(command, "public")]
    return [makers[command.public[0]](command, command.public[1]) for command in public]


def _for_visitors(command: type[Command], name: str) -> Route:
    shape = shape_of(command)

    async def ask(request: Call, conversation_id: str, body: msgspec.Struct) -> View:
        visitor = request.visitor
        asked = command(by=visitor.visitor, at=Millis(request.parts.clock.now_ms()), **shape.values(body))
        key = request.key(body)
        outcome = await carry_out_for_visitor(request.front, visitor, conversation_id, asked, key)
        return await for_visitor(request.parts, outcome.conversation)

    path = f"/v1/visitor/conversations/{{conversation_id}}/{name}"
    return _made(ask, shape, command, path)


def _for_agents(command: type[Command], name: str) -> Route:
    shape = shape_of(command)

    async def ask(request: Call, conversation_id: str, body: msgspec.Struct) -> View:
        agent = request.agent
        values = dict(shape.values(body)) | await _looked_up(request, shape, body)
        if issubclass(command, Transfer):
            await _require_team(request, values["team_id"])
            values["target_presence"] = await presence_of(request, values.get("to"))
        asked = command(by=agent.agent, role=agent.role, at=Millis(request.parts.clock.now_ms()), **values)
        outcome = await carry_out(request.front, agent.workspace_id, conversation_id, asked, request.key(body))
        return await for_team(request.parts, outcome.conversation)

    path = f"/v1/conversations/{{conversation_id}}/{name}"
    return _made(ask, shape, command, path)


def _made(ask: Callable[..., Awaitable[View]], shape: BodyShape, command: type[Command], path: str) -> Route:
    ask.__annotations__["body"] = shape.struct
    ask.__doc__ = command.__doc__
    is_visitors = path.startswith("/v1/visitor/")
    access = Access.VISITOR if is_visitors else Access.ACT
    answers = shapes.VisitorConversation if is_visitors else shapes.AgentConversation
    problems = REFUSALS["visitor" if is_visitors else "agent"]
    return route("POST", path, access, answers=answers, problems=problems, name=verb(command).replace("-", "_"))(ask)


async def _looked_up(request: Call, shape: BodyShape, body: msgspec.Struct) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for inside, (outside, named) in shape.lookups(body).items():
        look = {"agent_id": acting_agent, "assistant_id": assistant}[outside]
        found[inside] = await look(request, request.agent, named)
    return found


async def acting_agent(request: Call, agent: AgentPass, agent_id: str) -> Actor:
    """Return an agent of the caller's workspace who may have a conversation. Raises validation for any other id."""
    found = await request.parts.desk.agent(agent.workspace_id, agent_id)
    if found is None:
        raise invalid("agent_id", "There is no such agent.")
    actor, role = found
    if not role.may_act:
        raise invalid("agent_id", f"{actor.name} may only read.")
    return actor


async def assistant(request: Call, agent: AgentPass, assistant_id: str) -> Actor:
    """Return an assistant of the caller's workspace. Raises validation for any other id."""
    found = await request.parts.desk.assistant(agent.workspace_id, assistant_id)
    if found is None:
        raise invalid("assistant_id", "There is no such assistant.")
    return found.actor


async def _require_team(request: Call, team_id: str | None) -> None:
    if team_id is not None and await request.parts.desk.team(request.agent.workspace_id, team_id) is None:
        raise invalid("team_id", "There is no such team.")


async def presence_of(request: Call, to: Actor | None) -> Presence:
    """Return how present a colleague is; whoever needs no presence counts as online."""
    if to is None or to.kind is not ActorKind.AGENT:
        return "online"
    states = await request.parts.attendance.states(request.agent.workspace_id)
    return states.get(to.id, PresenceState.OFFLINE).value
