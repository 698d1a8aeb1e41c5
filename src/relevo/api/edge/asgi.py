"""The shapes of ASGI, and small ways to read a request and send an answer.

Not here: anything that knows what a request is about.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
JSON: Headers = [(b"content-type", b"application/json")]

ABORT = "relevo.abort"
"""Where `protocol` leaves a way to break off a connection whose buffer nobody empties."""
BODY = "relevo.body"
"""Where it leaves the body as soon as it has all arrived; most come together with their headers and need not be waited for."""
PIECE = "relevo.piece"
"""Where it leaves a way to write a piece of an answer that is being streamed at once, without a turn of the event loop. It
returns whether it could: a reader who lags behind is waited for by sending as usual."""
WHOLE = "relevo.whole"
"""Where it leaves a way to write an answer in one go: status, the headers as `laid_out`, and body. It returns whether it could;
if not, they are sent."""

_NAMED = "relevo.headers"


class WholeSend:
    """A `send` that may take a whole answer at once."""

    __slots__ = ()

    def tell(self, status: int, body: bytes) -> bool:
        """Answer with a body of JSON. False where it has to be sent."""
        raise NotImplementedError  # no ABC: telling whether a `send` is of one would cost every answer


def header(scope: Scope, name: bytes) -> str | None:
    """Return a header by its lower-case name, the first one if it stands there twice."""
    named: dict[bytes, bytes] | None = scope.get(_NAMED)
    if named is None:
        # Every request is asked for several, and a browser sends a dozen and more: they are sorted out once.
        named = scope[_NAMED] = dict(reversed(scope["headers"]))
    value = named.get(name)
    return None if value is None else value.decode("latin-1")


def stands_twice(scope: Scope, name: bytes) -> bool:
    """Does a header stand there more than once?"""
    return [key for key, _ in scope["headers"]].count(name) > 1


def encoded(headers: Iterable[tuple[str, str]]) -> Headers:
    """Return headers as ASGI wants them. A line break in a value must never get this far; it is an error here."""
    pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if any(b"\n" in value or b"\r" in value for _, value in pairs):
        raise ValueError("a header may not hold a line break")
    return pairs


def laid_out(headers: Headers) -> bytes | None:
    """Return the headers of a whole answer as lines; None for those that whoever sends has to look at.

    Such are an answer without a length, a connection that is to end, and a line break, which is refused there.
    """
    names = {name for name, _ in headers}
    if b"connection" in names or b"content-length" not in names:
        return None
    lines = b"".join([b"%b: %b\r\n" % pair for pair in headers])
    is_broken = lines.count(b"\n") != len(headers) or lines.count(b"\r") != len(headers)
    return None if is_broken else lines


async def answer(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """Send a whole answer."""
    length = [] if status in (204, 304) else [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body})
