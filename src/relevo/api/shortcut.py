"""The acts on a conversation (messages, takeovers, releases …), straight from the socket to their functions.

They are most of what a busy server does, and the framework would use a third of their time. Function, credential, body and
errors are those of the route; only what the framework adds is left out. Not here: the routes, and their description.
"""

import re
from collections.abc import Iterable
from typing import Any, cast

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler

from relevo.api.door.call import Call, guard
from relevo.api.edge.asgi import App, Headers, Receive, Scope, Send, answer

ACT = re.compile(r"/v1/(visitor/)?conversations/([^/]+)/([a-z-]+)")
_JSON: Headers = [(b"content-type", b"application/json")]


class Shortcut:
    """Answers acts itself and passes everything else on to the framework, a malformed address too."""

    def __init__(self, app: App, routes: Iterable[HTTPRouteHandler]) -> None:
        self._app = app
        self._acts = {
            (found[1], found[3]): (path.replace(":str}", "}"), handler)
            for handler in routes
            if "POST" in handler.http_methods
            for path in handler.paths
            if (found := ACT.fullmatch(path)) is not None and found[2] == "{conversation_id:str}"
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] == "POST" and (found := ACT.fullmatch(scope["path"])) is not None:
            act = self._acts.get((found[1], found[3]))
            if act is not None:
                scope["path_template"], scope["route_handler"] = act
                await _carry_out(Call(cast("Any", scope), cast("Any", receive)), found[2], send)
                return
        await self._app(scope, receive, send)


async def _carry_out(call: Call, conversation_id: str, send: Send) -> None:
    """Do what the route does, in its order: first who calls, then what they say. Raises what it raises."""
    handler = call.route_handler
    await guard(call, handler)
    given = await handler.fn(request=call, conversation_id=conversation_id, data=await call.json())
    status, content = handler.status_code, given
    if isinstance(given, Response):
        status, content = given.status_code or status, given.content
    await answer(send, status, _JSON, msgspec.json.encode(content))
