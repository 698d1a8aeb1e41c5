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
from relevo.core.errors import NotAllowed
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
    """The same for a visitor. The engine does not hear of a conversation of somebody else, which it could not look at without a trace."""
    return await carry_out_own(front, await own_conversation(front, visitor, conversation_id), command, *keys)


async def carry_out_own(front: Front, own: Conversation, command: Command, *keys: IdempotencyKey | None) -> Outcome:
    """Carry out a visitor's command for what `own_conversation` has returned."""
    try:
        return await carry_out(front, own.workspace_id, own.id, command, *keys)
    except NotAllowed:
        raise not_found() from None


async def own_conversation(front: Front, visitor: VisitorPass, conversation_id: str) -> Conversation:
    """Return a visitor's own conversation as it was last seen here; anybody else's does not exist, and takes the same steps as one that
    never was (trust.md T5).

    It is known without asking the storage, since nearly every message comes to a conversation that has just been moved here.
    """
    known = front.parts.handle.known(visitor.workspace_id, ConversationId(conversation_id))
    if known is not None and _is_own(known, visitor):
        return known
    return await visitors_conversation(front, visitor, conversation_id)


async def visitors_conversation(front: Front, visitor: VisitorPass, conversation_id: str) -> Conversation:
    """Return a visitor's own conversation; anybody else's does not exist."""
    found = await front.parts.log.load(visitor.workspace_id, ConversationId(conversation_id))
    if found is None or not _is_own(found, visitor):
        raise not_found()
    return found


def _is_own(found: Conversation, visitor: VisitorPass) -> bool:
    return found.visitor.is_same(visitor.visitor) and found.inbox_id == visitor.inbox_id


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
