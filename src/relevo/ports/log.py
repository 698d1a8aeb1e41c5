"""The log of conversations, the effects that follow, the lists, and plain tables: what a storage is.

Not here: any storage.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from relevo.core.conversation import Conversation
from relevo.core.events import Recorded
from relevo.core.ids import ConversationId, InboxId, Millis, Seq, WorkspaceId
from relevo.core.react import Effect


class VersionMoved(Exception):
    """Somebody else appended first: load and decide again."""


class AlreadyOpen(Exception):
    """The visitor has an open conversation in this inbox; it is the one to go on with."""

    def __init__(self, conversation_id: ConversationId) -> None:
        super().__init__(conversation_id)
        self.conversation_id = conversation_id


class Unavailable(Exception):
    """The storage cannot answer now (disk full, I/O error, locked, stopped). Nothing was written."""


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """One caller's name for one request. The same name with another fingerprint is a mistake of the caller."""

    principal: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request with a known key led to: the events `first_seq` … `last_seq`, none if last is before first."""

    conversation_id: ConversationId
    fingerprint: str
    first_seq: Seq
    last_seq: Seq


class AlreadyApplied(Exception):
    """A request with this key was carried out before."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.conversation_id)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything one command changes, in one transaction (rule 4)."""

    before: Conversation | None
    after: Conversation
    records: tuple[Recorded, ...]
    effects: tuple[Effect, ...] = ()
    lease_until: Millis = Millis(0)
    """Effects that are due at once are written as leased to this node until then, so nobody else picks them up too."""
    idempotency: IdempotencyKey | None = None
    finished: Effect | None = None
    """The effect that this commit completes; it disappears in the same transaction."""


class EventLog(Protocol):
    """The log of every conversation with what must never disagree with it. One implementation for each database.

    Every method raises `Unavailable` when the storage cannot answer. Every query is bound to one workspace.
    """

    async def load(self, workspace_id: WorkspaceId, conversation_id: ConversationId) -> Conversation | None:
        """Return the conversation at its head."""

    async def append(self, commit: Commit) -> None:
        """Write a commit durably: when this returns, a power cut loses nothing.

        Raises:
            VersionMoved: the stored head is not `commit.before`'s.
            AlreadyApplied: the idempotency key is known; nothing is written.
            AlreadyOpen: the commit starts a second open conversation of one visitor in one inbox.
        """

    async def read(
        self, workspace_id: WorkspaceId, conversation_id: ConversationId, after: Seq, limit: int
    ) -> Sequence[Recorded]:
        """Return at most `limit` events after a position, in order."""

    async def answer(self, workspace_id: WorkspaceId, principal: str, key: str) -> Answer | None:
        """Return what an earlier request with this key led to."""

    async def open_conversation(
        self, workspace_id: WorkspaceId, inbox_id: InboxId, visitor_id: str
    ) -> ConversationId | None:
        """Return the visitor's active conversation in an inbox."""

    async def latest_conversation(
        self, workspace_id: WorkspaceId, inbox_id: InboxId, visitor_id: str
    ) -> ConversationId | None:
        """Return the visitor's newest conversation in an inbox, closed ones too."""


Value = str | int | float | bytes | None
Statement = tuple[str, tuple[Value, ...]]
"""SQL with `$1` … `$n` and its parameters; the same text serves every database."""


class Tables(Protocol):
    """Plain tables beside the log, for what is not part of a conversation: people, settings, keys."""

    async def rows(self, sql: str, *values: Value) -> Sequence[tuple[Value, ...]]:
        """Return the rows of one query. Raises `Unavailable`."""

    async def write(self, *statements: Statement) -> Sequence[int]:
        """Carry out statements in one durable transaction; return how many rows each changed.

        Raises:
            Conflict: a uniqueness rule was violated; nothing is written.
            Unavailable: the storage cannot answer.
        """


class Conflict(Exception):
    """Something with this name exists already."""


@dataclass(frozen=True, slots=True)
class Leased:
    """An effect that this node may do until its lease ends; `attempts` counts the times it was leased, this one too."""

    effect: Effect
    attempts: int


class EffectQueue(Protocol):
    """Effects as leased rows with a due time; part of the same database as the log."""

    async def lease(self, node: str, now: Millis, until: Millis, limit: int) -> Sequence[Leased]:
        """Lease due effects whose lease is over or that have none, the longest due first."""

    async def finish(self, effect: Effect) -> None:
        """Remove a done effect; removing it twice is no error."""

    async def postpone(self, effect: Effect, due_at: Millis, error: str | None) -> None:
        """Give back the lease; due again at a later moment. `error` says why, None for a timer that looks again."""

    async def bury(self, effect: Effect, error: str) -> None:
        """Keep an effect that failed for good, out of the way, for an operator to see."""

    async def next_due(self) -> Millis | None:
        """Return when the next effect is due or the next lease is over."""


class View(StrEnum):
    """The inbox's tabs."""

    HANDOFF = "handoff"
    UNASSIGNED = "unassigned"
    MINE = "mine"
    ASSISTANT = "assistant"
    ALL = "all"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which conversations a list holds; every given field must hold."""

    view: View = View.ALL
    agent_id: str = ""
    """Whose list it is: the owner that `MINE` means."""
    responded_by: str | None = None
    agent_type: Literal["ai", "human"] | None = None
    label: str | None = None
    channel: str | None = None
    status: Literal["active", "closed"] | None = None
    text: str | None = None
    """Part of the visitor's name, the subject or the last message, in any case."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, the most recently changed first, and the cursor of the next."""

    items: tuple[Conversation, ...]
    next_cursor: str | None


class Inbox(Protocol):
    """Lists of conversations, read from the rows that are written with the log."""

    async def page(self, workspace_id: WorkspaceId, chosen: Filter, cursor: str | None, limit: int) -> Page:
        """Return a page. Raises ValueError for a cursor that no page gave."""

    async def counts(self, workspace_id: WorkspaceId, agent_id: str) -> Mapping[View, int]:
        """Return how many conversations each view holds for this agent."""
