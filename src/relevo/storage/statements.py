"""The SQL of the log and of the effects, and the values it takes. Written with `$1` … `$n`: one text for every database.

Not here: transactions, and what the answers mean; each storage sees to that. Lists have their own (`list_queries`).
"""

from collections.abc import Sequence
from typing import Any

from relevo.core.conversation import Conversation
from relevo.core.events import Recorded
from relevo.core.ids import ConversationId, Epoch, Millis, Seq, WorkspaceId
from relevo.core.react import Effect, EffectKind
from relevo.engine.codec import decode_actor, decode_event, encode_actor, encode_conversation, encode_event
from relevo.ports import Answer, Commit, IdempotencyKey, Leased, Value
from relevo.storage.lists import control_kind_of, labels_text, owner_id_of, stage_of, team_id_of, waiting_since_of
from relevo.storage.rows import answer_of, answered_at, is_leased

Row = Sequence[Any]
Values = tuple[Value, ...]

LOAD = "SELECT state FROM conversations WHERE workspace_id = $1 AND conversation_id = $2"

START = """
INSERT INTO conversations (
    workspace_id, conversation_id, head_seq, stage, control_kind, owner_id, responder_id, labels, updated_at, waiting_since,
    assistant_id, team_id, state, status, inbox_id, channel, visitor_id, created_at
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT (workspace_id, conversation_id) DO NOTHING
"""
MOVE = """
UPDATE conversations SET
    head_seq = $3, stage = $4, control_kind = $5, owner_id = $6, responder_id = $7, labels = $8, updated_at = $9,
    waiting_since = $10, assistant_id = $11, team_id = $12, state = $13
WHERE workspace_id = $1 AND conversation_id = $2 AND head_seq = $14
"""
MOVE_STATUS = MOVE.replace("state = $13", "state = $13, status = $15")
"""The same with the status, which nearly never changes: naming it would make every message touch its index."""
TALK = """
UPDATE conversations SET head_seq = $3, responder_id = $4, updated_at = $5, waiting_since = $6, state = $7
WHERE workspace_id = $1 AND conversation_id = $2 AND head_seq = $8
"""
"""The same for what leaves a conversation where it stands: the columns that are not named are not compared either."""

OPEN = """
SELECT conversation_id FROM conversations
WHERE workspace_id = $1 AND inbox_id = $2 AND visitor_id = $3 AND status = 'active'
"""
LATEST = """
SELECT conversation_id FROM conversations WHERE workspace_id = $1 AND inbox_id = $2 AND visitor_id = $3
ORDER BY created_at DESC, conversation_id DESC LIMIT 1
"""

ADD_EVENT = """
INSERT INTO events (workspace_id, conversation_id, seq, at, epoch, actor, type, data)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
MARK_DUE = "INSERT INTO search_due (workspace_id, conversation_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
"""The words of a conversation have to be indexed anew."""
READ = """
SELECT seq, at, epoch, actor, type, data FROM events
WHERE workspace_id = $1 AND conversation_id = $2 AND seq > $3 ORDER BY seq LIMIT $4
"""

ADD_ANSWER = """
INSERT INTO answers (workspace_id, principal, key, fingerprint, conversation_id, first_seq, last_seq, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (workspace_id, principal, key) DO NOTHING
"""
ANSWER = """
SELECT conversation_id, fingerprint, first_seq, last_seq FROM answers
WHERE workspace_id = $1 AND principal = $2 AND key = $3
"""
TAKE_BACK_ANSWER = "DELETE FROM answers WHERE workspace_id = $1 AND principal = $2 AND key = $3"
PURGE_ANSWERS = """
DELETE FROM answers WHERE (workspace_id, principal, key) IN (
    SELECT workspace_id, principal, key FROM answers WHERE at < $1 ORDER BY at LIMIT $2
)
"""

ADD_EFFECT = """
INSERT INTO effects (
    workspace_id, conversation_id, key, kind, seq, epoch, due_at, ready_at, lease_node, attempts, last_error, is_buried
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, 0)
ON CONFLICT (workspace_id, conversation_id, key) DO NOTHING
"""
RELEASE_LEASES = (
    "UPDATE effects SET ready_at = due_at, lease_node = NULL WHERE lease_node IS NOT NULL AND is_buried = 0"
)
FINISH = "DELETE FROM effects WHERE workspace_id = $1 AND conversation_id = $2 AND key = $3"
POSTPONE = """
UPDATE effects SET due_at = $4, ready_at = $4, lease_node = NULL, last_error = $5,
    attempts = CASE WHEN $6 = 1 THEN 0 ELSE attempts END
WHERE workspace_id = $1 AND conversation_id = $2 AND key = $3
"""
BURY = """
UPDATE effects SET is_buried = 1, lease_node = NULL, last_error = $4
WHERE workspace_id = $1 AND conversation_id = $2 AND key = $3
"""
_DOABLE = f"is_buried = 0 AND kind IN ({', '.join(f'{kind!r}' for kind in map(str, EffectKind))})"
"""What a node of this version can do; while versions run side by side, a newer one's effects wait for it."""
NEXT_DUE = f"SELECT ready_at FROM effects WHERE {_DOABLE} ORDER BY ready_at LIMIT 1"  # noqa: S608 - our own names
READY = f"""
SELECT workspace_id, conversation_id, kind, seq, epoch, due_at, attempts, key FROM effects
WHERE {_DOABLE} AND ready_at <= $1 ORDER BY ready_at, workspace_id, conversation_id, key LIMIT $2
"""  # noqa: S608 - our own names
LEASE = """
UPDATE effects SET lease_node = $4, ready_at = $5, attempts = attempts + 1
WHERE workspace_id = $1 AND conversation_id = $2 AND key = $3
"""


def start_values(conversation: Conversation) -> Values:
    """Return what START takes."""
    fixed = (conversation.status, conversation.inbox_id, conversation.channel, conversation.visitor.id)
    return (*_head_values(conversation), *fixed, conversation.created_at)


def move_values(conversation: Conversation, head_seq: Seq) -> Values:
    """Return what MOVE takes, for a conversation whose stored head must be `head_seq`."""
    return (*_head_values(conversation), head_seq)


def talk_values(conversation: Conversation, head_seq: Seq) -> Values:
    """Return what TALK takes, as for MOVE."""
    return (
        conversation.workspace_id, conversation.id, conversation.head_seq, _responder_id(conversation), conversation.updated_at,
        waiting_since_of(conversation), encode_conversation(conversation).decode(), head_seq,
    )  # fmt: skip


def event_values(conversation: Conversation, recorded: Recorded) -> Values:
    """Return what ADD_EVENT takes."""
    event = recorded.event
    return (
        conversation.workspace_id, conversation.id, recorded.seq, recorded.at, recorded.epoch,
        encode_actor(recorded.actor).decode(), event.type, encode_event(event).decode(),
    )  # fmt: skip


def answer_values(commit: Commit, asked: IdempotencyKey) -> Values:
    """Return what ADD_ANSWER takes; the first three are the key."""
    answer = answer_of(commit, asked)
    key = (commit.after.workspace_id, asked.principal, asked.key)
    return (
        *key,
        answer.fingerprint,
        answer.conversation_id,
        answer.first_seq,
        answer.last_seq,
        answered_at(commit),
    )


def effect_values(commit: Commit, effect: Effect, node: str) -> Values:
    """Return what ADD_EFFECT takes: leased to the node if it is due at once."""
    lease = (commit.lease_until, node, 1) if is_leased(commit, effect) else (effect.due_at, None, 0)
    return (*effect_key(effect), effect.kind, effect.seq, effect.epoch, effect.due_at, *lease)


def effect_key(effect: Effect) -> Values:
    """Return what names an effect: the first three values of every statement on one."""
    return (effect.workspace_id, effect.conversation_id, effect.key)


def recorded_of(row: Row) -> Recorded:
    """Return an event from a row of READ. Raises ValueError for a row that no version of Relevo wrote."""
    seq, at, epoch, actor, type, raw = row
    return Recorded(Seq(seq), Millis(at), Epoch(epoch), decode_actor(actor), decode_event(type, raw))


def answer_from(row: Row) -> Answer:
    """Return an answer from a row of ANSWER."""
    conversation_id, fingerprint, first_seq, last_seq = row
    return Answer(ConversationId(conversation_id), fingerprint, Seq(first_seq), Seq(last_seq))


def leased_of(row: Row) -> Leased:
    """Return an effect from a row of READY, as it is once LEASE has counted this attempt."""
    workspace_id, conversation_id, kind, seq, epoch, due_at, attempts, _ = row
    place = (WorkspaceId(workspace_id), ConversationId(conversation_id))
    return Leased(Effect(EffectKind(kind), *place, Seq(seq), Epoch(epoch), Millis(due_at)), attempts + 1)


def _responder_id(conversation: Conversation) -> str | None:
    responder = conversation.last_responder
    return responder.id if responder else None


def _head_values(conversation: Conversation) -> Values:
    return (
        conversation.workspace_id, conversation.id, conversation.head_seq, stage_of(conversation),
        control_kind_of(conversation), owner_id_of(conversation), _responder_id(conversation),
        labels_text(conversation.labels), conversation.updated_at, waiting_since_of(conversation),
        conversation.assistant.id, team_id_of(conversation), encode_conversation(conversation).decode(),
    )  # fmt: skip
