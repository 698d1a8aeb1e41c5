"""Sending a command to the engine and counting what came of it; every route that changes a conversation goes through here.

Not here: what the command is allowed to do.
"""

import re
from functools import cache

from relevo.api.edge.front import Front
from relevo.api.needs import AgentPass, VisitorPass
from relevo.api.problems import not_found, problem_of
from relevo.core.commands import Command
from relevo.core.conversation import Conversation
from relevo.core.errors import NotAllowed, Refusal
from relevo.core.ids import ConversationId, WorkspaceId
from relevo.engine.handle import Outcome
from relevo.ports import IdempotencyKey

_CAPITALS = re.compile(r"(?<!^)(?=[A-Z])")


async def carry_out(
    front: Front,
    workspace_id: WorkspaceId,
    conversation_id: str,
    command: Command,
    *keys: IdempotencyKey | None,
) -> Outcome:
    """Carry out a command under every name that the caller gave it. Raises what `Handle` raises."""
    name = verb(type(command))
    try:
        given = tuple(key for key in keys if key is not None)
        outcome = await front.parts.handle(workspace_id, ConversationId(conversation_id), command, keys=given)
    except Exception as error:
        problem = problem_of(error)
        front.metrics.led(name, problem.slug if problem else "internal")
        raise
    front.metrics.led(name, "replay" if outcome.is_replay else "done" if outcome.records else "nothing")
    return outcome


async def carry_out_for_visitor(
    front: Front, visitor: VisitorPass, conversation_id: str, command: Command, *keys: IdempotencyKey | None
) -> Outcome:
    """The same for a visitor, for whom a conversation of somebody else does not exist (trust.md T5)."""
    try:
        return await carry_out(front, visitor.workspace_id, conversation_id, command, *keys)
    except NotAllowed:
        raise not_found() from None
    except Refusal:
        # Even that a stranger's conversation is closed must not be told.
        await visitors_conversation(front, visitor, conversation_id)
        raise


async def visitors_conversation(front: Front, visitor: VisitorPass, conversation_id: str) -> Conversation:
    """Return a visitor's own conversation; anybody else's does not exist."""
    found = await front.parts.log.load(visitor.workspace_id, ConversationId(conversation_id))
    if found is None or not found.visitor.is_same(visitor.visitor) or found.inbox_id != visitor.inbox_id:
        raise not_found()
    return found


async def teams_conversation(front: Front, agent: AgentPass, conversation_id: str) -> Conversation:
    """Return a conversation of the agent's workspace."""
    found = await front.parts.log.load(agent.workspace_id, ConversationId(conversation_id))
    if found is None:
        raise not_found()
    return found


def verb(kind: type[Command]) -> str:
    """Return a command's public name: `TakeOver` is `take-over`."""
    return _dashed(kind.__name__)


@cache
def _dashed(name: str) -> str:
    return _CAPITALS.sub("-", name).lower()
