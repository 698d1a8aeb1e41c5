"""The last known heads of conversations, in memory.

Not here: whether one is still the head; the version check of an append says so.
"""

from collections import OrderedDict

from relevo.core.conversation import Conversation
from relevo.core.ids import ConversationId, WorkspaceId

CACHED = 10_000
"""Conversations kept in memory at their last known head."""


class Heads:
    """Conversations by their names; the longest untouched goes first."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[WorkspaceId, ConversationId], Conversation] = OrderedDict()

    def get(self, workspace_id: WorkspaceId, conversation_id: ConversationId) -> Conversation | None:
        """Return a conversation as it was last seen."""
        return self._known.get((workspace_id, conversation_id))

    def keep(self, conversation: Conversation) -> None:
        """Remember a conversation as it is now."""
        key = (conversation.workspace_id, conversation.id)
        self._known[key] = conversation
        self._known.move_to_end(key)
        if len(self._known) > CACHED:
            self._known.popitem(last=False)

    def forget(self, workspace_id: WorkspaceId, conversation_id: ConversationId) -> None:
        """Drop what is known of a conversation."""
        self._known.pop((workspace_id, conversation_id), None)
