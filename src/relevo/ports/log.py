"""The log of conversations, the effects that follow, the lists, and plain tables: what a storage is.

Not here: any storage.
"""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from msgspec import Struct

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


class Uncertain(Unavailable):
    """The storage has not answered in time: what was asked may be written, or may yet be."""


class IdempotencyKey(Struct, frozen=True):
    """One caller's name for one request. The same name with another fingerprint is a mistake of the caller."""

    principal: str
    key: str
    fingerprint: str


class Answer(Struct, frozen=True):
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


class Commit(Struct, frozen=True):
    """Everything one command changes, in one transaction (rule 4)."""

    before: Conversation | None
    after: Conversation
    records: tuple[Recorded, ...]
    effects: tuple[Effect, ...] = ()
    lease_until: Millis = Millis(0)
    """Effects that are due at once are written as leased to this node until then, so nobody else picks them up too."""
    keys: tuple[IdempotencyKey, ...] = ()
    """Every name that the caller gave the request; the same request again may bear one of them or all."""
    finished: Effect | None = None
    """The effect that this commit completes; it disappears in the same transaction."""


class EventLog(Protocol):
    """The log of every conversation with what must never disagree with it. One implementation for each database.

    Every method raises `Unavailable` when the storage cannot answer. Every query is bound to one workspace.
    """

    async def load(self, workspace_id: WorkspaceId, conversation_id: ConversationId) -> Conversation | None:
        """Return the conversation at its head."""

    def append(self, commit: Commit) -> Awaitable[None]:
        """Write a commit durably: when what is returned is done, a power cut loses nothing.

        Raises:
            VersionMoved: the stored head is not `commit.before`'s.
            AlreadyApplied: one of the keys is known, the first of them is told; nothing is written.
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


class Order(StrEnum):
    """In which order a list stands."""

    URGENCY = "urgency"
    """Whoever waits for a person's answer first, the longest wait on top; then the most recently changed."""
    RECENT = "recent"
    """The most recently changed first."""


DEFAULT_ORDER: Mapping[View, Order] = {
    view: Order.URGENCY if view in (View.HANDOFF, View.UNASSIGNED, View.MINE) else Order.RECENT for view in View
}
"""The order of each view unless another is asked for. A list that answers a text search stands in the order of its fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which conversations a list holds; every given field must hold."""

    view: View = View.ALL
    agent_id: str = ""
    """Whose list it is: the owner that `MINE` means."""
    responded_by: str | None = None
    agent_type: Literal["ai", "human"] | None = None
    labels: tuple[str, ...] = ()
    channel: str | None = None
    status: Literal["active", "closed"] | None = None
    inbox_id: str | None = None
    assistant_id: str | None = None
    """The assistant that has control, had it last, and gets it back."""
    team_id: str | None = None
    """The team whose people the visitor waits for."""
    text: str | None = None
    """Words that the visitor's name, the subject, the labels, the messages or the notes have, in any case, with or without
    accents; the last one may be unfinished. Blank is no text; a text without any word is found nowhere."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a search found its words: a piece of the message or note at `seq`, and the ranges of the words in it.

    Ranges are from and up to, counted in UTF-16 code units, as browsers count.
    """

    text: str
    seq: Seq
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and the cursor of the next."""

    items: tuple[Conversation, ...]
    next_cursor: str | None
    matches: Mapping[ConversationId, Match] = field(default_factory=dict)
    """What a text search found in the messages and notes of these conversations; for some it was only the name or the like."""


class Inbox(Protocol):
    """Lists of conversations, read from the rows that are written with the log.

    Everything that an append wrote before is in the answers, a text search's too. Pages follow each other without gap or
    repeat: a conversation is skipped or shown twice only if it changed its own place meanwhile.
    """

    async def page(
        self, workspace_id: WorkspaceId, chosen: Filter, cursor: str | None, limit: int, order: Order | None = None
    ) -> Page:
        """Return a page, without `order` in that of its view. Raises ValueError for a cursor that no such page gave."""

    async def counts(self, workspace_id: WorkspaceId, agent_id: str) -> Mapping[View, int]:
        """Return how many conversations each view holds for this agent."""

    async def count_each(self, workspace_id: WorkspaceId, filters: Sequence[Filter]) -> Sequence[int]:
        """Return how many conversations each filter holds."""
