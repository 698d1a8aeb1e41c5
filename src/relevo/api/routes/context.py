"""A visitor's context: the page they are on, told by the widget; and what agents see of them beside the conversation.

Not here: what is kept of an address and of a browser; that is the workspace's.
"""

from typing import Annotated, Any

from msgspec import Meta, Struct

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.parts import Parts
from relevo.api.routes.carrying import teams_conversation
from relevo.api.routes.route import View, route
from relevo.api.shapes import context
from relevo.core.conversation import Conversation
from relevo.core.events import ContactLeft
from relevo.core.ids import ConversationId, Seq
from relevo.engine.views import named

EARLIER = 20
PAGE = 500


class PageVisit(Struct, frozen=True, forbid_unknown_fields=True):
    """The page that the visitor is on now."""

    url: Annotated[str, Meta(min_length=1, max_length=8192)]
    title: Annotated[str, Meta(max_length=1000)] | None = None


@route("POST", "/v1/visitor/page", Access.VISITOR, status=204)
async def tell_page(request: Call, body: PageVisit) -> None:
    """Tell which page the visitor is on. The last 20 are kept, without what could be a secret in their addresses."""
    visitor = request.visitor
    await request.parts.contexts.visited(visitor.workspace_id, visitor.visitor.id, body.url, body.title)


@route("GET", "/v1/conversations/{conversation_id}/visitor", Access.READ, answers=context.VisitorContext)
async def read_visitor(request: Call, conversation_id: str) -> View:
    """Read who the visitor is: pages, device, languages, earlier conversations in the same inbox, numbers they left."""
    parts = request.parts
    conversation = await teams_conversation(request.front, request.agent, conversation_id)
    known = await parts.contexts.of(conversation.workspace_id, conversation.visitor.id)
    every = await _conversations(parts, conversation)
    leads = [lead for one in every for lead in await _leads(parts, one)]
    earlier = [_earlier(one) for one in every if one.id != conversation.id][:EARLIER]
    return {**(known or _unknown(conversation)), "conversations": earlier, "leads": leads}


async def _conversations(parts: Parts, conversation: Conversation) -> list[Conversation]:
    """Return the visitor's conversations in this inbox, the newest first: each names the one before it."""
    found: list[Conversation] = []
    place = conversation.workspace_id, conversation.inbox_id, conversation.visitor.id
    next_id = await parts.log.latest_conversation(*place)
    while next_id is not None and len(found) <= EARLIER:
        one = await parts.log.load(conversation.workspace_id, next_id)
        if one is None or not one.visitor.is_same(conversation.visitor):
            break
        found.append(one)
        next_id = ConversationId(one.previous_id) if one.previous_id else None
    return found


async def _leads(parts: Parts, conversation: Conversation) -> list[View]:
    """Return the telephone numbers that were left in a conversation, the last first."""
    leads: list[View] = []
    after = Seq(0)
    while conversation.contact_phone is not None and after < conversation.head_seq:
        records = await parts.log.read(conversation.workspace_id, conversation.id, after, PAGE)
        for recorded in records:
            if isinstance(recorded.event, ContactLeft):
                phone = recorded.event.phone
                leads.insert(0, {"phone": phone, "at": recorded.at, "conversation_id": conversation.id})
        if not records:
            break
        after = records[-1].seq
    return leads


def _earlier(conversation: Conversation) -> View:
    last, owner = conversation.last_message, conversation.owner
    return {
        "id": conversation.id,
        "subject": conversation.subject,
        "status": conversation.status.value,
        "created_at": conversation.created_at,
        "last_message": last.text if last else None,
        "owner": named(owner) if owner else None,
    }


def _unknown(conversation: Conversation) -> dict[str, Any]:
    """Return what the conversation itself tells of a visitor who came in through another channel."""
    return {
        "id": conversation.visitor.id,
        "name": conversation.visitor.name,
        "email": None,
        "locale": conversation.locale,
        "languages": [],
        "first_seen_at": conversation.created_at,
        "last_seen_at": conversation.updated_at,
        "device": None,
        "pages": [],
    }
