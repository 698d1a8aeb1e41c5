"""Those who speak beside people: assistants, which answer, and channels, which carry texts to visitors.

Not here: any plug-in.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from relevo.core.conversation import Conversation
from relevo.core.events import Recorded
from relevo.core.ids import ConversationId
from relevo.ports.nodes import AssistantProfile


class Speaker(StrEnum):
    """Who speaks a line of a transcript, as an assistant is told. Roles come from the log, never from text."""

    VISITOR = "visitor"
    ASSISTANT = "assistant"
    AGENT = "agent"
    NOTICE = "notice"
    """Internal: the human stretch began or ended, or the note on it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a transcript."""

    speaker: Speaker
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What an assistant gets to answer: the conversation so far, oldest line first, ending with what to answer."""

    conversation_id: ConversationId
    locale: str
    lines: tuple[Line, ...]
    may_ask_human: bool = True


class Chunk(Struct, frozen=True):
    """A piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class AskHuman:
    """The assistant asks for a person; text streamed before it is said first."""

    reason: str


@dataclass(frozen=True, slots=True)
class OfferPerson:
    """The assistant does not know; the visitor is asked whether to fetch a person."""


Reply = Chunk | AskHuman | OfferPerson


class AssistantFailed(Exception):
    """The back end refused, broke off or answered nonsense. The visitor is offered a person; the detail is for the log."""


class Assistant(Protocol):
    """Answers visitors. Cancelling the iteration stops the work and frees the back end."""

    def reply(self, transcript: Transcript) -> AsyncIterator[Reply]:
        """Stream an answer. Ends after an `AskHuman` or `OfferPerson`. No chunk at all means silence.

        Raises:
            AssistantFailed: there is no usable answer.
        """

    async def aclose(self) -> None:
        """Free connections."""


class Assistants(Protocol):
    """Where the engine gets an assistant's implementation from."""

    def get(self, profile: AssistantProfile) -> Assistant:
        """Return the implementation for a profile, the same object for the same profile.

        Raises:
            AssistantFailed: there is no plug-in of that kind, or its options are wrong.
        """


@dataclass(frozen=True, slots=True)
class Outbound:
    """Something for a visitor to read on a channel that does not read the log."""

    conversation: Conversation
    recorded: Recorded
    text: str


class Channel(Protocol):
    """Carries texts to visitors outside the web."""

    async def deliver(self, outbound: Outbound) -> None:
        """Send once; raise anything to be tried again later. `(conversation id, seq)` identifies the text."""
