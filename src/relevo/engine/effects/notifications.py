"""What the team is told of, and who: a request for a person, a transfer, a word from a visitor to the one who has it.

One notification for each event and agent; its id is the same wherever it arrives, so that several windows make one alert.
Not here: e-mail, push and webhooks; they are features that follow the same effects later.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from relevo.core.actors import Actor, ActorKind
from relevo.core.conversation import Conversation, Waiting
from relevo.core.events import (
    HumanRequested,
    Message,
    NoteAdded,
    OwnerLost,
    Party,
    Recorded,
    Released,
    Resolved,
    TakenOver,
    Transferred,
    WaitExpired,
)
from relevo.core.ids import Millis, Seq
from relevo.core.messages import preview
from relevo.core.react import Effect
from relevo.core.rules import Assignment
from relevo.engine.effects.runner import Again, Done
from relevo.engine.handle import Handle
from relevo.engine.queue import LEFT_BEHIND
from relevo.engine.views import actor_view
from relevo.ports import Clock, EventLog, Notice, Seat, Workspace

ASSIGNMENT_MS = 500
"""Where requests are handed out by policy, the team hears only of one that nobody was given within this time."""
PAGE = 200


class Sources(Protocol):
    """Where the notifier looks things up."""

    @property
    def log(self) -> EventLog:
        """The events."""

    @property
    def workspace(self) -> Workspace:
        """Rules and teams."""

    @property
    def clock(self) -> Clock:
        """The time."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One kind of notification of an event, and for whom: the agents named, or with None everybody but one."""

    kind: str
    agent_ids: frozenset[str] | None
    text: str
    reason: str | None = None
    except_id: str | None = None


class Notifier:
    """Sends the notifications of one event to whom they concern."""

    def __init__(self, handle: Handle, sources: Sources, send: Callable[[Notice], None]) -> None:
        self._handle = handle
        self._sources = sources
        self._send = send

    async def __call__(self, effect: Effect) -> Done:
        conversation = await self._handle.load(effect.workspace_id, effect.conversation_id)
        records = await self._sources.log.read(effect.workspace_id, effect.conversation_id, Seq(effect.seq - 1), 1)
        for recorded in records:
            again = await self._not_yet(conversation, recorded)
            if again is not None:
                return again
            for told in await self._all_told(conversation, recorded):
                content = _content(conversation, recorded, told)
                self._send(Notice(effect.workspace_id, content, told.agent_ids, told.except_id))
        return None

    async def _not_yet(self, conversation: Conversation, recorded: Recorded) -> Again | None:
        """A request that policy may give to somebody at once is no news for everybody yet."""
        if not isinstance(recorded.event, HumanRequested):
            return None
        rules = await self._sources.workspace.rules(
            conversation.workspace_id, conversation.assistant.id, conversation.locale
        )
        due_at = Millis(recorded.at + ASSIGNMENT_MS)
        is_assigned = rules.policies.assignment is not Assignment.OFF
        return Again(due_at) if is_assigned and self._sources.clock.now_ms() < due_at else None

    async def _all_told(self, conversation: Conversation, recorded: Recorded) -> list[_Told]:
        match recorded.event:
            case HumanRequested() | WaitExpired():
                return await self._of_request(conversation, recorded)
            case Released(cause="owner_lost"):
                former = await self._owner_before(conversation, recorded.seq)
                return [_Told("returned", frozenset({former}), _latest(conversation))] if former else []
            case _:
                return list(_personal(conversation, recorded))

    async def _of_request(self, conversation: Conversation, recorded: Recorded) -> list[_Told]:
        """A request is the whole queue's business, as long as nobody has it; who lost it is told that."""
        told: list[_Told] = []
        by = recorded.actor
        except_id = by.id if by.kind is ActorKind.AGENT else None
        event = recorded.event
        reason = event.note or event.reason if isinstance(event, HumanRequested) else None
        if isinstance(event, HumanRequested) and event.trigger in LEFT_BEHIND:
            except_id = await self._owner_before(conversation, recorded.seq)
            if except_id is not None:
                kind = "unanswered" if event.trigger == "unanswered" else "returned"
                told.append(_Told(kind, frozenset({except_id}), _latest(conversation)))
        former = event.overridden if isinstance(event, HumanRequested) else None
        if former is not None:
            told.append(_Told("given_away", frozenset({former.id}), _latest(conversation)))
        control = conversation.control
        if isinstance(control, Waiting) and conversation.epoch == recorded.epoch:
            kind = "human_requested" if isinstance(event, HumanRequested) else "wait_expired"
            members = await self._members(conversation, control.team_id)
            if former is not None:
                members = members or frozenset(seat.actor.id for seat in await self._seats(conversation))
                members -= {former.id}
            if members is not None and except_id is not None:
                members -= {except_id}
            told.append(_Told(kind, members, _latest(conversation), reason or control.reason, except_id))
        return told

    async def _members(self, conversation: Conversation, team_id: str | None) -> frozenset[str] | None:
        """Return who answers for a queue; everybody where there is no such team, or nobody in it."""
        team = await self._sources.workspace.team(conversation.workspace_id, team_id) if team_id else None
        return (team.agent_ids or None) if team else None

    async def _seats(self, conversation: Conversation) -> Sequence[Seat]:
        return await self._sources.workspace.seats(conversation.workspace_id)

    async def _owner_before(self, conversation: Conversation, seq: Seq) -> str | None:
        """Return who had the conversation before an event."""
        owner_id: str | None = None
        after = Seq(0)
        while after < seq - 1:
            page = await self._sources.log.read(conversation.workspace_id, conversation.id, after, PAGE)
            for recorded in page:
                match recorded.event:
                    case TakenOver(owner=owner) | Transferred(to=owner) if recorded.seq < seq:
                        owner_id = owner.id
            if not page:
                break
            after = page[-1].seq
        return owner_id


def _personal(conversation: Conversation, recorded: Recorded) -> Iterator[_Told]:
    """Yield what concerns single agents."""
    owner_id = conversation.owner.id if conversation.owner else None
    match recorded.event:
        case Transferred(previous=previous, to=to, note=note, cause=cause) if not to.is_same(recorded.actor):
            kind = "transferred" if cause == "transferred" else "assigned"
            yield _Told(kind, frozenset({to.id}), _latest(conversation), note)
            yield from _overridden(conversation, recorded, "given_away", _agent_of(previous))
        case TakenOver(previous=previous, is_forced=True):
            yield from _overridden(conversation, recorded, "taken_over", _agent_of(previous))
        case Released(overridden=Actor(id=former)):
            yield from _overridden(conversation, recorded, "released", former)
        case Resolved(overridden=Actor(id=former)):
            yield from _overridden(conversation, recorded, "resolved", former)
        case Message(text=text) if owner_id is not None:
            yield _Told("message", frozenset({owner_id}), preview(text))
        case OwnerLost() if owner_id is not None:
            yield _Told("owner_lost", frozenset({owner_id}), _latest(conversation))
        case NoteAdded(text=text, mentions=mentions):
            mentioned = frozenset(mention.id for mention in mentions) - {recorded.actor.id}
            if mentioned:
                yield _Told("mention", mentioned, preview(text))
        case _:
            return


def _overridden(conversation: Conversation, recorded: Recorded, kind: str, former: str | None) -> Iterator[_Told]:
    """Tell an owner that somebody else has moved their conversation, and where to."""
    if former not in (None, recorded.actor.id):
        yield _Told(kind, frozenset({str(former)}), _latest(conversation))


def _agent_of(party: Party) -> str | None:
    return party.id if party.kind == "agent" else None


def _latest(conversation: Conversation) -> str:
    """Return the last words said; nothing where a person was asked for before the first message."""
    return conversation.last_message.text if conversation.last_message else ""


def _content(conversation: Conversation, recorded: Recorded, told: _Told) -> dict[str, Any]:
    by: Actor = recorded.actor
    return {
        "id": f"{conversation.id}:{recorded.seq}",
        "kind": told.kind,
        "conversation_id": conversation.id,
        "title": conversation.visitor.name,
        "text": told.text,
        "reason": told.reason,
        "actor": None if by.kind is ActorKind.SYSTEM else actor_view(by),
        "at": recorded.at,
    }
