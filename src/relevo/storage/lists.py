"""What lists of conversations are made of: the stage of each conversation, the stages of each view, orders and cursors.

Every storage uses these, so that the same conversation stands in the same lists everywhere. Not here: any query.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar, assert_never

import msgspec

from relevo.core.conversation import Control, Conversation, Waiting, WithAgent, WithAssistant
from relevo.core.ids import Millis
from relevo.ports import Order, View


class Stage(StrEnum):
    """Where a conversation stands, for lists. Every conversation is in exactly one stage, so one index serves all views."""

    ASSISTANT = "assistant"
    """An assistant has it and nobody asked for a person."""
    CLAIMABLE = "claimable"
    """A person is asked for and nobody has come, whether the visitor waits or goes on with the assistant."""
    UNSPOKEN = "unspoken"
    """A person was asked for; an agent has it and has not said anything yet."""
    OWNED = "owned"
    """An agent has it, and nobody asked or the agent has spoken."""
    CLOSED = "closed"


ACTIVE = (Stage.ASSISTANT, Stage.CLAIMABLE, Stage.UNSPOKEN, Stage.OWNED)
"""The stages of the view `ALL`: everything that is not closed. `CLOSED` is a view of its own."""

STAGES: dict[View, tuple[Stage, ...]] = {
    View.HANDOFF: (Stage.CLAIMABLE,),
    View.UNASSIGNED: (Stage.CLAIMABLE, Stage.UNSPOKEN),
    View.ASSISTANT: (Stage.ASSISTANT,),
    View.ALL: ACTIVE,
    View.CLOSED: (Stage.CLOSED,),
}
"""The stages of each view; `MINE` goes by the owner instead."""


def stage_of(conversation: Conversation) -> Stage:
    """Return the conversation's stage."""
    if conversation.is_closed:
        return Stage.CLOSED
    match conversation.control:
        case WithAgent(has_spoken=has_spoken):
            return Stage.OWNED if has_spoken or conversation.requested_at is None else Stage.UNSPOKEN
        case WithAssistant() | Waiting():
            return Stage.ASSISTANT if conversation.requested_at is None else Stage.CLAIMABLE
        case never:
            assert_never(never)


def stands_as(before: Conversation, after: Conversation) -> bool:
    """Does a change leave a conversation in its stage, with its owner, labels, assistant and team? Nearly every message does.

    A no may be wrong, since parts are told apart by identity: then what is the same is written once more.
    """
    return (
        before.control is after.control
        and before.status is after.status
        and before.requested_at == after.requested_at
        and before.labels is after.labels
        and before.assistant is after.assistant
    )


def owner_id_of(conversation: Conversation) -> str | None:
    """Return whose list `MINE` the conversation stands in: nobody's once it is closed."""
    owner = conversation.owner
    return None if owner is None or conversation.is_closed else owner.id


def control_kind_of(conversation: Conversation) -> str:
    """Return who has control, or had it when the conversation was closed: `assistant`, `waiting` or `agent`."""
    return _KINDS[type(conversation.control)]


def team_id_of(conversation: Conversation) -> str | None:
    """Return for whose people the visitor waits."""
    control = conversation.control
    return control.team_id if isinstance(control, Waiting) and not conversation.is_closed else None


_KINDS: dict[type[Control], str] = {WithAssistant: "assistant", Waiting: "waiting", WithAgent: "agent"}

CONTROL_KINDS = {"ai": "assistant", "human": "agent"}
"""The kinds of control that the filter `agent_type` means. Whoever waits is with neither."""


LABEL_END = "\x1f"
"""Stands before and after each label where a conversation's labels are one text; control characters never get into a label."""


def labels_text(labels: Iterable[str]) -> str:
    """Return labels as one text in which each stands between two marks, so that none is part of another."""
    return LABEL_END.join(("", *labels, ""))


class Place(StrEnum):
    """The parts that an ordered list is made of; within each, rows stand by a moment and their id."""

    WAITING = "waiting"
    """Those who wait for a person, the longest wait first."""
    RECENT = "recent"
    """The others, or in the order `RECENT` all of them, the latest change first."""


def waiting_since_of(conversation: Conversation) -> Millis | None:
    """Return since when the visitor waits for a person: for anybody, or for the answer of the agent who has control."""
    if conversation.is_unassigned:
        return conversation.requested_at
    if not conversation.unanswered or conversation.is_closed or conversation.owner is None:
        return None
    return conversation.unanswered_since or conversation.updated_at


WAITING_IN: dict[Stage, tuple[Place, ...]] = {
    Stage.ASSISTANT: (Place.RECENT,),
    Stage.CLAIMABLE: (Place.WAITING,),
    Stage.UNSPOKEN: (Place.WAITING,),
    Stage.OWNED: (Place.WAITING, Place.RECENT),
    Stage.CLOSED: (Place.RECENT,),
}
"""In which parts of a list by urgency each stage can have conversations; in the others nobody needs to look."""


def places_of(order: Order) -> tuple[Place, ...]:
    """Return the parts of a list, in their order."""
    return (Place.WAITING, Place.RECENT) if order is Order.URGENCY else (Place.RECENT,)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of the last row of a page: in which part of the list, its moment there, and its id.

    The place is a row's own, so whatever moves elsewhere shifts no other row over the cursor.
    """

    place: Place
    at: Millis
    id: str

    def encode(self) -> str:
        """Return the opaque form that callers hand back."""
        return sealed((self.place, self.at, self.id))

    @classmethod
    def decode(cls, opaque: str, order: Order) -> "Cursor":
        """Return the place that an opaque form means. Raises ValueError for anything that `encode` did not make."""
        place, at, id = unsealed(opaque, _decoder)
        if not 0 <= at < 1 << 63 or place not in places_of(order):
            raise ValueError(NOT_OURS)
        return cls(place, Millis(at), id)


NOT_OURS = "no page gave this cursor"
T = TypeVar("T")


def sealed(value: object) -> str:
    """Return a value as one opaque word."""
    return urlsafe_b64encode(_encoder.encode(value)).rstrip(b"=").decode()


def unsealed(opaque: str, decoder: "msgspec.json.Decoder[T]") -> T:
    """Return the value of such a word. Raises ValueError for anything that `sealed` did not make."""
    try:
        value = decoder.decode(urlsafe_b64decode(opaque + "=" * (-len(opaque) % 4)))
    except ValueError:
        raise ValueError(NOT_OURS) from None
    if sealed(value) != opaque:
        raise ValueError(NOT_OURS)
    return value


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(tuple[Place, int, str])
