"""Streams of one conversation: the log after a cursor, then what is committed, plus drafts and typing as they come.

A stream reads the log up to its head and is then pushed each commit, encoded once for all who watch. Whoever is not
exactly one event behind reads the log again, so a lost wake-up costs time and never an event.
Not here: sockets (`api/streams`) and the list of all conversations (`inbox`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from relevo.core.actors import Actor, ActorKind
from relevo.core.commands import Draft
from relevo.core.conversation import Conversation
from relevo.core.events import Recorded
from relevo.core.ids import ConversationId, Epoch, Seq, WorkspaceId
from relevo.engine.live.frames import BYE, draft_frame, event_frame, signal_frame
from relevo.engine.live.subscription import AT_ONCE, Subscription
from relevo.engine.views import Audience, actor_view, is_alike
from relevo.ports import DraftPiece, EventLog, Typing, Wake

PAGE = 200
PARTS = 100
"""Heartbeats go to one part of the conversations after the other: to ten thousand at once they would hold everything else up for a
quarter of a second. Whatever meets a part is late by as long as that takes."""
_Key = tuple[WorkspaceId, ConversationId]


@dataclass(slots=True)
class _Watched:
    """A conversation with at least one open stream on this node."""

    epoch: Epoch
    head_seq: Seq
    shown_seq: Seq
    """The last event that visitors may see; their heartbeat names this one, since notes must not show in any way."""
    part: int
    readers: dict[Audience, set[Subscription]] = field(default_factory=lambda: {kind: set() for kind in Audience})


class Streams:
    """All open conversation streams of this node. Used from the event loop's thread only."""

    def __init__(self, log: EventLog, seen: Callable[[ConversationId], Draft | None]) -> None:
        """`seen` tells the running draft of a conversation, for readers who come in its middle."""
        self._log = log
        self._seen = seen
        self._watched: dict[_Key, _Watched] = {}
        self._parts: list[dict[_Key, _Watched]] = [{} for _ in range(PARTS)]
        """The same, by which heartbeat is theirs."""
        self._opened = 0

    @property
    def open_count(self) -> int:
        """How many streams are open."""
        return sum(len(readers) for watched in self._watched.values() for readers in watched.readers.values())

    def open(self, conversation: Conversation, audience: Audience, after: int | None) -> Subscription:
        """Open a stream of a conversation after a cursor; None means from now on, 0 from the first event.

        A cursor beyond the head is of another history: the client is told to read afresh.
        """
        key = (conversation.workspace_id, conversation.id)
        head = conversation.head_seq
        watched = self._watched.get(key)
        if watched is None:
            self._opened += 1
            part = self._opened % PARTS
            watched = _Watched(conversation.epoch, head, conversation.shown_seq, part)
            self._watched[key] = self._parts[part][key] = watched
        watched.head_seq = max(watched.head_seq, head)

        async def catch_up(reader: Subscription) -> bytes:
            return await self._missed(key, audience, reader)

        def leave(reader: Subscription) -> None:
            self._leave(key, audience, reader)

        is_unknown = after is not None and not 0 <= after <= watched.head_seq
        subscription = Subscription(leave, catch_up, head if after is None or is_unknown else after)
        if is_unknown:
            subscription.push(signal_frame("reset", {"reason": "unknown_cursor"}))
        watched.readers[audience].add(subscription)
        return subscription

    def committed(self, conversation: Conversation, records: Iterable[Recorded]) -> None:
        """Push what was just committed on this node."""
        watched = self._watched.get((conversation.workspace_id, conversation.id))
        if watched is None:
            return
        watched.head_seq = max(watched.head_seq, conversation.head_seq)
        watched.epoch = max(watched.epoch, conversation.epoch)
        watched.shown_seq = max(watched.shown_seq, conversation.shown_seq)
        for recorded in records:
            _push(watched, recorded)

    def woken(self, wake: Wake) -> None:
        """Have everybody who is behind read what another node committed."""
        watched = self._watched.get((wake.workspace_id, wake.conversation_id))
        if watched is None:
            return
        watched.head_seq = max(watched.head_seq, wake.head_seq)
        watched.epoch = max(watched.epoch, wake.epoch)
        for readers in watched.readers.values():
            for reader in readers:
                if reader.cursor < wake.head_seq:
                    reader.fall_behind()

    def show(self, piece: DraftPiece) -> None:
        """Show a piece of a running answer. Pieces of an earlier control are dropped (rule 5)."""
        watched = self._watched.get((piece.workspace_id, piece.conversation_id))
        if watched is None or (piece.epoch < watched.epoch and not piece.is_cut):
            return
        if piece.is_cut:
            frame = signal_frame("draft_cut", {"turn": piece.turn})
        else:
            frame = draft_frame(piece.turn, piece.epoch, piece.delta)
        for readers in watched.readers.values():
            for reader in readers:
                # Whoever is behind gets the whole draft after catching up; a piece before its events would be out of order.
                reader.push(frame, only_live=not piece.is_cut)

    def typing(self, typing: Typing) -> None:
        """Show that somebody types: a visitor to agents, an agent to the visitor and the colleagues."""
        watched = self._watched.get((typing.workspace_id, typing.conversation_id))
        if watched is None:
            return
        shared = {"text": typing.text} if _is_visitor(typing.actor) and typing.text is not None else {}
        frame = signal_frame("typing", {"actor": actor_view(typing.actor), **shared})
        audiences = (Audience.AGENT,) if _is_visitor(typing.actor) else (Audience.AGENT, Audience.VISITOR)
        for audience in audiences:
            for reader in watched.readers[audience]:
                reader.push(frame)

    def has_readers(self, workspace_id: WorkspaceId, conversation_id: ConversationId, audience: Audience) -> bool:
        """Does anybody of the audience follow this conversation on this node?"""
        watched = self._watched.get((workspace_id, conversation_id))
        return watched is not None and bool(watched.readers[audience])

    def tell(self, key: _Key, audience: Audience, name: str, content: Any) -> None:
        """Show one audience something that is not part of the log."""
        watched = self._watched.get(key)
        if watched is None or not watched.readers[audience]:
            return
        frame = signal_frame(name, content)
        for reader in watched.readers[audience]:
            reader.push(frame)

    def ping(self, part: int | None = None) -> int:
        """Send everybody the head, or one of the `PARTS`; each part every few seconds. A reader who lacks something reads it now.

        Returns how many readers that were.
        """
        some = self._watched if part is None else self._parts[part]
        told = 0
        for watched in some.values():
            heads = {Audience.AGENT: watched.head_seq, Audience.VISITOR: watched.shown_seq}
            for audience, readers in watched.readers.items():
                if not readers:
                    continue
                told += len(readers)
                frame = signal_frame("ping", {"head_seq": heads[audience]})
                for reader in readers:
                    reader.push(frame)
                    if reader.cursor < watched.head_seq:
                        reader.fall_behind()
        return told

    async def check_heads(self) -> None:
        """Look at the log's own heads: what other nodes committed arrives even if every wake-up was lost (rule 3)."""
        for key, watched in list(self._watched.items()):
            conversation = await self._log.load(*key)
            if conversation is not None and conversation.head_seq > watched.head_seq:
                self.woken(Wake(*key, conversation.head_seq, conversation.epoch))

    def stop(self) -> None:
        """End every stream with a word of farewell."""
        for watched in list(self._watched.values()):
            for readers in watched.readers.values():
                for reader in list(readers):
                    reader.end(BYE)

    async def _missed(self, key: _Key, audience: Audience, reader: Subscription) -> bytes:
        """Return the frames that follow the reader's cursor, as many as go at once, and behind the last one the running draft."""
        most = reader.reads_at_once or PAGE
        records = await self._log.read(*key, Seq(reader.cursor), most)
        frames: list[bytes] = []
        length = 0
        for recorded in records:
            frame = event_frame(recorded, audience, is_new=False)
            length += len(frame)
            if length > AT_ONCE and frames:
                break
            frames.append(frame)
            reader.cursor = recorded.seq
        watched = self._watched.get(key)
        is_cut = len(frames) < len(records) or len(records) == most
        reader.reads_at_once = min(PAGE, 2 * max(len(frames), 1))
        if is_cut or (watched is not None and reader.cursor < watched.head_seq and records):
            reader.is_behind = True
        elif (
            watched is not None
            and (draft := self._seen(key[1])) is not None
            and draft.text
            and draft.epoch >= watched.epoch
        ):
            frames.append(signal_frame("draft", {"turn": draft.turn, "epoch": draft.epoch, "text_so_far": draft.text}))
        return b"".join(frames)

    def _leave(self, key: _Key, audience: Audience, reader: Subscription) -> None:
        watched = self._watched.get(key)
        if watched is None:
            return
        watched.readers[audience].discard(reader)
        if not any(watched.readers.values()):
            del self._watched[key], self._parts[watched.part][key]


def _push(watched: _Watched, recorded: Recorded) -> None:
    """Push an event to everybody who is exactly one behind, encoded once where all of them see the same."""
    seq, frame = recorded.seq, None
    for audience, readers in watched.readers.items():
        if not readers:
            continue
        if frame is None or not is_alike(recorded.event):
            frame = event_frame(recorded, audience)
        for reader in readers:
            if reader.cursor == seq - 1 and reader.is_live:
                reader.cursor = seq
                reader.push(frame)
            elif reader.cursor < seq:
                reader.fall_behind()


def _is_visitor(actor: Actor) -> bool:
    return actor.kind is ActorKind.VISITOR
