"""The acts on a conversation (messages, takeovers, releases …), straight from the socket to their functions.

They are most of what a busy server does, and the framework would use a third of their time. Function, credential, body and
errors are those of the route; only what the framework adds is left out. Not here: the routes, and their description.
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar.handlers import HTTPRouteHandler

from relevo.api.door.access import Access
from relevo.api.door.call import DirectCall, let_in
from relevo.api.edge.asgi import JSON, App, Receive, Scope, Send, WholeSend, answer
from relevo.api.edge.body import Reader, receive_json
from relevo.api.routes.route import Answer

ACT = re.compile(r"/v1/(visitor/)?conversations/([^/]+)/([a-z-]+)")


@dataclass(frozen=True, slots=True)
class _Act:
    """What the shortcut has to know of a route."""

    template: str
    access: Access
    reader: Reader[Any]
    status: int
    function: Callable[..., Awaitable[Any]]


class Shortcut:
    """Answers acts itself and passes everything else on to the framework, a malformed address too."""

    def __init__(self, app: App, routes: Iterable[HTTPRouteHandler]) -> None:
        self._app = app
        self._acts = {
            (found[1], found[3]): _act(path.replace(":str}", "}"), handler)
            for handler in routes
            if "POST" in handler.http_methods
            for path in handler.paths
            if (found := ACT.fullmatch(path)) is not None and found[2] == "{conversation_id:str}"
        }

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request."""
        if scope["method"] == "POST" and (found := ACT.fullmatch(scope["path"])) is not None:
            act = self._acts.get((found[1], found[3]))
            if act is not None:
                return _carry_out(act, found[2], scope, receive, send)
        return self._app(scope, receive, send)


def _act(template: str, handler: HTTPRouteHandler) -> _Act:
    return _Act(template, handler.opt["access"], handler.opt["reader"], handler.status_code, handler.fn)


async def _carry_out(act: _Act, conversation_id: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Do what the route does, in its order: first who calls, then what they say. Raises what it raises."""
    call = DirectCall(scope)
    call.exchange.route = act.template
    await let_in(scope, act.access)
    said = act.reader.read(await receive_json(scope, receive, call.parts.settings.limits))
    given = await act.function(request=call, conversation_id=conversation_id, data=said)
    status, view = (given.status, given.view) if isinstance(given, Answer) else (act.status, given)
    body = msgspec.json.encode(view)
    if not (isinstance(send, WholeSend) and send.tell(status, body)):
        await answer(send, status, JSON, body)
