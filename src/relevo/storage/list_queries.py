"""The SQL of lists, for every database: one search of the index for each stage of a view, merged.

Callers' texts are always parameters, never part of the SQL. Not here: what the views mean (`lists`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from relevo.core.ids import WorkspaceId
from relevo.ports import Filter, Value, View
from relevo.storage.lists import CONTROL_KINDS, LABEL_END, SEARCHED_CHARS, STAGES, Cursor, folded, labels_text

_ORDER = "ORDER BY updated_at DESC, conversation_id DESC"
_COLUMNS = "state, updated_at, conversation_id"


@dataclass(slots=True)
class _Query:
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


def page_query(
    workspace_id: WorkspaceId, chosen: Filter, after: Cursor | None, limit: int
) -> tuple[str, tuple[Value, ...]]:
    """Return the query for the states of a page and its values; it gives one row more than `limit` if there is more."""
    query = _Query()
    query.require("workspace_id = {}", workspace_id)
    if after is not None:
        query.require("(updated_at, conversation_id) < ({}, {})", after.updated_at, after.id)
    _filter(query, chosen)
    shared = " AND ".join(query.conditions)
    most = query.value(limit + 1)
    selections = [
        f"SELECT {_COLUMNS} FROM conversations WHERE {shared} AND {place} {_ORDER} LIMIT {most}"  # noqa: S608 - no text of a caller
        for place in _places(query, chosen)
    ]
    if len(selections) == 1:
        return selections[0], tuple(query.values)
    merged = " UNION ALL ".join(f"SELECT * FROM ({selection}) AS part" for selection in selections)  # noqa: S608
    return f"SELECT {_COLUMNS} FROM ({merged}) AS merged {_ORDER} LIMIT {most}", tuple(query.values)  # noqa: S608


def counts_of(stages: Mapping[str, int], owned: int) -> dict[View, int]:
    """Return the count of each view from how many conversations each stage holds, and how many the asking agent owns."""
    return {view: sum(stages.get(stage, 0) for stage in STAGES[view]) if view in STAGES else owned for view in View}


def _places(query: _Query, chosen: Filter) -> list[str]:
    """Return the parts of an index that a view is made of."""
    if chosen.view is View.MINE:
        return [f"owner_id = {query.value(chosen.agent_id)}"]
    return [f"stage = {query.value(stage)}" for stage in STAGES[chosen.view]]


def _filter(query: _Query, chosen: Filter) -> None:
    if chosen.responded_by is not None:
        query.require("responder_id = {}", chosen.responded_by)
    if chosen.agent_type is not None:
        query.require("control_kind = {}", CONTROL_KINDS[chosen.agent_type])
    if chosen.label is not None:
        # Equal text and nothing else: LIKE would take upper for lower case, and `%` for anything.
        is_possible = LABEL_END not in chosen.label
        query.require("REPLACE(labels, {}, '') <> labels", labels_text((chosen.label,)) if is_possible else "")
    if chosen.channel is not None:
        query.require("channel = {}", chosen.channel)
    if chosen.status is not None:
        query.require("status = {}", chosen.status)
    if chosen.text is not None:
        sought = folded(chosen.text)
        is_possible = len(sought) <= SEARCHED_CHARS
        query.require(r"search LIKE {} ESCAPE '\'", f"%{_escaped(sought)}%" if is_possible else "")


def _escaped(text: str) -> str:
    """Return a text that LIKE takes literally."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
