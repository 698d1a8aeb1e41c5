"""Saved filters: an agent's own and the shared ones, with how many conversations each holds.

Not here: the lists themselves (`listing`), and how lists of configured things are served (`desk`).
"""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.routes.desk.resource import Resource, Views
from relevo.api.routes.listing import filter_of
from relevo.api.shapes.lists import FilterQuery, SavedFilter, SavedFilters

Title = Annotated[str, Meta(min_length=1, max_length=60)]
Position = Annotated[int, Meta(ge=0, le=1_000_000, description="Where it stands among the others; the smallest first.")]


class SavedFiltersQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """What to tell of saved filters."""

    counts: Annotated[Literal["true", "false"], Meta(description="How many conversations each holds, too.")] = "false"


class NewSavedFilter(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A new saved filter; without a position it comes last of one's own."""

    name: Title
    query: FilterQuery
    is_shared: bool = False
    position: Position | None = None


class SavedFilterChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a saved filter. The query is replaced as a whole."""

    name: Title | UnsetType = UNSET
    query: FilterQuery | UnsetType = UNSET
    is_shared: bool | UnsetType = UNSET
    position: Position | UnsetType = UNSET


async def _counted(request: Call, items: Views) -> Views:
    """Add how many conversations each holds, if that is asked."""
    asked = request.query(SavedFiltersQuery)
    if not items or asked.counts == "false":
        return items
    agent = request.agent
    chosen = [filter_of(msgspec.convert(item["query"], FilterQuery), agent.agent.id) for item in items]
    counts = await request.parts.inbox.count_each(agent.workspace_id, chosen)
    return [{**item, "count": count} for item, count in zip(items, counts, strict=True)]


KIND = Resource(
    kind="saved_filters", one="saved_filter", item=SavedFilter, items=SavedFilters, new=NewSavedFilter,
    change=SavedFilterChange, access=Access.ACT, can_be_removed=True, is_packed=True, query=SavedFiltersQuery, completed=_counted,
    told={
        "list": "List one's own saved filters and the shared ones, by position.",
        "add": "Save a filter; at most 50 of one's own. Supervisors and up add shared ones.",
        "change": "Change a saved filter. Supervisors and up change shared ones.",
        "remove": "Remove a saved filter. Supervisors and up remove shared ones.",
    },
)  # fmt: skip
"""The routes of saved filters."""
