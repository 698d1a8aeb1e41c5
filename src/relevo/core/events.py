"""What happened: every event that a conversation's log can hold, and the numbered record of one.

Not here: what visitors and agents are shown of it (`engine/views`) or how it is stored (`engine/codec`).
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from relevo.core.actors import Actor
from relevo.core.ids import Epoch, InboxId, Millis, Seq, TurnId

Trigger = Literal[
    "button", "keyword", "assistant", "rule", "api", "transfer", "queued", "reopened", "owner_lost", "unanswered"
]
"""What leads to a request for a person; `queued` is an agent who puts a conversation into the queue."""
OfferCause = Literal["keyword", "failure", "unknown_answer", "rule"]
"""What leads to the offer of one."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `type` is its public name; events that change control raise the epoch by one."""

    type: ClassVar[str]
    changes_control: ClassVar[bool] = False
    is_internal: ClassVar[bool] = False
    """Is it the team's alone? Visitors never see it, and their streams skip its position."""


@dataclass(frozen=True, slots=True)
class Button:
    """One answer that a visitor can give with a click."""

    id: Literal["accept", "decline"]
    label: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise made to the visitor, in the words that were used, and where it stands in the log."""

    text: str
    seq: Seq
    by: str


@dataclass(frozen=True, slots=True)
class Note:
    """What the assistant is told of a human stretch: the lines themselves, or the picked lines of a long one."""

    form: Literal["replay", "summary"]
    text: str
    commitments: tuple[Commitment, ...] = ()


@dataclass(frozen=True, slots=True)
class ConversationStarted(Event):
    """The first event of every log."""

    type: ClassVar = "conversation_started"
    workspace_id: str
    inbox_id: InboxId
    channel: str
    visitor: Actor
    assistant: Actor
    locale: str
    previous_id: str | None = None


@dataclass(frozen=True, slots=True)
class Message(Event):
    """Something said to everybody. For an assistant's, `answers_seq` is the last event its turn had read."""

    type: ClassVar = "message"
    id: str
    text: str
    client_id: str | None = None
    answers_seq: Seq | None = None


@dataclass(frozen=True, slots=True)
class AnswerCut(Event):
    """What the visitor had seen of an answer when control changed or an offer ended it. Never a message: it was not said."""

    type: ClassVar = "answer_cut"
    turn: TurnId
    text: str


@dataclass(frozen=True, slots=True)
class HumanOffered(Event):
    """The visitor is asked whether to fetch a person; nothing else changes."""

    type: ClassVar = "human_offered"
    text: str
    buttons: tuple[Button, ...]
    cause: str
    answers_seq: Seq | None = None


@dataclass(frozen=True, slots=True)
class HumanDeclined(Event):
    """The visitor wants no person now."""

    type: ClassVar = "human_declined"


@dataclass(frozen=True, slots=True)
class HumanRequested(Event):
    """A person is asked for: the assistant has no control any more and nobody has it yet."""

    type: ClassVar = "human_requested"
    changes_control: ClassVar = True
    trigger: str
    reason: str | None
    deadline: Millis | None
    text: str
    team_id: str | None = None
    standby: Actor | None = None
    """The assistant that goes on helping meanwhile (policy R3), if any."""
    note: str | None = None
    """What whoever comes next should know, of an agent who passed the conversation on."""
    overridden: Actor | None = None
    """The owner, where somebody else gave their conversation away (policy R2)."""


@dataclass(frozen=True, slots=True)
class WaitExpired(Event):
    """Nobody came within the response time. The request stays claimable."""

    type: ClassVar = "wait_expired"
    text: str


@dataclass(frozen=True, slots=True)
class ContactLeft(Event):
    """The visitor left a telephone number: a lead."""

    type: ClassVar = "contact_left"
    phone: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who had control before: an assistant, an agent, or nobody while the visitor waited."""

    kind: Literal["assistant", "waiting", "agent"]
    id: str | None = None
    name: str | None = None
    avatar_url: str | None = None


@dataclass(frozen=True, slots=True)
class TakenOver(Event):
    """An agent has control."""

    type: ClassVar = "taken_over"
    changes_control: ClassVar = True
    owner: Actor
    previous: Party
    text: str
    is_forced: bool = False


@dataclass(frozen=True, slots=True)
class Joined(Event):
    """The join is announced with the agent's first message (policy R7)."""

    type: ClassVar = "joined"
    owner: Actor
    text: str


@dataclass(frozen=True, slots=True)
class Transferred(Event):
    """Control went to a colleague: passed on by who had it, assigned by anybody, or assigned by policy."""

    type: ClassVar = "transferred"
    changes_control: ClassVar = True
    previous: Party
    to: Actor
    note: str | None
    text: str
    cause: Literal["transferred", "assigned", "auto"] = "transferred"
    deadline: Millis | None = None
    """Until when somebody who was given it by policy has to answer."""


@dataclass(frozen=True, slots=True)
class Released(Event):
    """An assistant has control. With `answers_now` it speaks without waiting for the next visitor message.

    It was a person's or nobody's before; with the cause `assigned` another assistant's.
    """

    type: ClassVar = "released"
    changes_control: ClassVar = True
    assistant: Actor
    text: str
    cause: Literal["released", "continued", "owner_lost", "reopened", "assigned"]
    answers_now: bool = False
    keeps_request: bool = False
    overridden: Actor | None = None
    """The owner, where somebody else gave their conversation away (policy R2)."""


@dataclass(frozen=True, slots=True)
class HandoffNote(Event):
    """What the assistant is told of the human stretch; never shown to the visitor."""

    type: ClassVar = "handoff_note"
    is_internal: ClassVar = True
    note: Note


@dataclass(frozen=True, slots=True)
class OwnerLost(Event):
    """The owner's presence is lost; the visitor is told. Control changes only after the grace (policy R19)."""

    type: ClassVar = "owner_lost"
    text: str


@dataclass(frozen=True, slots=True)
class Resolved(Event):
    """The conversation is closed."""

    type: ClassVar = "resolved"
    changes_control: ClassVar = True
    text: str
    overridden: Actor | None = None
    """The owner, where somebody else closed their conversation (policy R2)."""


@dataclass(frozen=True, slots=True)
class Reopened(Event):
    """The conversation is active again; who has control says the next event."""

    type: ClassVar = "reopened"
    changes_control: ClassVar = True
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """An agent whose attention a note asks for, by the name of that day."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class NoteAdded(Event):
    """A remark that only the team sees."""

    type: ClassVar = "note"
    is_internal: ClassVar = True
    id: str
    text: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelsChanged(Event):
    """The whole set of labels from now on."""

    type: ClassVar = "labels_changed"
    is_internal: ClassVar = True
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Renamed(Event):
    """The subject line that the team sees."""

    type: ClassVar = "renamed"
    is_internal: ClassVar = True
    subject: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event in its place in the log. `epoch` is the one in force from this event on."""

    seq: Seq
    at: Millis
    epoch: Epoch
    actor: Actor
    event: Event


EVENTS: dict[str, type[Event]] = {
    kind.type: kind
    for kind in (
        ConversationStarted, Message, AnswerCut, HumanOffered, HumanDeclined, HumanRequested, WaitExpired, ContactLeft,
        TakenOver, Joined, Transferred, Released, HandoffNote, OwnerLost, Resolved, Reopened, NoteAdded, LabelsChanged,
        Renamed,
    )
}  # fmt: skip
"""Every event by its public name."""
