"""Lists of conversations in memory.

Not here: what the views mean; that is the same for every storage (`storage.lists`).
"""

from collections.abc import Mapping

from relevo.core.conversation import Conversation
from relevo.core.ids import WorkspaceId
from relevo.ports import Filter, Page, View
from relevo.storage.lists import (
    CONTROL_KINDS,
    STAGES,
    Cursor,
    control_kind_of,
    folded,
    owner_id_of,
    search_text,
    stage_of,
)
from relevo.storage.memory.shelf import Shelf


class MemoryInbox:
    """`ports.Inbox` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def page(self, workspace_id: WorkspaceId, chosen: Filter, cursor: str | None, limit: int) -> Page:
        self._shelf.require_available()
        limit = max(limit, 1)
        after = Cursor.decode(cursor) if cursor is not None else None
        rows = [one for one in self._of(workspace_id) if _is_chosen(one, chosen)]
        rows.sort(key=_order, reverse=True)
        if after is not None:
            rows = [one for one in rows if _order(one) < (after.updated_at, after.id)]
        items = tuple(rows[:limit])
        has_more = len(rows) > limit
        return Page(items, Cursor(items[-1].updated_at, items[-1].id).encode() if has_more else None)

    async def counts(self, workspace_id: WorkspaceId, agent_id: str) -> Mapping[View, int]:
        self._shelf.require_available()
        rows = self._of(workspace_id)
        return {view: sum(_is_in(one, view, agent_id) for one in rows) for view in View}

    def _of(self, workspace_id: WorkspaceId) -> list[Conversation]:
        return [one for one in self._shelf.conversations.values() if one.workspace_id == workspace_id]


def _order(conversation: Conversation) -> tuple[int, str]:
    return conversation.updated_at, conversation.id


def _is_in(conversation: Conversation, view: View, agent_id: str) -> bool:
    if view is View.MINE:
        return owner_id_of(conversation) == agent_id
    return stage_of(conversation) in STAGES[view]


def _is_chosen(conversation: Conversation, chosen: Filter) -> bool:
    return (
        _is_in(conversation, chosen.view, chosen.agent_id)
        and chosen.responded_by in (None, _responder_id(conversation))
        and chosen.agent_type in (None, *_agent_types(conversation))
        and (chosen.label is None or chosen.label in conversation.labels)
        and chosen.channel in (None, conversation.channel)
        and chosen.status in (None, conversation.status)
        and (chosen.text is None or folded(chosen.text) in search_text(conversation))
    )


def _responder_id(conversation: Conversation) -> str | None:
    return conversation.last_responder.id if conversation.last_responder else None


def _agent_types(conversation: Conversation) -> list[str]:
    return [name for name, kind in CONTROL_KINDS.items() if kind == control_kind_of(conversation)]
