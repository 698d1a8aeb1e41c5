"""Conversations and lists of them, as visitors and agents see them.

Not here: events.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from relevo.api.shapes.actors import Actor, Millis, Party, Seq
from relevo.core.events import Trigger

Phase = Literal["assistant", "asked", "waiting", "busy", "joining", "live", "closed"]
Status = Literal["active", "closed"]
Epoch = Annotated[int, Meta(description="How often control has changed.", ge=0)]


class WithAssistant(Struct, frozen=True, tag_field="kind", tag="assistant"):
    """An assistant may answer."""

    assistant: Party
    since: Millis


class VisitorWaiting(Struct, frozen=True, tag_field="kind", tag="waiting"):
    """A person is asked for."""

    since: Millis
    trigger: Trigger
    deadline: Millis | None
    timed_out: bool


class TeamWaiting(Struct, frozen=True, tag_field="kind", tag="waiting"):
    """A person is asked for; the reason is the team's alone."""

    since: Millis
    trigger: Trigger
    reason: str | None
    team_id: str | None
    deadline: Millis | None
    timed_out: bool


class WithAgent(Struct, frozen=True, tag_field="kind", tag="agent"):
    """One agent has control."""

    owner: Party
    since: Millis
    has_spoken: bool


class QueuePlace(Struct, frozen=True):
    """Where a waiting visitor stands; null where the workspace does not show it or nothing is known."""

    position: Annotated[int, Meta(description="1 is next.", ge=1)] | None
    estimated_wait_s: Annotated[int, Meta(description="From the waits of the last who were claimed.", ge=0)] | None


class VisitorConversation(Struct, frozen=True):
    """A conversation as its visitor may see it. It has a `queue` while the visitor waits for a person."""

    id: str
    status: Status
    phase: Phase
    control: WithAssistant | VisitorWaiting | WithAgent
    owner: Party | None
    assistant: Party
    epoch: Epoch
    version: Seq
    head_seq: Seq
    human_handoff: bool
    created_at: Millis
    updated_at: Millis
    queue: QueuePlace | None


class Inbox(Struct, frozen=True):
    """Where a conversation came in."""

    id: str
    name: str


class VisitorProfile(Struct, frozen=True):
    """A visitor as agents see them."""

    id: str
    name: str
    avatar_url: str | None
    locale: str


class LastMessage(Struct, frozen=True):
    """The last message, shortened."""

    text: str
    at: Millis
    actor: Actor


class AgentConversation(Struct, frozen=True):
    """A conversation as agents see it; a row of a list and of the inbox stream has the same shape."""

    id: str
    inbox: Inbox
    channel: str
    visitor: VisitorProfile
    status: Status
    phase: Phase
    control: WithAssistant | TeamWaiting | WithAgent
    owner: Party | None
    assistant: Party
    epoch: Epoch
    version: Seq
    head_seq: Seq
    human_handoff: bool
    requested_at: Millis | None
    request_trigger: Annotated[
        Trigger | None, Meta(description="What led to the request for a person, as long as it stands.")
    ]
    last_responder: Actor | None
    labels: list[str]
    unread: Annotated[int, Meta(description="Visitor's messages since anybody answered.", ge=0)]
    last_message: LastMessage | None
    subject: str | None
    contact_phone: str | None
    previous_id: str | None
    created_at: Millis
    updated_at: Millis


class Counts(Struct, frozen=True):
    """How many conversations each view holds."""

    handoff: int
    unassigned: int
    mine: int
    assistant: int
    all: int
    closed: int


class Match(Struct, frozen=True):
    """Where a search found its words: a piece of the message or note at `seq`, never markup."""

    text: str
    seq: Seq
    ranges: Annotated[
        list[tuple[int, int]],
        Meta(description="From and up to each place in `text`, in UTF-16 code units, as browsers count."),
    ]


class ListedConversation(AgentConversation, frozen=True, kw_only=True):
    """A row of a list. With `q` it has a `match`: null where the words stand in the name, the subject or the labels."""

    match: Match | None = None


class ConversationPage(Struct, frozen=True):
    """A page of a list. It may be shorter than asked for although there is a next one."""

    items: list[ListedConversation]
    next_cursor: str | None
    counts: Counts
