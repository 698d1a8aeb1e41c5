"""Conversations on their way out: the engine's views, with the inbox's name for the team.

Not here: what a visitor may see; `engine/views` leaves the rest out.
"""

from collections.abc import Iterable

from relevo.api.parts import Parts
from relevo.api.routes.route import View
from relevo.core.conversation import Conversation
from relevo.engine.inbox import row_view
from relevo.engine.views import Audience, conversation_view


async def for_visitor(parts: Parts, conversation: Conversation) -> View:
    """Return a conversation as its visitor sees it, with their place in the queue while they wait."""
    view = conversation_view(conversation, Audience.VISITOR)
    view["queue"] = await parts.queues.view(conversation)
    return view


async def for_team(parts: Parts, conversation: Conversation) -> View:
    """Return a conversation as agents see it."""
    (view,) = await rows(parts, [conversation])
    return view


async def rows(parts: Parts, conversations: Iterable[Conversation]) -> list[View]:
    """Return rows of a list; all of them are of one workspace."""
    views = []
    for conversation in conversations:
        names = await parts.desk.inbox_names(conversation.workspace_id)
        views.append(row_view(conversation, names))
    return views
