"""What visitors read and begin: their session, their conversations, the pages of their log, typing.

Not here: what they say and ask (`saying`, `commands`) and their streams (`live`).
"""

from contextlib import suppress
from typing import Annotated

from msgspec import Meta, Struct

from relevo.api.door.access import Access, require_origin
from relevo.api.door.call import Call
from relevo.api.door.credentials import bearer
from relevo.api.edge.asgi import header
from relevo.api.needs import VisitorPass
from relevo.api.parts import Parts
from relevo.api.routes.carrying import carry_out, visitors_conversation
from relevo.api.routes.pages import PageQuery, page
from relevo.api.routes.route import Answer, Empty, Name, View, route
from relevo.api.routes.views import for_visitor
from relevo.api.shapes import conversations, events, people
from relevo.core.commands import StartConversation
from relevo.core.conversation import Conversation
from relevo.core.ids import ConversationId, Millis
from relevo.core.messages import visible
from relevo.engine.views import Audience
from relevo.ports import AlreadyOpen, Typing, Unavailable

CHANNEL = "web"
Locale = Annotated[str, Meta(max_length=35, pattern="^[A-Za-z0-9-]*$")]


class Arrival(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a visitor comes in, and what the page says of them."""

    inbox_key: Name
    locale: Locale = "en"
    page: Annotated[str, Meta(max_length=2048)] | None = None
    identity: Annotated[str, Meta(max_length=4096, description="A JWT signed by the site.")] | None = None


class TypingSign(Struct, frozen=True, forbid_unknown_fields=True):
    """The visitor is typing; `text` is what stands in the field so far."""

    text: Annotated[str, Meta(max_length=2000)] | None = None


@route(
    "POST", "/v1/visitor/session", Access.ARRIVAL, answers=people.VisitorSession,
    problems=("unauthenticated", "identity-invalid", "identity-required", "origin-not-allowed", "not-found", "rate-limited"),
)  # fmt: skip
async def open_session(request: Call, body: Arrival) -> View:
    """Begin as a visitor, or go on with the token of an earlier session. A token that is no longer good begins anew."""
    parts, token = request.parts, bearer(request.raw)
    await require_origin(request.raw, await parts.gate.inbox_of(body.inbox_key))
    if token is None or await parts.gate.visitor(token) is None:
        request.front.count_newcomer(request.exchange.address)
    origin = header(request.raw, b"origin")
    arrived = await parts.gate.arrive(body.inbox_key, token, body.locale, body.identity, origin=origin, page=body.page)
    visitor = arrived.visitor_pass
    headers = header(request.raw, b"user-agent"), header(request.raw, b"accept-language")
    with suppress(Unavailable):  # a visitor is let in without a word on their browser rather than not at all
        await parts.contexts.came(visitor.workspace_id, visitor.visitor.id, headers, body.page, arrived.email)
    conversation = await _latest(parts, visitor)
    settings, texts = await parts.desk.welcome(visitor)
    return {
        "token": arrived.token,
        "visitor": {"id": visitor.visitor.id, "name": visitor.visitor.name, "locale": visitor.locale},
        "conversation": await for_visitor(request.parts, conversation) if conversation else None,
        "settings": settings,
        "texts": texts,
    }


@route(
    "POST", "/v1/visitor/conversations", Access.VISITOR, answers=conversations.VisitorConversation, status=201, again=True,
    problems=("idempotency-mismatch",),
)  # fmt: skip
async def start_conversation(request: Call, body: Empty) -> Answer:
    """Begin a conversation; where one is open already, that one is the answer, with 200."""
    parts, visitor = request.parts, request.visitor
    workspace_id, inbox_id = visitor.workspace_id, visitor.inbox_id
    started = StartConversation(
        by=visitor.visitor,
        at=Millis(parts.clock.now_ms()),
        workspace_id=workspace_id,
        inbox_id=inbox_id,
        channel=CHANNEL,
        visitor=visitor.visitor,
        assistant=await parts.desk.assistant_of(workspace_id, inbox_id),
        locale=visitor.locale,
        previous_id=await parts.log.latest_conversation(workspace_id, inbox_id, visitor.visitor.id),
    )
    try:
        outcome = await carry_out(request.front, workspace_id, parts.ids.new_id("conv"), started, request.key(body))
    except AlreadyOpen as already:
        found = await parts.handle.load(workspace_id, already.conversation_id)
        return Answer(await for_visitor(request.parts, found), 200)
    return Answer(await for_visitor(request.parts, outcome.conversation), 200 if outcome.is_replay else 201)


@route(
    "GET", "/v1/visitor/conversations/{conversation_id}", Access.VISITOR, answers=conversations.VisitorConversation
)  # fmt: skip
async def read_own_conversation(request: Call, conversation_id: str) -> View:
    """Read one of the visitor's own conversations, a closed one too."""
    return await for_visitor(
        request.parts, await visitors_conversation(request.front, request.visitor, conversation_id)
    )


@route(
    "GET", "/v1/visitor/conversations/{conversation_id}/events", Access.VISITOR, answers=events.EventPage,
    query=PageQuery, problems=("rate-limited",),
)  # fmt: skip
async def read_own_events(request: Call, conversation_id: str) -> View:
    """Read the log after a position; with `Accept: text/event-stream` follow it."""
    asked = request.query(PageQuery)
    conversation = await visitors_conversation(request.front, request.visitor, conversation_id)
    return await page(request.parts.log, conversation, asked, Audience.VISITOR)


@route(
    "POST", "/v1/visitor/conversations/{conversation_id}/typing", Access.VISITOR,
    answers=conversations.VisitorConversation,
)  # fmt: skip
async def visitor_types(request: Call, conversation_id: str, body: TypingSign) -> View:
    """Tell the team that the visitor is typing, and what, where the workspace shares drafts. Nothing of it is kept."""
    visitor = request.visitor
    conversation = await visitors_conversation(request.front, visitor, conversation_id)
    if not conversation.is_closed:
        text = await _shared(request.parts, visitor, body.text)
        request.parts.typing(Typing(conversation.workspace_id, conversation.id, visitor.visitor, text))
    return await for_visitor(request.parts, conversation)


async def _shared(parts: Parts, visitor: VisitorPass, text: str | None) -> str | None:
    """Return what agents may see of a draft: nothing, unless the workspace has opted in (and the visitor is told so)."""
    if text is None:
        return None
    settings, _ = await parts.desk.welcome(visitor)
    return visible(text) if settings["handoff"]["shares_drafts"] else None


async def _latest(parts: Parts, visitor: VisitorPass) -> Conversation | None:
    """Return the visitor's open conversation, or else the newest one."""
    place = visitor.workspace_id, visitor.inbox_id, visitor.visitor.id
    found = await parts.log.open_conversation(*place) or await parts.log.latest_conversation(*place)
    return await parts.log.load(visitor.workspace_id, ConversationId(found)) if found else None
