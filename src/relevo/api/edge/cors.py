"""Which sites' pages may call the visitor's routes (trust.md T14): exact origins, echoed one at a time.

Not here: whose inbox it is; that an origin belongs to the caller's own inbox is checked when the caller is known (`door`).
"""

from collections.abc import Awaitable

from relevo.api.edge.asgi import App, Headers, Message, Receive, Scope, Send, answer, encoded, header
from relevo.api.edge.exchange import Exchange, exchange
from relevo.api.edge.refuse import refuse
from relevo.api.problems import Problem

VISITOR_PREFIX = "/v1/visitor/"
_VARY = (b"vary", b"Origin")
_EXPOSED = (
    b"access-control-expose-headers",
    b"X-Request-ID, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset",
)
_PREFLIGHT = encoded(
    [
        ("Access-Control-Allow-Methods", "GET, POST"),
        ("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, Last-Event-ID"),
        ("Access-Control-Max-Age", "600"),
    ]
)


class Cors:
    """Lets the pages of known sites read the answers of visitors' routes, problems too, and refuses all others."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer a preflight, or pass on."""
        is_visitors = scope["path"].startswith(VISITOR_PREFIX)
        return (self._watched if is_visitors else self._app)(scope, receive, send)

    async def _watched(self, scope: Scope, receive: Receive, send: Send) -> None:
        current = exchange(scope)
        origin = header(scope, b"origin")
        if origin is not None and not await self._is_known(scope, origin):
            raise foreign_origin()
        allowed = [] if origin is None else [(b"access-control-allow-origin", origin.encode("latin-1"))]
        if allowed and scope["method"] == "OPTIONS":
            await answer(send, 204, [_VARY, *allowed, *_PREFLIGHT])
            return
        echo = _Echo(send, [*allowed, _EXPOSED] if allowed else [], current)
        try:
            await self._app(scope, receive, echo)
        except Exception as error:
            if echo.has_begun:
                raise
            await refuse(error, scope, echo)

    async def _is_known(self, scope: Scope, origin: str) -> bool:
        return is_same_origin(scope, origin) or await exchange(scope).front.parts.gate.allows_origin(origin, None)


def is_same_origin(scope: Scope, origin: str) -> bool:
    """Is the page one of ours? Its origin is our public address, or names the host that the request was sent to."""
    if origin == exchange(scope).front.parts.base_url:
        return True
    scheme, _, authority = origin.partition("://")
    return scheme in ("http", "https") and authority != "" and authority == header(scope, b"host")


def foreign_origin() -> Problem:
    """Return the refusal of a site that may not carry the widget."""
    return Problem("origin-not-allowed", "Pages of this site may not use this inbox.", headers={"Vary": "Origin"})


class _Echo:
    """Adds the headers to an answer."""

    __slots__ = ("_current", "_headers", "_send", "has_begun")

    def __init__(self, send: Send, headers: Headers, current: Exchange) -> None:
        self._send = send
        self._headers = headers
        self._current = current
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            allowed = [] if self._current.is_foreign else self._headers
            given = [pair for pair in message["headers"] if pair[0] != b"vary"]
            message = {**message, "headers": [*given, _VARY, *allowed]}
        await self._send(message)
