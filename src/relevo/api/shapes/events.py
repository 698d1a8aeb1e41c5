"""Events of a conversation's log, as pages and streams carry them.

What a visitor may not see is left out of theirs: the internal types as a whole, and the fields that are marked so.
Not here: frames that are not in the log (drafts, typing, heartbeats); api.md lists those.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from relevo.api.shapes.actors import Actor, Millis, Party, Seq
from relevo.core.events import OfferCause, Trigger

Team = "Only for agents."
TeamText = Annotated[str | None, Meta(description=Team)] | UnsetType


class Nothing(Struct, frozen=True):
    """No more than the event itself."""


class Said(Struct, frozen=True):
    """A notice, in the visitor's language."""

    text: str


class Started(Struct, frozen=True):
    """The first event."""

    channel: str
    assistant: Party


class Message(Struct, frozen=True):
    """Something said to everybody."""

    id: str
    text: str
    client_id: str | UnsetType = UNSET


class AnswerCut(Struct, frozen=True):
    """What the visitor had seen of an answer when control changed; never a message."""

    turn: str
    text: str


class Button(Struct, frozen=True):
    """One answer that a click gives."""

    id: Literal["accept", "decline"]
    label: str


class HumanOffered(Struct, frozen=True):
    """The visitor is asked whether to fetch a person."""

    text: str
    buttons: list[Button]
    cause: Annotated[OfferCause, Meta(description=Team)] | UnsetType = UNSET


class HumanRequested(Struct, frozen=True):
    """A person is asked for."""

    trigger: Trigger
    deadline: Millis | None
    text: str
    reason: TeamText = UNSET
    note: TeamText = UNSET
    team_id: TeamText = UNSET


class ContactLeft(Struct, frozen=True):
    """A telephone number."""

    phone: str


class Before(Struct, frozen=True):
    """Who had control before; for `waiting` nobody."""

    kind: Literal["assistant", "waiting", "agent"]
    id: str | UnsetType = UNSET
    name: str | UnsetType | None = UNSET
    avatar_url: str | UnsetType | None = UNSET


class TakenOver(Struct, frozen=True, rename={"before": "from"}):
    """An agent has control."""

    owner: Party
    before: Before
    text: str
    forced: bool | UnsetType = UNSET


class Joined(Struct, frozen=True):
    """The join is announced with the first message."""

    owner: Party
    text: str


class Transferred(Struct, frozen=True, rename={"before": "from"}):
    """Control went to a colleague: passed on by who had it, assigned by an agent, or assigned by policy (`auto`)."""

    before: Before
    to: Party
    text: str
    cause: Literal["transferred", "assigned", "auto"]
    note: TeamText = UNSET


class Released(Struct, frozen=True):
    """An assistant has control; with the cause `assigned` it had been another assistant's, not a person's."""

    assistant: Party
    text: str
    cause: Literal["released", "continued", "owner_lost", "reopened", "assigned"]


class Commitment(Struct, frozen=True):
    """A promise made to the visitor."""

    text: str
    seq: Seq
    by: str


class HandoffNote(Struct, frozen=True):
    """What the assistant is told of the human stretch."""

    form: Literal["replay", "summary"]
    text: str
    commitments: list[Commitment]


class Mention(Struct, frozen=True):
    """An agent whose attention a note asks for."""

    id: str
    name: str


class Note(Struct, frozen=True):
    """A remark that only the team sees."""

    id: str
    text: str
    mentions: list[Mention]


class Labels(Struct, frozen=True):
    """The whole set of labels from now on."""

    labels: list[str]


class Subject(Struct, frozen=True):
    """The subject line that the team sees."""

    subject: str


CONTENTS: dict[str, type[Struct]] = {
    "conversation_started": Started,
    "message": Message,
    "answer_cut": AnswerCut,
    "human_offered": HumanOffered,
    "human_declined": Nothing,
    "human_requested": HumanRequested,
    "wait_expired": Said,
    "contact_left": ContactLeft,
    "taken_over": TakenOver,
    "joined": Joined,
    "transferred": Transferred,
    "released": Released,
    "handoff_note": HandoffNote,
    "owner_lost": Said,
    "resolved": Said,
    "reopened": Said,
    "note": Note,
    "labels_changed": Labels,
    "renamed": Subject,
}
"""What each type of event carries in `data`."""


def _event(name: str, content: type[Struct]) -> type[Struct]:
    """Return the type of an event with this content."""
    title = "".join(part.title() for part in name.split("_"))
    fields: list[tuple[str, Any]] = [("seq", Seq), ("at", Millis), ("epoch", int), ("actor", Actor), ("data", content)]
    doc = {"__doc__": content.__doc__}
    return msgspec.defstruct(
        f"{title}Event", fields, frozen=True, tag_field="type", tag=name, namespace=doc, module=__name__
    )


EVENTS: dict[str, type[Struct]] = {name: _event(name, content) for name, content in CONTENTS.items()}
Event: Any = EVENTS["message"]
for _kind in EVENTS.values():
    Event = Event | _kind


class EventPage(Struct, frozen=True):
    """A page of a log, in order. Positions that the reader may not see are left out."""

    events: list[Event]
    head_seq: Seq
