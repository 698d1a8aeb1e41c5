"""The log of every conversation in memory.

Not here: effects after they are written (`effects`) and lists (`inbox`).
"""

import asyncio
from collections.abc import Sequence

from relevo.core.conversation import Conversation
from relevo.core.events import Recorded
from relevo.core.ids import ConversationId, InboxId, Millis, Seq, WorkspaceId
from relevo.core.react import Effect
from relevo.ports import AlreadyApplied, AlreadyOpen, Answer, Commit, VersionMoved
from relevo.storage.memory.shelf import Kept, Shelf, place_of
from relevo.storage.rows import answer_of, answered_at, head_before, is_leased, opens


class MemoryLog:
    """`ports.EventLog` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def load(self, workspace_id: WorkspaceId, conversation_id: ConversationId) -> Conversation | None:
        self._shelf.require_available()
        return self._shelf.conversations.get((workspace_id, conversation_id))

    async def append(self, commit: Commit) -> None:
        # Others run meanwhile, as they do while a database writes; races that exist there exist here.
        await asyncio.sleep(0)
        self._shelf.require_available()
        self._require_new(commit)
        self._write(commit)

    async def read(
        self, workspace_id: WorkspaceId, conversation_id: ConversationId, after: Seq, limit: int
    ) -> Sequence[Recorded]:
        self._shelf.require_available()
        log = self._shelf.events.get((workspace_id, conversation_id), [])
        return tuple(log[max(after, 0) :][: max(limit, 0)])

    async def answer(self, workspace_id: WorkspaceId, principal: str, key: str) -> Answer | None:
        self._shelf.require_available()
        kept = self._shelf.answers.get((workspace_id, principal, key))
        return kept[1] if kept else None

    async def open_conversation(
        self, workspace_id: WorkspaceId, inbox_id: InboxId, visitor_id: str
    ) -> ConversationId | None:
        self._shelf.require_available()
        return next((one.id for one in self._of(workspace_id, inbox_id, visitor_id) if not one.is_closed), None)

    async def latest_conversation(
        self, workspace_id: WorkspaceId, inbox_id: InboxId, visitor_id: str
    ) -> ConversationId | None:
        self._shelf.require_available()
        own = self._of(workspace_id, inbox_id, visitor_id)
        return max(own, key=lambda one: (one.created_at, one.id)).id if own else None

    async def purge_answers(self, before: Millis) -> int:
        """Forget answers that were given before a moment; return how many. Keep them for at least 24 hours."""
        self._shelf.require_available()
        old = [key for key, (at, _) in self._shelf.answers.items() if at < before]
        for key in old:
            del self._shelf.answers[key]
        return len(old)

    def _of(self, workspace_id: WorkspaceId, inbox_id: InboxId, visitor_id: str) -> list[Conversation]:
        sought = (workspace_id, inbox_id, visitor_id)
        return [
            one
            for one in self._shelf.conversations.values()
            if (one.workspace_id, one.inbox_id, one.visitor.id) == sought
        ]

    def _require_new(self, commit: Commit) -> None:
        after = commit.after
        for asked in commit.keys:
            kept = self._shelf.answers.get((after.workspace_id, asked.principal, asked.key))
            if kept is not None:
                raise AlreadyApplied(kept[1])
        stored = self._shelf.conversations.get((after.workspace_id, after.id))
        if (stored.head_seq if stored else 0) != head_before(commit):
            raise VersionMoved
        if opens(commit):
            for other in self._of(after.workspace_id, after.inbox_id, after.visitor.id):
                if not other.is_closed and other.id != after.id:
                    raise AlreadyOpen(other.id)

    def _write(self, commit: Commit) -> None:
        after, shelf = commit.after, self._shelf
        place = (after.workspace_id, after.id)
        shelf.conversations[place] = after
        shelf.events.setdefault(place, []).extend(commit.records)
        for asked in commit.keys:
            key = (after.workspace_id, asked.principal, asked.key)
            shelf.answers[key] = (answered_at(commit), answer_of(commit, asked))
        for effect in commit.effects:
            shelf.effects.setdefault(place_of(effect), self._kept(commit, effect))
        if commit.finished is not None:
            shelf.effects.pop(place_of(commit.finished), None)

    def _kept(self, commit: Commit, effect: Effect) -> Kept:
        if is_leased(commit, effect):
            return Kept(effect, commit.lease_until, self._shelf.node, 1)
        return Kept(effect, effect.due_at)
