"""Pages of a conversation's log, for whoever reads it.

Not here: who may read it.
"""

from typing import Annotated

from msgspec import Meta, Struct

from relevo.api.routes.route import View
from relevo.core.conversation import Conversation
from relevo.core.ids import Seq
from relevo.engine.views import Audience, event_view
from relevo.ports import EventLog

MOST = 500
"""Most events of a page."""


class PageQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which part of the log."""

    after: Annotated[int, Meta(ge=0, le=2**53, description="The last position that is known already.")] = 0
    limit: Annotated[int, Meta(ge=1, le=MOST)] = 200


async def page(log: EventLog, conversation: Conversation, asked: PageQuery, audience: Audience) -> View:
    """Return the events after a position that the audience may see.

    Internal events are skipped, not counted: a visitor's page is never empty while there is more to see.
    """
    head_seq = conversation.head_seq if audience is Audience.AGENT else conversation.shown_seq
    events: list[View] = []
    after = Seq(asked.after)
    while len(events) < asked.limit and after < head_seq:
        records = await log.read(conversation.workspace_id, conversation.id, after, asked.limit)
        if not records:
            break
        for recorded in records:
            after = recorded.seq
            view = event_view(recorded, audience)
            if view is not None and len(events) < asked.limit and recorded.seq <= head_seq:
                events.append(view)
    return {"events": events, "head_seq": head_seq}
