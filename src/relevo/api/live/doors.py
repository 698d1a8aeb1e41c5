"""Opening streams: the same addresses as the pages of a log, told apart by `Accept`, and the team's inbox stream.

They are answered before the router, so that a stream holds nothing but itself in memory.
Not here: keeping them open (`outlet`).
"""

import re
from collections.abc import Awaitable

from relevo.api.door.access import Access, agent_pass, visitor_pass
from relevo.api.door.call import principal, strict_query
from relevo.api.door.credentials import refuse_credentials_in_url
from relevo.api.edge.asgi import App, Receive, Scope, Send, header
from relevo.api.edge.exchange import exchange
from relevo.api.live.outlet import Outlet
from relevo.api.live.watch import Watch
from relevo.api.routes.carrying import teams_conversation, visitors_conversation
from relevo.api.routes.pages import PageQuery
from relevo.engine.live.frames import signal_frame
from relevo.engine.live.subscription import Subscription
from relevo.engine.views import Audience

VISITORS = re.compile(r"/v1/visitor/conversations/([^/]+)/events")
TEAMS = re.compile(r"/v1/conversations/([^/]+)/events")
INBOX = "/v1/stream"
UNKNOWN = -1
"""A cursor that no log has had; the engine answers it with `reset`."""


class Doors:
    """Answers requests for streams, and passes everything else on."""

    def __init__(self, app: App, watch: Watch) -> None:
        self._app = app
        self._watch = watch

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request."""
        path: str = scope["path"]
        is_door = scope["method"] == "GET" and (path == INBOX or path.endswith("/events"))
        return (self._stream if is_door else self._app)(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        subscription = await self._opened(scope, scope["path"])
        if subscription is not None:
            await self._serve(subscription, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _opened(self, scope: Scope, path: str) -> Subscription | None:
        """Open the stream that is asked for; None where none is."""
        if path == INBOX:
            return await self._inbox(scope)
        if "text/event-stream" not in (header(scope, b"accept") or ""):
            return None
        if found := VISITORS.fullmatch(path):
            return await self._visitors(scope, found[1])
        if found := TEAMS.fullmatch(path):
            return await self._teams(scope, found[1])
        return None

    async def _inbox(self, scope: Scope) -> Subscription:
        exchange(scope).route = f"{INBOX} (stream)"
        refuse_credentials_in_url(scope)
        agent = await agent_pass(scope, Access.READ)
        self._watch.room_for(principal(exchange(scope)))
        return exchange(scope).front.parts.inbox_streams.open(agent.workspace_id, agent.agent.id)

    async def _visitors(self, scope: Scope, conversation_id: str) -> Subscription:
        current = exchange(scope)
        current.route = "/v1/visitor/conversations/{conversation_id}/events (stream)"
        refuse_credentials_in_url(scope)
        visitor = await visitor_pass(scope)
        after = cursor(scope)
        conversation = await visitors_conversation(current.front, visitor, conversation_id)
        parts = current.front.parts
        queue = await parts.queues.view(conversation)
        self._watch.room_for(principal(current))
        subscription = parts.streams.open(conversation, Audience.VISITOR, after)
        if queue is not None:
            subscription.push(signal_frame("queue", queue))
        return subscription

    async def _teams(self, scope: Scope, conversation_id: str) -> Subscription:
        current = exchange(scope)
        current.route = "/v1/conversations/{conversation_id}/events (stream)"
        refuse_credentials_in_url(scope)
        agent = await agent_pass(scope, Access.READ)
        after = cursor(scope)
        conversation = await teams_conversation(current.front, agent, conversation_id)
        self._watch.room_for(principal(current))
        parts, place = current.front.parts, (conversation.workspace_id, conversation.id)
        subscription = parts.streams.open(conversation, Audience.AGENT, after)
        subscription.push(signal_frame("attention", parts.attention.view(*place)))
        parts.attention.opened(*place, agent.agent)
        subscription.when_closed(lambda: parts.attention.closed(*place, agent.agent))
        return subscription

    async def _serve(self, subscription: Subscription, scope: Scope, receive: Receive, send: Send) -> None:
        current = exchange(scope)
        outlet = Outlet(subscription, principal(current), current.token, scope)
        self._watch.add(outlet)
        try:
            await outlet.run(receive, send, self._watch.now)
        finally:
            self._watch.remove(outlet)


def cursor(scope: Scope) -> int | None:
    """Return where the client is: the header beats the query; None from now on, and what no log has had for nonsense."""
    told = header(scope, b"last-event-id")
    if told is None:
        query: bytes = scope["query_string"]
        return strict_query(query, PageQuery).after if b"after=" in query else None
    is_number = told.isascii() and told.isdigit() and len(told) < 16
    return int(told) if is_number else UNKNOWN
