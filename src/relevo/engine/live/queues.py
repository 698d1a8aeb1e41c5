"""The queues of every workspace, one for each team and one for those who asked for nobody in particular.

They are kept in memory from the first who waits, follow what is committed, and tell waiting visitors their number: one look
at a queue for whatever happens within a second, and only where a visitor has a stream open.
Not here: order and estimates (`engine.queue`), and giving requests to agents (`features.assignment`).
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Protocol

from relevo.core.conversation import Conversation
from relevo.core.ids import ConversationId, Epoch, Millis, WorkspaceId
from relevo.core.rules import Handoff
from relevo.engine.queue import Line, Place, estimate_s, place_of
from relevo.engine.views import Audience
from relevo.ports import Clock, Filter, Inbox, Unavailable, View, Workspace

PAUSE_S = 1.0
PAGE = 100
AT_ONCE = 200
"""So many visitors are told in one go before everything else gets its turn."""

QueueView = dict[str, int | None]


class Watchers(Protocol):
    """Who follows a conversation: `Streams`."""

    def has_readers(self, workspace_id: WorkspaceId, conversation_id: ConversationId, audience: Audience) -> bool:
        """Does anybody of the audience follow it on this node?"""

    def tell(self, key: tuple[WorkspaceId, ConversationId], audience: Audience, name: str, content: Any) -> None:
        """Show one audience something that is not part of the log."""


@dataclass(slots=True)
class _Hall:
    """The queues of one workspace."""

    lines: dict[str | None, Line] = field(default_factory=dict)
    places: dict[ConversationId, Place] = field(default_factory=dict)
    told: dict[ConversationId, QueueView] = field(default_factory=dict)
    heard: dict[ConversationId, Epoch] = field(default_factory=dict)
    """What was committed while the stored queue was being read: newer than what is read."""
    is_loaded: bool = False
    loading: asyncio.Task[None] | None = None
    telling: asyncio.Task[None] | None = None
    has_changed: bool = False


class Queues:
    """All queues, as this node knows them. Used from the event loop's thread only."""

    def __init__(self, inbox: Inbox, workspace: Workspace, clock: Clock, streams: Watchers) -> None:
        self._inbox = inbox
        self._workspace = workspace
        self._clock = clock
        self._streams = streams
        self._halls: dict[WorkspaceId, _Hall] = {}

    def is_known(self, workspace_id: WorkspaceId) -> bool:
        """Is anything of this workspace kept here, so that it has to follow what other nodes do?"""
        return workspace_id in self._halls

    def moved(self, conversation: Conversation) -> None:
        """Follow a conversation whose control has changed, here or on another node."""
        hall = self._halls.get(conversation.workspace_id)
        if hall is None:
            if place_of(conversation) is None:
                return
            hall = self._open(conversation.workspace_id)
        if hall.loading is not None:
            hall.heard[conversation.id] = conversation.epoch
        if _follow(hall, conversation):
            self._tell(conversation.workspace_id, hall)

    async def waiting(self, workspace_id: WorkspaceId) -> list[Place]:
        """Return everybody who waits, in the order in which they should be claimed."""
        hall = await self._loaded(workspace_id)
        return sorted(place for line in hall.lines.values() for place in line.places)

    async def view(self, conversation: Conversation) -> QueueView | None:
        """Return what a waiting visitor is told of the queue; None for one who does not wait.

        None as well where the queue cannot be read: whoever has just asked must not be told that nothing was changed.
        """
        place = place_of(conversation)
        if place is None:
            return None
        try:
            hall = await self._loaded(conversation.workspace_id)
        except Unavailable:
            return None
        # Counted, never added: what is asked about may be an answer from before, and nobody would take it out again.
        line = hall.lines.get(place.team_id, Line())
        now = Millis(self._clock.now_ms())
        rules = await self._workspace.rules(conversation.workspace_id, place.assistant_id, place.locale)
        return _view(line.number_of(place), line.pace_ms(now), rules.handoff)

    async def look_again(self) -> None:
        """Tell everybody anew whose estimate has grown with the time; called every few seconds."""
        for workspace_id, hall in list(self._halls.items()):
            if hall.places:
                self._tell(workspace_id, hall)

    async def refresh(self) -> None:
        """Read the stored queues again: what other nodes did shows even if every wake-up was lost (rule 3)."""
        for workspace_id, hall in list(self._halls.items()):
            if hall.loading is None:
                hall.loading = asyncio.get_running_loop().create_task(self._load(workspace_id, hall))

    async def stop(self) -> None:
        """End the work in hand."""
        tasks = [task for hall in self._halls.values() for task in (hall.loading, hall.telling) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _open(self, workspace_id: WorkspaceId) -> _Hall:
        hall = self._halls[workspace_id] = _Hall()
        hall.loading = asyncio.get_running_loop().create_task(self._load(workspace_id, hall))
        return hall

    async def _loaded(self, workspace_id: WorkspaceId) -> _Hall:
        hall = self._halls.get(workspace_id) or self._open(workspace_id)
        if hall.loading is not None:
            await asyncio.shield(hall.loading)
        if not hall.is_loaded:
            raise Unavailable("the queue could not be read")
        return hall

    async def _load(self, workspace_id: WorkspaceId, hall: _Hall) -> None:
        try:
            stored = await self._stored(workspace_id)
        except Unavailable:
            if not hall.is_loaded:
                self._halls.pop(workspace_id, None)
            return
        finally:
            hall.loading = None
        hall.is_loaded = True
        kept = {known: hall.places[known] for known in hall.heard.keys() & hall.places.keys()}
        read = {one.conversation_id: one for one in stored if one.conversation_id not in hall.heard}
        before, hall.lines, hall.places = hall.lines, {}, {}
        for place in sorted((read | kept).values()):
            _add(hall, place)
        for team_id, line in before.items():
            hall.lines.setdefault(team_id, Line()).keep_history_of(line)
        hall.heard.clear()
        self._tell(workspace_id, hall)

    async def _stored(self, workspace_id: WorkspaceId) -> list[Place]:
        places: list[Place] = []
        cursor: str | None = None
        while True:
            page = await self._inbox.page(workspace_id, Filter(view=View.HANDOFF), cursor, PAGE)
            places += [place for one in page.items if (place := place_of(one)) is not None]
            cursor = page.next_cursor
            if cursor is None:
                return places

    def _tell(self, workspace_id: WorkspaceId, hall: _Hall) -> None:
        hall.has_changed = True
        if hall.telling is None:
            hall.telling = asyncio.get_running_loop().create_task(self._tell_all(workspace_id, hall))

    async def _tell_all(self, workspace_id: WorkspaceId, hall: _Hall) -> None:
        try:
            while hall.has_changed:
                hall.has_changed = False
                for line in list(hall.lines.values()):
                    await self._tell_line(workspace_id, hall, line)
                await asyncio.sleep(PAUSE_S)
        except Unavailable:
            return
        finally:
            hall.telling = None

    async def _tell_line(self, workspace_id: WorkspaceId, hall: _Hall, line: Line) -> None:
        pace_ms = line.pace_ms(Millis(self._clock.now_ms()))
        for number, place in enumerate(list(line.places), start=1):
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
            key = (workspace_id, place.conversation_id)
            if not self._streams.has_readers(*key, Audience.VISITOR):
                continue
            rules = await self._workspace.rules(workspace_id, place.assistant_id, place.locale)
            view = _view(number, pace_ms, rules.handoff)
            if place.conversation_id in hall.places and hall.told.get(place.conversation_id) != view:
                hall.told[place.conversation_id] = view
                self._streams.tell(key, Audience.VISITOR, "queue", view)


def _follow(hall: _Hall, conversation: Conversation) -> bool:
    """Bring the queues up to a conversation; return whether they have changed. What is older than known is ignored."""
    known = hall.places.get(conversation.id)
    place = place_of(conversation)
    if known is place is None or (known is not None and conversation.epoch <= known.epoch):
        return False
    if known is not None:
        hall.lines[known.team_id].remove(known, _claimed_at(conversation))
        del hall.places[conversation.id]
        hall.told.pop(conversation.id, None)
    if place is not None:
        _add(hall, place)
    return True


def _add(hall: _Hall, place: Place) -> None:
    hall.places[place.conversation_id] = place
    hall.lines.setdefault(place.team_id, Line()).add(place)


def _claimed_at(conversation: Conversation) -> Millis | None:
    return conversation.control.since if conversation.owner is not None else None


def _view(number: int, pace_ms: float | None, handoff: Handoff) -> QueueView:
    return {
        "position": number if handoff.show_queue_position else None,
        "estimated_wait_s": estimate_s(number, pace_ms) if handoff.show_estimated_wait else None,
    }
