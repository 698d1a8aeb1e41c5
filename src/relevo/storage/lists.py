"""What lists of conversations are made of: the stage of each conversation, the stages of each view, search text, cursors.

Every storage uses these, so that the same conversation stands in the same lists everywhere. Not here: any query.
"""

import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from relevo.core.conversation import Control, Conversation, Waiting, WithAgent, WithAssistant
from relevo.core.ids import Millis
from relevo.ports import View


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
    if conversation.is_claimable:
        return Stage.CLAIMABLE
    if isinstance(conversation.control, WithAssistant):
        return Stage.ASSISTANT
    return Stage.UNSPOKEN if conversation.is_unassigned else Stage.OWNED


def owner_id_of(conversation: Conversation) -> str | None:
    """Return whose list `MINE` the conversation stands in: nobody's once it is closed."""
    owner = conversation.owner
    return None if owner is None or conversation.is_closed else owner.id


def control_kind_of(conversation: Conversation) -> str:
    """Return who has control, or had it when the conversation was closed: `assistant`, `waiting` or `agent`."""
    return _KINDS[type(conversation.control)]


_KINDS: dict[type[Control], str] = {WithAssistant: "assistant", Waiting: "waiting", WithAgent: "agent"}

CONTROL_KINDS = {"ai": "assistant", "human": "agent"}
"""The kinds of control that the filter `agent_type` means. Whoever waits is with neither."""


LABEL_END = "\x1f"
"""Stands before and after each label where a conversation's labels are one text; control characters never get into a label."""


def labels_text(labels: Iterable[str]) -> str:
    """Return labels as one text in which each stands between two marks, so that none is part of another."""
    return "".join((LABEL_END, *(f"{label}{LABEL_END}" for label in labels)))


SEARCHED_CHARS = 4_000
"""The most that a text search looks through in one conversation."""


def search_text(conversation: Conversation) -> str:
    """Return what a text search looks through: the visitor's name, the subject and the last message, folded."""
    last = conversation.last_message
    parts = (conversation.visitor.name, conversation.subject or "", last.text if last else "")
    return folded("\n".join(parts))[:SEARCHED_CHARS]


def folded(text: str) -> str:
    """Return a text in the form in which upper and lower case compare as equal (Unicode caseless matching, NFC).

    NUL is left out: SQLite would end a text there, and PostgreSQL takes none at all.
    """
    text = text.replace("\0", "")
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of the last row of a page in the order of lists: newest change first, then by id downwards."""

    updated_at: Millis
    id: str

    def encode(self) -> str:
        """Return the opaque form that callers hand back."""
        return urlsafe_b64encode(_encoder.encode((self.updated_at, self.id))).rstrip(b"=").decode()

    @classmethod
    def decode(cls, opaque: str) -> "Cursor":
        """Return the place that an opaque form means. Raises ValueError for anything that `encode` did not make."""
        try:
            updated_at, id = _decoder.decode(urlsafe_b64decode(opaque + "=" * (-len(opaque) % 4)))
        except ValueError:
            raise ValueError("no page gave this cursor") from None
        cursor = cls(Millis(updated_at), id)
        if cursor.encode() != opaque or not 0 <= updated_at < 1 << 63:
            raise ValueError("no page gave this cursor")
        return cursor


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(tuple[int, str])
