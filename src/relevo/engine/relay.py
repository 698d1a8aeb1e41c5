"""Between the nodes: tells the others what happened here, and takes in what they tell.

Every signal is a hint (rule 3): what is lost is found in the log by the next heartbeat.
Not here: the transport (`fanout`).
"""

import asyncio

from relevo.engine.effects.turns import Turns
from relevo.engine.handle import Handle, Outcome
from relevo.engine.inbox import InboxStreams
from relevo.engine.live.drafts import Drafts
from relevo.engine.streams import Streams
from relevo.ports import DraftPiece, Fanout, Signal, Typing, Wake


class Relay:
    """Connects the streams, the turns and the writer of this node with those of the others."""

    def __init__(self, fanout: Fanout, handle: Handle, streams: Streams, inbox: InboxStreams, turns: Turns) -> None:
        self._fanout = fanout
        self._handle = handle
        self._streams = streams
        self._inbox = inbox
        self._turns = turns
        self._reading: set[asyncio.Task[None]] = set()
        fanout.listen(self.receive)

    def committed(self, outcome: Outcome) -> None:
        """Push a commit of this node to its own streams, then wake the others."""
        conversation = outcome.conversation
        self._streams.committed(conversation, outcome.records)
        self._inbox.committed(outcome)
        self._turns.committed(outcome)
        wake = Wake(conversation.workspace_id, conversation.id, conversation.head_seq, conversation.epoch)
        self._fanout.publish(wake)

    def watch(self, drafts: Drafts) -> None:
        """Show the drafts of this node's turns here and on the others."""
        drafts.watchers += [self._streams.show, self._fanout.publish]

    def typing(self, typing: Typing) -> None:
        """Show everywhere that somebody types."""
        self._streams.typing(typing)
        self._fanout.publish(typing)

    def receive(self, signal: Signal) -> None:
        """Take in a signal of another node."""
        match signal:
            case Wake():
                self._handle.forget(signal.workspace_id, signal.conversation_id)
                self._turns.moved(signal.conversation_id, signal.epoch)
                self._streams.woken(signal)
                if self._inbox.is_watched(signal.workspace_id):
                    self._spawn(signal)
            case DraftPiece():
                self._streams.show(signal)
            case Typing():
                self._streams.typing(signal)

    def _spawn(self, wake: Wake) -> None:
        task = asyncio.get_running_loop().create_task(self._row(wake))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _row(self, wake: Wake) -> None:
        self._inbox.changed(await self._handle.load(wake.workspace_id, wake.conversation_id))
