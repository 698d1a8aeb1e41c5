"""Lists of conversations: views, filters, text search, order, counts.

Not here: filters that are kept under a name (`saved_filters`).
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.problems import invalid
from relevo.api.routes.route import View, route
from relevo.api.routes.views import rows
from relevo.api.shapes import conversations
from relevo.engine.inbox import counts_view
from relevo.ports import Filter, Match, Order
from relevo.ports import View as Tab

Id = Annotated[str, Meta(max_length=200)]
MOST_LABELS = 20


class FilterQuery(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which conversations; every given filter must hold."""

    view: Tab = Tab.ALL
    agent_type: Annotated[Literal["ai", "human"], Meta(description="Who has control.")] | None = None
    responded_by: (
        Annotated[str, Meta(max_length=200, description="The agent or assistant who answered last.")] | None
    ) = None
    label: Annotated[
        tuple[Id, ...], Meta(max_length=MOST_LABELS, description="May stand there several times: all must be there.")
    ] = ()
    channel: Annotated[str, Meta(max_length=40)] | None = None
    status: Literal["active", "closed"] | None = None
    inbox_id: Id | None = None
    assistant_id: Annotated[str, Meta(max_length=200, description="Who has control, or gets it back.")] | None = None
    team_id: Annotated[str, Meta(max_length=200, description="The team that the visitor waits for.")] | None = None
    q: (
        Annotated[
            str,
            Meta(
                max_length=200,
                description="Words of the name, subject, labels, messages or notes; the last may be unfinished.",
            ),
        ]
        | None
    ) = None

    def filter_for(self, agent_id: str) -> Filter:
        """Return the same for the storage; `MINE` means this agent's."""
        return Filter(
            view=self.view,
            agent_id=agent_id,
            responded_by=self.responded_by,
            agent_type=self.agent_type,
            labels=self.label,
            channel=self.channel,
            status=self.status,
            inbox_id=self.inbox_id,
            assistant_id=self.assistant_id,
            team_id=self.team_id,
            text=self.q,
        )


class ListQuery(FilterQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of them."""

    order: (
        Annotated[
            Order,
            Meta(
                description="`urgency`: who waits for a person first, the longest wait on top; the default of handoff, "
                "unassigned and mine. `recent`: the latest change first. With `q` the best match comes first."
            ),
        ]
        | None
    ) = None
    cursor: Annotated[str, Meta(max_length=500, description="The `next_cursor` of the page before.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


@route("GET", "/v1/conversations", Access.READ, answers=conversations.ConversationPage, query=ListQuery)
async def list_conversations(request: Call) -> View:
    """List conversations with the counts of all views. What changes meanwhile moves no other row over the cursor: none is
    skipped, none comes twice.
    """
    asked, agent, parts = request.query(ListQuery), request.agent, request.parts
    chosen = asked.filter_for(agent.agent.id)
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


def _match_view(match: Match) -> View:
    return {"text": match.text, "seq": match.seq, "ranges": [list(one) for one in match.ranges]}
