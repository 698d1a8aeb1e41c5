"""Between the nodes: tells the others what happened here, and takes in what they tell.

Every signal is a hint (rule 3): what is lost is found in the log by the next heartbeat.
Not here: the transport (`fanout`).
"""

import asyncio
from typing import Protocol, assert_never

from relevo.core.ids import ConversationId, WorkspaceId
from relevo.engine.effects.turns import Turns
from relevo.engine.handle import Handle, Outcome
from relevo.engine.inbox import InboxStreams
from relevo.engine.live.attention import Attention
from relevo.engine.live.drafts import Drafts
from relevo.engine.live.queues import Queues
from relevo.engine.live.typing import TypingSigns
from relevo.engine.streams import Streams
from relevo.engine.views import Audience, View
from relevo.ports import Attended, Clock, DraftPiece, Fanout, Notice, PresenceChange, Signal, Typing, Wake


class Between(Protocol):
    """What connects the nodes."""

    @property
    def fanout(self) -> Fanout:
        """The signals."""

    @property
    def clock(self) -> Clock:
        """The time."""


class Relay:
    """Connects the streams, the turns and the writer of this node with those of the others."""

    def __init__(
        self, ports: Between, handle: Handle, streams: Streams, inbox: InboxStreams, turns: Turns, queues: Queues
    ) -> None:
        self._fanout = ports.fanout
        self._handle = handle
        self._streams = streams
        self._inbox = inbox
        self._turns = turns
        self._queues = queues
        self._reading: set[asyncio.Task[None]] = set()
        self.typing = TypingSigns(self._show_typing)
        """Takes a sign that somebody types, and shows it everywhere."""
        self.attention = Attention(ports.clock, self._show_attention, ports.fanout.publish)
        ports.fanout.listen(self.receive)

    def committed(self, outcome: Outcome) -> None:
        """Push a commit of this node to its own streams, then wake the others."""
        conversation = outcome.conversation
        self._streams.committed(conversation, outcome.records)
        self.typing.said(conversation.id, outcome.records)
        self._inbox.committed(outcome)
        self._turns.committed(outcome)
        for recorded in outcome.records:
            if recorded.event.changes_control:
                self._queues.moved(conversation)
                break
        wake = Wake(conversation.workspace_id, conversation.id, conversation.head_seq, conversation.epoch)
        self._fanout.publish(wake)

    def watch(self, drafts: Drafts) -> None:
        """Show the drafts of this node's turns here and on the others."""
        drafts.watchers += [self._streams.show, self._fanout.publish]

    def present(self, change: PresenceChange) -> None:
        """Tell everybody that an agent came or went."""
        self._inbox.presence(change)
        self._fanout.publish(change)

    def notify(self, notice: Notice) -> None:
        """Send a notification to whom it concerns, whichever node they are on."""
        self._inbox.notify(notice)
        self._fanout.publish(notice)

    def receive(self, signal: Signal) -> None:
        """Take in a signal of another node."""
        match signal:
            case Wake():
                self._handle.forget(signal.workspace_id, signal.conversation_id)
                self._turns.moved(signal.conversation_id, signal.epoch)
                self._streams.woken(signal)
                if self._inbox.is_watched(signal.workspace_id) or self._queues.is_known(signal.workspace_id):
                    self._spawn(signal)
            case DraftPiece():
                self._streams.show(signal)
            case Typing():
                self._streams.typing(signal)
            case Attended():
                self.attention.receive(signal)
            case PresenceChange():
                self._inbox.presence(signal)
            case Notice():
                self._inbox.notify(signal)
            case never:
                assert_never(never)

    def _spawn(self, wake: Wake) -> None:
        task = asyncio.get_running_loop().create_task(self._row(wake))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _row(self, wake: Wake) -> None:
        conversation = await self._handle.load(wake.workspace_id, wake.conversation_id)
        self._inbox.changed(conversation)
        self._queues.moved(conversation)

    def _show_typing(self, typing: Typing) -> None:
        self._streams.typing(typing)
        self._fanout.publish(typing)

    def _show_attention(self, workspace_id: WorkspaceId, conversation_id: ConversationId, view: View) -> None:
        self._streams.tell((workspace_id, conversation_id), Audience.AGENT, "attention", view)
