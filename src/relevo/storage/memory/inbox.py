"""Lists of conversations in memory.

Not here: what the views and the words mean; that is the same for every storage (`storage.lists`, `storage.search`).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from relevo.core.conversation import Conversation
from relevo.core.ids import ConversationId, Seq, WorkspaceId
from relevo.ports import DEFAULT_ORDER, Filter, Match, Order, Page, View
from relevo.storage.lists import Cursor, Place, waiting_since_of
from relevo.storage.memory.shelf import Shelf
from relevo.storage.search.document import Document, document, facts, text_of, wanted
from relevo.storage.search.excerpt import match, positions, texts_each
from relevo.storage.search.pool import Place as Fit
from relevo.storage.search.pool import Pool
from relevo.storage.search.question import Phrase, phrases
from relevo.storage.search.score import MOST_COUNTED, rarity, score


class MemoryInbox:
    """`ports.Inbox` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def page(
        self, workspace_id: WorkspaceId, chosen: Filter, cursor: str | None, limit: int, order: Order | None = None
    ) -> Page:
        self._shelf.require_available()
        limit = max(limit, 1)
        if _has_text(chosen):
            return self._search(workspace_id, chosen, cursor, limit)
        order = order or DEFAULT_ORDER[chosen.view]
        after = Cursor.decode(cursor, order) if cursor is not None else None
        rows = sorted(self._chosen(workspace_id, chosen), key=lambda one: _Rank(_cursor(one, order)))
        if after is not None:
            rows = [one for one in rows if _Rank(after) < _Rank(_cursor(one, order))]
        items = tuple(rows[:limit])
        return Page(items, _cursor(items[-1], order).encode() if len(rows) > limit else None)

    async def counts(self, workspace_id: WorkspaceId, agent_id: str) -> Mapping[View, int]:
        self._shelf.require_available()
        return {view: len(self._chosen(workspace_id, Filter(view=view, agent_id=agent_id))) for view in View}

    async def count_each(self, workspace_id: WorkspaceId, filters: Sequence[Filter]) -> Sequence[int]:
        self._shelf.require_available()
        return [self._count(workspace_id, chosen) for chosen in filters]

    def _count(self, workspace_id: WorkspaceId, chosen: Filter) -> int:
        if not _has_text(chosen):
            return len(self._chosen(workspace_id, chosen))
        sought = phrases(chosen.text or "")
        return len(self._found(self._chosen(workspace_id, chosen), sought)) if sought else 0

    def _search(self, workspace_id: WorkspaceId, chosen: Filter, cursor: str | None, limit: int) -> Page:
        sought = phrases(chosen.text or "")
        pool = Pool.decode(cursor, len(sought)) if cursor is not None else None
        if not sought:
            return Page((), None)
        pool = pool or Pool(self._weights(workspace_id, sought))
        found = self._found(self._chosen(workspace_id, chosen), sought)
        fits: list[Fit] = [
            (score(pool.weights, hits, len(known.about) + len(known.said)), one.updated_at, one.id)
            for one, known, hits in found
        ]
        shown, going_on = pool.next_page(fits, limit)
        items = tuple(self._shelf.conversations[workspace_id, ConversationId(id)] for _, _, id in shown)
        return Page(items, going_on.encode() if going_on else None, self._matches(items, sought))

    def _weights(self, workspace_id: WorkspaceId, sought: Sequence[Phrase]) -> tuple[float, ...]:
        if len(sought) == 1:
            return (1.0,)
        every = self._of(workspace_id)
        counts = (MOST_COUNTED if phrase.is_prefix else len(self._found(every, (phrase,))) for phrase in sought)
        return tuple(rarity(len(every), count) for count in counts)

    def _found(
        self, among: Sequence[Conversation], sought: Sequence[Phrase]
    ) -> list[tuple[Conversation, Document, list[tuple[int, int]]]]:
        """Return those that have every phrase, with how often each stands where."""
        found = []
        for one in among:
            known = document(one, (text for _, text in self._texts(one)))
            hits = [(len(positions(phrase, known.about)), len(positions(phrase, known.said))) for phrase in sought]
            if all(map(sum, hits)):
                found.append((one, known, hits))
        return found

    def _matches(self, items: Sequence[Conversation], sought: Sequence[Phrase]) -> dict[ConversationId, Match]:
        found = {one.id: match(sought, islice(self._texts(one), texts_each(len(items)))) for one in items}
        return {id: excerpt for id, excerpt in found.items() if excerpt is not None}

    def _texts(self, conversation: Conversation) -> Iterator[tuple[Seq, str]]:
        for recorded in reversed(self._shelf.events.get((conversation.workspace_id, conversation.id), ())):
            text = text_of(recorded.event)
            if text:
                yield recorded.seq, text

    def _chosen(self, workspace_id: WorkspaceId, chosen: Filter) -> list[Conversation]:
        asked = wanted(workspace_id, chosen)
        return [one for one in self._of(workspace_id) if asked.holds(facts(one))]

    def _of(self, workspace_id: WorkspaceId) -> list[Conversation]:
        return [one for one in self._shelf.conversations.values() if one.workspace_id == workspace_id]


def _has_text(chosen: Filter) -> bool:
    return chosen.text is not None and bool(chosen.text.strip())


def _cursor(conversation: Conversation, order: Order) -> Cursor:
    since = waiting_since_of(conversation) if order is Order.URGENCY else None
    if since is not None:
        return Cursor(Place.WAITING, since, conversation.id)
    return Cursor(Place.RECENT, conversation.updated_at, conversation.id)


class _Rank:
    """Where a row stands: upwards while somebody waits, downwards in the rest."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def __lt__(self, other: "_Rank") -> bool:
        mine, theirs = self._cursor, other._cursor
        if mine.place is not theirs.place:
            return mine.place is Place.WAITING
        is_earlier = (mine.at, mine.id) < (theirs.at, theirs.id)
        is_later = (mine.at, mine.id) > (theirs.at, theirs.id)
        return is_earlier if mine.place is Place.WAITING else is_later
