"""The team's stream: rows of conversations as they change, the counts of the views, presence and notifications.

Rows carry their version and the stream has no cursor: positions over all conversations would become visible out of order.
After a reconnect the client reads the page again. Not here: the pages (`ports.Inbox`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from relevo.core.conversation import Conversation
from relevo.core.ids import ConversationId, WorkspaceId
from relevo.engine.handle import Outcome
from relevo.engine.live.frames import BYE, signal_frame
from relevo.engine.live.subscription import Subscription
from relevo.engine.views import Audience, conversation_view, named
from relevo.ports import Inbox, Notice, PresenceChange, Unavailable, View

COUNTS_PAUSE_S = 0.2
"""Counts are read at most this often, however much happens."""
ROWS_PAUSE_S = 0.2
"""Rows are sent at most this often: the first at once, what changes soon after together. Nobody sees the difference, and in a
busy team each row would otherwise be a write to every console."""
ROWS_AT_ONCE = 100
"""The most that are sent before the next pause, some 100 KB. What is left waits for its turn and is told at its latest; more at once
could be more than a reader may lag behind (`Subscription`), and would cut off every console of the team."""
ROWS_TOGETHER = 16
"""Rows in one write: some 16 KB, so that a reader who lags behind is not cut off for one burst."""

InboxNames = Callable[[WorkspaceId], Awaitable[Mapping[str, str]]]
"""Returns the name of each inbox by its id."""


@dataclass(slots=True)
class _Team:
    readers: dict[Subscription, str] = field(default_factory=dict)
    """Each open stream and whose it is."""
    changed: dict[ConversationId, Conversation] = field(default_factory=dict)
    """What is to be shown next, each at its latest."""
    showing: asyncio.Task[None] | None = None
    counting: asyncio.Task[None] | None = None
    has_changed: bool = False


class InboxStreams:
    """All open inbox streams of this node. Used from the event loop's thread only."""

    def __init__(self, inbox: Inbox, names: InboxNames | None = None) -> None:
        """Take the lists, and who knows how the workspace's inboxes are called; rows bear the names."""
        self._inbox = inbox
        self._names = names
        self._teams: dict[WorkspaceId, _Team] = {}

    @property
    def open_count(self) -> int:
        """How many streams are open."""
        return sum(len(team.readers) for team in self._teams.values())

    def open(self, workspace_id: WorkspaceId, agent_id: str) -> Subscription:
        """Open an agent's stream; the counts come first."""
        team = self._teams.setdefault(workspace_id, _Team())
        subscription = Subscription(lambda reader: self._leave(workspace_id, reader))
        team.readers[subscription] = agent_id
        self._count(workspace_id, team)
        return subscription

    def committed(self, outcome: Outcome) -> None:
        """Send the row of a conversation that has changed."""
        if outcome.records:
            self.changed(outcome.conversation)

    def changed(self, conversation: Conversation) -> None:
        """The same for a change on another node."""
        team = self._teams.get(conversation.workspace_id)
        if team is None:
            return
        known = team.changed.get(conversation.id)
        if known is None or known.head_seq <= conversation.head_seq:
            team.changed[conversation.id] = conversation
        if team.showing is None:
            team.showing = asyncio.get_running_loop().create_task(self._show(conversation.workspace_id, team))
        self._count(conversation.workspace_id, team)

    def is_watched(self, workspace_id: WorkspaceId) -> bool:
        """Does anybody of the team watch on this node?"""
        return workspace_id in self._teams

    def presence(self, change: PresenceChange) -> None:
        """Send that an agent came or went."""
        if (team := self._teams.get(change.workspace_id)) is not None:
            self._send(team, signal_frame("presence", {"agent": named(change.agent), "state": change.state.value}))

    def notify(self, notice: Notice) -> None:
        """Send a notification to whom it concerns."""
        team = self._teams.get(notice.workspace_id)
        if team is None:
            return
        frame = signal_frame("notification", notice.content)
        for reader, reader_id in list(team.readers.items()):
            if notice.concerns(reader_id):
                reader.push(frame)

    def ping(self) -> None:
        """Send everybody a heartbeat; called every few seconds."""
        for team in self._teams.values():
            self._send(team, signal_frame("ping", {}))

    def stop(self) -> None:
        """End every stream with a word of farewell."""
        for team in self._teams.values():
            for reader in list(team.readers):
                reader.end(BYE)

    def _send(self, team: _Team, frame: bytes) -> None:
        for reader in list(team.readers):
            reader.push(frame)

    async def _show(self, workspace_id: WorkspaceId, team: _Team) -> None:
        """Send the rows that have changed, then what changes while names are looked up and in the pause after each time."""
        try:
            while team.changed and team.readers:
                names: Mapping[str, str] = {}
                with suppress(Unavailable):
                    names = await self._names(workspace_id) if self._names is not None else {}
                rows = [signal_frame("conversation", row_view(row, names)) for row in _next(team.changed)]
                for first in range(0, len(rows), ROWS_TOGETHER):
                    self._send(team, b"".join(rows[first : first + ROWS_TOGETHER]))
                await asyncio.sleep(ROWS_PAUSE_S)
        finally:
            team.showing = None

    def _count(self, workspace_id: WorkspaceId, team: _Team) -> None:
        team.has_changed = True
        if team.counting is None:
            counting = self._send_counts(workspace_id, team)
            team.counting = asyncio.get_running_loop().create_task(counting)

    async def _send_counts(self, workspace_id: WorkspaceId, team: _Team) -> None:
        try:
            while team.has_changed and team.readers:
                team.has_changed = False
                for agent_id in set(team.readers.values()):
                    counts = await self._inbox.counts(workspace_id, agent_id)
                    self._send_to(team, agent_id, signal_frame("counts", counts_view(counts)))
                await asyncio.sleep(COUNTS_PAUSE_S)
        except Unavailable:
            return
        finally:
            team.counting = None

    def _send_to(self, team: _Team, agent_id: str, frame: bytes) -> None:
        for reader, reader_id in list(team.readers.items()):
            if reader_id == agent_id:
                reader.push(frame)

    def _leave(self, workspace_id: WorkspaceId, reader: Subscription) -> None:
        team = self._teams.get(workspace_id)
        if team is None:
            return
        team.readers.pop(reader, None)
        if not team.readers:
            del self._teams[workspace_id]


def _next(changed: dict[ConversationId, Conversation]) -> list[Conversation]:
    """Take out what has waited longest."""
    return [changed.pop(id) for id in list(islice(changed, ROWS_AT_ONCE))]


def row_view(conversation: Conversation, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a row as lists and streams show it, from the names of the workspace's inboxes."""
    view = conversation_view(conversation, Audience.AGENT)
    view["inbox"] = {"id": conversation.inbox_id, "name": names.get(conversation.inbox_id, "")}
    return view


def counts_view(counts: Mapping[View, int]) -> dict[str, int]:
    """Return the counts by the public names of the views."""
    return {view.value: counts.get(view, 0) for view in View}
