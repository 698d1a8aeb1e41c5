"""The outermost layer: request ids, headers, limits, the log line, and an answer for every error.

Not here: routing. It is bare ASGI because streams pass through it (what middleware of frameworks does to them: tests/architecture/test_floors.py).
"""

from collections.abc import Awaitable, Callable

import structlog

from relevo.api.edge.asgi import JSON, WHOLE, App, Headers, Message, Receive, Scope, Send, WholeSend, laid_out
from relevo.api.edge.body import ClientGone
from relevo.api.edge.exchange import KEY, Exchange
from relevo.api.edge.front import Front
from relevo.api.edge.headers import defaults, security_headers
from relevo.api.edge.refuse import refuse
from relevo.api.problems import Problem

log = structlog.get_logger("relevo.api")
UNCOUNTED = ("/healthz", "/readyz", "/metrics")
CLIENT_GONE = 499


class Shell:
    """Wraps the whole application."""

    def __init__(self, app: App, front: Front, live: Callable[[Receive, Send], Awaitable[None]]) -> None:
        """`live` runs from before the first request until after the last."""
        self._app = app
        self._live = live
        self._front = front
        self._always = security_headers(front.parts.base_url)
        self._defaults = defaults()
        self._json = _around_the_length(self.dress([*JSON, (b"content-length", b"")], ""))
        self._connections = front.parts.settings.server.connections
        self._logs_requests = front.parts.settings.log.requests
        self._open = 0
        self._served = 0
        # Random once and counted on: a new id costs more than the rest of this layer.
        self._id_prefix = front.parts.ids.new_id("req")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or run the application's lifespan."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        if scope["type"] != "http":
            return
        parts = self._front.parts
        self._served += 1
        current = Exchange(self._front, f"{self._id_prefix}-{self._served}", self._front.addresses.of(scope))
        scope[KEY] = current
        outlet = _Outlet(send, current.request_id, self, scope.get(WHOLE))
        began_ms = parts.clock.now_ms()
        self._open += 1
        try:
            self._admit(scope, current)
            await self._app(scope, receive, outlet)
        except ClientGone:
            outlet.status = CLIENT_GONE
        except Exception as error:
            if outlet.status:
                raise  # half an answer is out already: the server logs it and breaks the connection off
            await refuse(error, scope, outlet)
        finally:
            self._open -= 1
            self._note(scope["method"], current, outlet.status, parts.clock.now_ms() - began_ms)

    def dress(self, headers: Headers, request_id: str) -> Headers:
        """Return an answer's headers with those that every answer bears."""
        given = {name for name, _ in headers}
        missing = [(name, value) for name, value in self._defaults.items() if name not in given]
        return [*headers, *missing, *self._always, (b"x-request-id", request_id.encode())]

    def lines_for_json(self, length: int, request_id: str) -> bytes:
        """Return the headers of an answer in JSON, laid out: nearly all of them are always the same."""
        before, after = self._json
        return b"%b%d%b%b\r\n" % (before, length, after, request_id.encode())

    def _admit(self, scope: Scope, current: Exchange) -> None:
        """Raise when the server is full or this address comes too often (trust.md T23, T24)."""
        if scope["path"] in UNCOUNTED:
            return
        if self._open > self._connections:
            raise Problem("overloaded", "Too many connections.", headers={"Retry-After": "5", "Connection": "close"})
        self._front.count_request(current.address)

    def _note(self, method: str, current: Exchange, status: int, took_ms: int) -> None:
        route = current.route or "none"
        self._front.metrics.answered(method, route, status, took_ms)
        if self._logs_requests:
            request_id = current.request_id
            log.info("request", request_id=request_id, method=method, route=route, status=status, took_ms=took_ms)


def _around_the_length(headers: Headers) -> tuple[bytes, bytes]:
    """Lay headers out up to the length and from there to the request's id, which is the last of them."""
    lines = laid_out(headers)
    assert lines is not None, "no header of ours holds a line break"
    before, name, after = lines.removesuffix(b"\r\n").partition(b"content-length: ")
    return before + name, after


class _Outlet(WholeSend):
    """Sends, and puts the headers on. An object and not a closure: thousands of streams hold one each.

    The head waits for the first of the body, which nearly always is all of it: then both are one write.
    """

    __slots__ = ("_head", "_send", "_shell", "_whole", "request_id", "status")

    def __init__(
        self, send: Send, request_id: str, shell: Shell, whole: Callable[[int, bytes, bytes], bool] | None
    ) -> None:
        self._send = send
        self._shell = shell
        self._whole = whole
        self._head: Headers | None = None
        self.request_id = request_id
        self.status = 0

    def tell(self, status: int, body: bytes) -> bool:
        if self._whole is None or not self._whole(status, self._shell.lines_for_json(len(body), self.request_id), body):
            return False
        self.status = status
        return True

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._head = self._shell.dress(list(message["headers"]), self.request_id)
            return
        head, self._head = self._head, None
        if head is not None:
            whole = None if message.get("more_body") else self._whole
            lines = laid_out(head) if whole is not None else None
            if whole is not None and lines is not None and whole(self.status, lines, message.get("body", b"")):
                return
            await self._send({"type": "http.response.start", "status": self.status, "headers": head})
        await self._send(message)
