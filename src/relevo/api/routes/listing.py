"""Lists of conversations: views, filters, text search, order, counts.

Not here: filters that are kept under a name (`saved_filters`).
"""

from typing import Annotated

from msgspec import Meta

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.problems import invalid
from relevo.api.routes.route import View, route
from relevo.api.routes.views import rows
from relevo.api.shapes import conversations
from relevo.api.shapes.lists import FilterQuery
from relevo.engine.inbox import counts_view
from relevo.ports import Filter, Match


class ListQuery(FilterQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which conversations, and which page of them."""

    cursor: Annotated[str, Meta(max_length=500, description="The `next_cursor` of the page before.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


@route("GET", "/v1/conversations", Access.READ, answers=conversations.ConversationPage, query=ListQuery, is_packed=True)
async def list_conversations(request: Call) -> View:
    """List conversations with the counts of all views. What changes meanwhile moves no other row over the cursor: none is
    skipped, none comes twice.
    """
    asked, agent, parts = request.query(ListQuery), request.agent, request.parts
    chosen = filter_of(asked, agent.agent.id)
    try:
        found = await parts.inbox.page(agent.workspace_id, chosen, asked.cursor, asked.limit, asked.order)
    except ValueError:
        raise invalid("cursor", "No page of this list gave this cursor.") from None
    views = await rows(parts, found.items)
    for view in views if asked.q is not None else ():
        match = found.matches.get(view["id"])
        view["match"] = _match_view(match) if match is not None else None
    counts = await parts.inbox.counts(agent.workspace_id, agent.agent.id)
    return {"items": views, "next_cursor": found.next_cursor, "counts": counts_view(counts)}


def filter_of(asked: FilterQuery, agent_id: str) -> Filter:
    """Return the same for the storage; the view `mine` means this agent's."""
    return Filter(
        view=asked.view,
        agent_id=agent_id,
        responded_by=asked.responded_by,
        agent_type=asked.agent_type,
        labels=asked.label,
        channel=asked.channel,
        status=asked.status,
        inbox_id=asked.inbox_id,
        assistant_id=asked.assistant_id,
        team_id=asked.team_id,
        text=asked.q,
    )


def _match_view(match: Match) -> View:
    return {"text": match.text, "seq": match.seq, "ranges": [list(one) for one in match.ranges]}
