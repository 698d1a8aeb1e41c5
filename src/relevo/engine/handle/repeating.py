"""The answer of a request that comes again: what it got the first time, as it was remembered with the log.

Not here: remembering it (`ports.EventLog`).
"""

import asyncio

from relevo.core.commands import AddNote, PostMessage
from relevo.core.conversation import Conversation
from relevo.core.evolve import evolve
from relevo.core.ids import Seq, WorkspaceId
from relevo.engine.handle.outcome import Attempt, Outcome
from relevo.ports import AlreadyApplied, Answer, EventLog

AT_ONCE = 100
"""Events folded in one go: a few milliseconds."""


class IdempotencyMismatch(Exception):
    """A key came again with another request."""


async def raise_if_applied(log: EventLog, attempt: Attempt) -> None:
    """Raise AlreadyApplied where a request that would be refused by now was carried out when it first came."""
    for key in attempt.keys:
        answer = await log.answer(attempt.workspace_id, key.principal, key.key)
        if answer is not None:
            raise AlreadyApplied(answer)


async def replay(log: EventLog, attempt: Attempt, answer: Answer) -> Outcome:
    """Return what the request led to. Raises IdempotencyMismatch, LookupError."""
    if answer.fingerprint not in {key.fingerprint for key in attempt.keys}:
        raise IdempotencyMismatch
    before, count = Seq(answer.first_seq - 1), answer.last_seq - answer.first_seq + 1
    records = await log.read(attempt.workspace_id, answer.conversation_id, before, count)
    conversation = await log.load(attempt.workspace_id, answer.conversation_id)
    is_said = isinstance(attempt.command, PostMessage | AddNote)
    if conversation is not None and not is_said and conversation.head_seq != answer.last_seq:
        conversation = await _as_of(log, attempt.workspace_id, answer)
    if conversation is None:
        raise LookupError("no such conversation")
    return Outcome(conversation, tuple(records), is_replay=True)


async def _as_of(log: EventLog, workspace_id: WorkspaceId, answer: Answer) -> Conversation | None:
    """Return the conversation as it was when a move was answered. Few are repeated so late, but the log of one may be long: it is
    folded in parts, and in between everybody else gets their turn.
    """
    conversation: Conversation | None = None
    after = Seq(0)
    while after < answer.last_seq:
        part = await log.read(workspace_id, answer.conversation_id, after, min(AT_ONCE, answer.last_seq - after))
        if not part:
            break
        for recorded in part:
            conversation = evolve(answer.conversation_id, conversation, recorded)
        after = part[-1].seq
        await asyncio.sleep(0)
    return conversation
