"""The log of every conversation on SQLite.

Not here: the SQL itself, which other databases share (`storage.statements`).
"""

from collections.abc import Awaitable, Sequence

import apsw
from msgspec import Struct

from relevo.core.conversation import Conversation
from relevo.core.events import Recorded
from relevo.core.ids import ConversationId, InboxId, Millis, Seq, WorkspaceId
from relevo.engine.codec import decode_conversation
from relevo.ports import AlreadyApplied, AlreadyOpen, Answer, Commit, VersionMoved
from relevo.storage.lists import stands_as
from relevo.storage.rows import head_before, opens
from relevo.storage.sqlite.connection import numbered
from relevo.storage.sqlite.indexing import Due
from relevo.storage.sqlite.readers import Readers
from relevo.storage.sqlite.writer import Writer
from relevo.storage.statements import (
    ADD_ANSWER,
    ADD_EFFECT,
    ADD_EVENT,
    ANSWER,
    FINISH,
    LATEST,
    LOAD,
    MOVE,
    MOVE_STATUS,
    OPEN,
    PURGE_ANSWERS,
    READ,
    START,
    TAKE_BACK_ANSWER,
    TALK,
    Values,
    answer_from,
    answer_values,
    effect_key,
    effect_values,
    event_values,
    move_values,
    recorded_of,
    start_values,
    talk_values,
)

PURGED_AT_ONCE = 500
"""Answers that are forgotten in one go, so that messages need not wait for a whole day's."""


class SqliteLog:
    """`ports.EventLog` on SQLite; `node` is who holds the leases of effects that a commit writes as due at once."""

    def __init__(self, writer: Writer, readers: Readers, due: Due, node: str) -> None:
        self._writer = writer
        self._due = due
        self._readers = readers
        self._node = node

    async def load(self, workspace_id: WorkspaceId, conversation_id: ConversationId) -> Conversation | None:
        rows = self._readers.short(LOAD, (workspace_id, conversation_id))
        return decode_conversation(rows[0][0]) if rows else None

    def append(self, commit: Commit) -> Awaitable[None]:
        return self._writer.submit(_append(commit, self._due, self._node))

    async def read(
        self, workspace_id: WorkspaceId, conversation_id: ConversationId, after: Seq, limit: int
    ) -> Sequence[Recorded]:
        rows = await self._readers.rows(READ, (workspace_id, conversation_id, after, max(limit, 0)))
        return tuple(map(recorded_of, rows))

    async def answer(self, workspace_id: WorkspaceId, principal: str, key: str) -> Answer | None:
        rows = self._readers.short(ANSWER, (workspace_id, principal, key))
        return answer_from(rows[0]) if rows else None

    async def open_conversation(
        self, workspace_id: WorkspaceId, inbox_id: InboxId, visitor_id: str
    ) -> ConversationId | None:
        rows = self._readers.short(OPEN, (workspace_id, inbox_id, visitor_id))
        return ConversationId(rows[0][0]) if rows else None

    async def latest_conversation(
        self, workspace_id: WorkspaceId, inbox_id: InboxId, visitor_id: str
    ) -> ConversationId | None:
        rows = self._readers.short(LATEST, (workspace_id, inbox_id, visitor_id))
        return ConversationId(rows[0][0]) if rows else None

    async def purge_answers(self, before: Millis) -> int:
        """Forget answers that were given before a moment; return how many. Keep them for at least 24 hours."""
        purged = 0
        while count := await self._writer.submit(lambda connection: _purge(connection, before)):
            purged += count
        return purged


class _Append(Struct):
    """A commit as values, made on the caller's thread so that the writer has only the database to wait for."""

    head_seq: Seq
    """The head that the stored conversation must have; 0 where there must be none."""
    move: str
    conversation: Values
    """How it is moved on from there: a statement, and the values that it takes, the conversation's key first."""
    answers: list[Values]
    events: list[Values]
    effects: list[Values]
    finished: Values | None
    opens: tuple[str, str, str] | None
    """Workspace, inbox and visitor of whom no other conversation may be open."""
    due: Due
    key: tuple[str, str]
    """The conversation."""

    def __call__(self, connection: apsw.Connection) -> None:
        self._claim_answers(connection)
        try:
            self._move(connection)
        except (VersionMoved, AlreadyOpen):
            self._take_back(connection, self.answers)
            raise
        if self.events:
            self.due.mark(connection, self.key)
        for event in self.events:
            connection.execute(_ADD_EVENT, event)
        for effect in self.effects:
            connection.execute(_ADD_EFFECT, effect)
        if self.finished is not None:
            connection.execute(_FINISH, self.finished)

    def _claim_answers(self, connection: apsw.Connection) -> None:
        for place, answer in enumerate(self.answers):
            connection.execute(_ADD_ANSWER, answer)
            if not connection.changes():
                self._take_back(connection, self.answers[:place])
                raise AlreadyApplied(answer_from(connection.execute(_ANSWER, answer[:3]).fetchall()[0]))

    def _take_back(self, connection: apsw.Connection, claimed: list[Values]) -> None:
        for answer in claimed:
            connection.execute(_TAKE_BACK_ANSWER, answer[:3])

    def _move(self, connection: apsw.Connection) -> None:
        if self.opens is not None:
            self._require_alone(connection, self.opens)
        connection.execute(self.move, self.conversation)
        if not connection.changes():
            raise VersionMoved

    def _require_alone(self, connection: apsw.Connection, of: tuple[str, str, str]) -> None:
        others = [ConversationId(str(id)) for (id,) in connection.execute(_OPEN, of)]
        if not others or others[0] == self.key[1]:
            return
        head = connection.execute(_HEAD, self.key).fetchall()
        if (head[0][0] if head else 0) != self.head_seq:
            raise VersionMoved
        raise AlreadyOpen(others[0])


def _append(commit: Commit, due: Due, node: str) -> _Append:
    after = commit.after
    opened = (after.workspace_id, after.inbox_id, after.visitor.id) if opens(commit) else None
    return _Append(
        head_before(commit),
        *_move(commit.before, after),
        [answer_values(commit, key) for key in commit.keys],
        [event_values(after, recorded) for recorded in commit.records],
        [effect_values(commit, effect, node) for effect in commit.effects],
        effect_key(commit.finished) if commit.finished else None,
        opened,
        due,
        (after.workspace_id, after.id),
    )


def _move(before: Conversation | None, after: Conversation) -> tuple[str, Values]:
    """Return the statement that names no more columns than change, and its values."""
    if before is None:
        return _START, start_values(after)
    if stands_as(before, after):
        return _TALK, talk_values(after, before.head_seq)
    moved = move_values(after, before.head_seq)
    return (_MOVE, moved) if before.status is after.status else (_MOVE_STATUS, (*moved, after.status))


def _purge(connection: apsw.Connection, before: Millis) -> int:
    connection.execute(_PURGE_ANSWERS, (before, PURGED_AT_ONCE))
    return connection.changes()


_HEAD = "SELECT head_seq FROM conversations WHERE workspace_id = ?1 AND conversation_id = ?2"
_START, _TALK, _MOVE, _MOVE_STATUS, _OPEN = map(numbered, (START, TALK, MOVE, MOVE_STATUS, OPEN))
_ADD_ANSWER, _ANSWER, _TAKE_BACK_ANSWER, _PURGE_ANSWERS = map(
    numbered, (ADD_ANSWER, ANSWER, TAKE_BACK_ANSWER, PURGE_ANSWERS)
)
_ADD_EVENT, _ADD_EFFECT, _FINISH = map(numbered, (ADD_EVENT, ADD_EFFECT, FINISH))
