"""What is known of one conversation for lists: its words, and the facts it can be filtered by.

Every storage uses these, so that the same conversation is found by the same question everywhere. Not here: any index.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2s

import msgspec

from relevo.core.conversation import Conversation
from relevo.core.events import Event, Message, NoteAdded, Transferred
from relevo.ports import Filter, View
from relevo.storage.lists import CONTROL_KINDS, STAGES, control_kind_of, owner_id_of, stage_of, team_id_of
from relevo.storage.search.words import words

MOST_CHARS = 256 * 1024
"""The most text of one conversation that is searched, the latest: some four thousand messages. Each new message indexes its
conversation anew, so without a bound one endless conversation could occupy the writer."""
SEARCHED = (Message.type, NoteAdded.type, Transferred.type)
"""The events that something was said in."""
IS_ACTIVE, IS_CLOSED = ("status", "active"), ("stage", "closed")
"""Every conversation has one of these and not the other."""

Fact = tuple[str, str]
"""A field and its value."""


@dataclass(frozen=True, slots=True)
class Document:
    """The words of a conversation: what it is about (name, subject, labels, telephone number), and what was said in it."""

    about: tuple[str, ...]
    said: tuple[str, ...]
    facts: frozenset[Fact]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a filter asks of a conversation's facts: all of `every`, one of `some` unless that is empty, and none of `none`."""

    every: tuple[Fact, ...]
    some: tuple[Fact, ...] = ()
    none: tuple[Fact, ...] = ()

    def holds(self, facts: frozenset[Fact]) -> bool:
        """Does a conversation with these facts belong into the list?"""
        has_one = not self.some or not facts.isdisjoint(self.some)
        return has_one and facts.issuperset(self.every) and facts.isdisjoint(self.none)


def document(conversation: Conversation, latest_first: Iterable[str]) -> Document:
    """Return the document of a conversation from its texts, the latest first."""
    about = (
        conversation.visitor.name,
        conversation.subject or "",
        *conversation.labels,
        conversation.contact_phone or "",
    )
    texts: list[str] = []
    room = MOST_CHARS
    for text in latest_first:
        texts.append(text[:room])
        room -= len(text)
        if room <= 0:
            break
    said = words("\n".join(reversed(texts)))
    return Document(tuple(words("\n".join(about))), tuple(said), facts(conversation))


def text_of(event: Event) -> str | None:
    """Return what was said in an event, to whomever."""
    match event:
        case Message(text=text) | NoteAdded(text=text):
            return text
        case Transferred(note=note):
            return note
        case _:
            return None


def text_stored(type: str, raw: str | bytes) -> str | None:
    """Return the same of an event as it is stored (`engine.codec`), without reading the rest of it; it takes half as long.

    Raises ValueError for what cannot be read.
    """
    stored = _stored.get(type)
    return stored.decode(raw).text if stored else None


def facts(conversation: Conversation) -> frozenset[Fact]:
    """Return what the conversation can be filtered by."""
    owner_id, team_id = owner_id_of(conversation), team_id_of(conversation)
    responder = conversation.last_responder
    found = [
        ("workspace", conversation.workspace_id),
        ("stage", stage_of(conversation)),
        ("status", conversation.status),
        ("control", control_kind_of(conversation)),
        ("inbox", conversation.inbox_id),
        ("channel", conversation.channel),
        ("assistant", conversation.assistant.id),
        *(("label", label) for label in conversation.labels),
    ]
    found += [("owner", owner_id)] if owner_id is not None else []
    found += [("responder", responder.id)] if responder else []
    found += [("team", team_id)] if team_id is not None else []
    return frozenset((field, str(value)) for field, value in found)


def wanted(workspace_id: str, chosen: Filter) -> Wanted:
    """Return what a filter asks for, its text apart."""
    every = [
        ("workspace", workspace_id),
        ("responder", chosen.responded_by),
        ("control", CONTROL_KINDS[chosen.agent_type] if chosen.agent_type is not None else None),
        ("channel", chosen.channel),
        ("status", chosen.status),
        ("inbox", chosen.inbox_id),
        ("assistant", chosen.assistant_id),
        ("team", chosen.team_id),
        *(("label", label) for label in chosen.labels),
    ]
    some: tuple[Fact, ...] = ()
    match chosen.view:
        case View.MINE:
            every.append(("owner", chosen.agent_id))
        case View.ALL:
            every.append(IS_ACTIVE)
        case view:
            some = tuple(("stage", str(stage)) for stage in STAGES[view])
    return Wanted(tuple((field, str(value)) for field, value in every if value is not None), some)


@lru_cache(maxsize=4096)
def tag(fact: Fact) -> str:
    """Return a fact as one word of an index. Callers' texts never get into a query: this is a hash."""
    return "t" + blake2s("\x1f".join(fact).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class _Said(msgspec.Struct, frozen=True, gc=False):
    text: str


class _PassedOn(msgspec.Struct, frozen=True, gc=False, rename={"text": "note"}):
    text: str | None


_said = msgspec.json.Decoder(_Said)
_stored: dict[str, msgspec.json.Decoder[_Said] | msgspec.json.Decoder[_PassedOn]] = {
    Message.type: _said,
    NoteAdded.type: _said,
    Transferred.type: msgspec.json.Decoder(_PassedOn),
}
