"""The SQL of lists, for every database: one search of an index for each stage of a view, merged.

Callers' texts are always parameters, never part of the SQL. Not here: what the views mean (`lists`), and text search.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from relevo.core.ids import WorkspaceId
from relevo.ports import Filter, Order, Value, View
from relevo.storage.lists import CONTROL_KINDS, LABEL_END, STAGES, WAITING_IN, Cursor, Place, labels_text

_COLUMNS = "state, conversation_id, waiting_since, updated_at"
_ORDERS = {
    Place.WAITING: "ORDER BY waiting_since, conversation_id",
    Place.RECENT: "ORDER BY updated_at DESC, conversation_id DESC",
}
_AFTER = {
    Place.WAITING: "(waiting_since, conversation_id) > ({}, {})",
    Place.RECENT: "(updated_at, conversation_id) < ({}, {})",
}
NARROWED = "search_words CROSS JOIN conversations ON conversations.document = search_words.rowid"
"""The rows that an index of words has found first; nothing but SQLite has it (`sqlite/search`)."""


@dataclass(slots=True)
class Query:
    """SQL conditions with their parameters, numbered as they come."""

    values: list[Value] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)

    def value(self, value: Value) -> str:
        """Return the name of a new parameter."""
        self.values.append(value)
        return f"${len(self.values)}"

    def require(self, condition: str, *values: Value) -> None:
        """Add a condition, with `{}` for each value."""
        self.conditions.append(condition.format(*(self.value(value) for value in values)))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a list in its order, from a cursor on."""

    chosen: Filter
    order: Order
    place: Place
    after: Cursor | None = None
    matching: str | None = None
    """What the index of words is asked, where few rows can match."""


def page_query(workspace_id: WorkspaceId, part: Part, limit: int) -> tuple[str, tuple[Value, ...]] | None:
    """Return the query for rows of one part of a list and its values, or None where that part can have none.

    A row is the state, the id, the moment of waiting and the moment of change.
    """
    query = Query()
    query.require("workspace_id = {}", workspace_id)
    if part.matching is not None:
        query.require("search_words MATCH {}", part.matching)
    if part.after is not None and part.after.place is part.place:
        query.require(_AFTER[part.place], part.after.at, part.after.id)
    if part.order is Order.URGENCY:
        query.require(f"waiting_since IS {'NOT NULL' if part.place is Place.WAITING else 'NULL'}")
    filter_rows(query, part.chosen)
    places = _places(query, part)
    if not places:
        return None
    shared = " AND ".join(query.conditions)
    most = query.value(limit)
    order, source = _ORDERS[part.place], "conversations" if part.matching is None else NARROWED
    selections = [
        f"SELECT {_COLUMNS} FROM {source} WHERE {shared} AND {place} {order} LIMIT {most}"  # noqa: S608 - no text of a caller
        for place in places
    ]
    if len(selections) == 1:
        return selections[0], tuple(query.values)
    merged = " UNION ALL ".join(f"SELECT * FROM ({selection}) AS part" for selection in selections)  # noqa: S608 - made above
    return f"SELECT {_COLUMNS} FROM ({merged}) AS merged {order} LIMIT {most}", tuple(query.values)  # noqa: S608 - made above


def count_query(workspace_id: WorkspaceId, chosen: Filter) -> tuple[str, tuple[Value, ...]]:
    """Return the query that counts what a filter without text holds, and its values."""
    query = Query()
    query.require("workspace_id = {}", workspace_id)
    filter_rows(query, chosen)
    query.require(in_view(query, chosen))
    return f"SELECT COUNT(*) FROM conversations WHERE {' AND '.join(query.conditions)}", tuple(query.values)  # noqa: S608 - no text of a caller


def counts_of(stages: Mapping[str, int], owned: int) -> dict[View, int]:
    """Return the count of each view from how many conversations each stage holds, and how many the asking agent owns."""
    return {view: sum(stages.get(stage, 0) for stage in STAGES[view]) if view in STAGES else owned for view in View}


def is_plain(chosen: Filter) -> bool:
    """Does the filter name a view and nothing else?"""
    return chosen == Filter(view=chosen.view, agent_id=chosen.agent_id)


def in_view(query: Query, chosen: Filter) -> str:
    """Return the condition that a row stands in the view."""
    if chosen.view is View.MINE:
        return f"owner_id = {query.value(chosen.agent_id)}"
    return f"stage IN ({', '.join(query.value(stage) for stage in STAGES[chosen.view])})"


def filter_rows(query: Query, chosen: Filter) -> None:
    """Require all that a filter says, its view and its text apart."""
    same: dict[str, str | None] = {
        "responder_id": chosen.responded_by,
        "control_kind": CONTROL_KINDS[chosen.agent_type] if chosen.agent_type is not None else None,
        "channel": chosen.channel,
        "status": chosen.status,
        "inbox_id": chosen.inbox_id,
        "assistant_id": chosen.assistant_id,
        "team_id": chosen.team_id,
    }
    for column, value in same.items():
        if value is not None:
            query.require(f"{column} = {{}}", value)
    for label in chosen.labels:
        # Equal text and nothing else: LIKE would take upper for lower case, and `%` for anything.
        query.require("REPLACE(labels, {}, '') <> labels", "" if LABEL_END in label else labels_text((label,)))


def _places(query: Query, part: Part) -> list[str]:
    """Return the stretches of an index that a part of a list is made of."""
    chosen = part.chosen
    if part.matching is not None:
        return [in_view(query, chosen)]
    if chosen.view is View.MINE:
        return [f"owner_id = {query.value(chosen.agent_id)}"]
    stages = STAGES[chosen.view]
    if part.order is Order.URGENCY:
        stages = tuple(stage for stage in stages if part.place in WAITING_IN[stage])
    return [f"stage = {query.value(stage)}" for stage in stages]
