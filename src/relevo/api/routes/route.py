"""How a route is declared: method, path, who may use it, what it answers; the framework and the document are told from that.

Not here: any route.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal, TypedDict, TypeVar, Unpack, get_type_hints

import msgspec
from litestar import delete, get, patch, post, put
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta

from relevo.api.door.access import Access
from relevo.api.door.call import FrameworkCall
from relevo.api.edge.asgi import JSON, Receive, Scope, Send, answer
from relevo.api.edge.body import Reader
from relevo.api.packing import Packing
from relevo.api.routes.bodies import NAME_LENGTH, TEXT_LENGTH

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
View = dict[str, Any]
Name = Annotated[str, Meta(min_length=1, max_length=NAME_LENGTH)]
Text = Annotated[str, Meta(max_length=TEXT_LENGTH)]
_DECORATORS: dict[Method, Callable[..., Any]] = {"GET": get, "POST": post, "PUT": put, "PATCH": patch, "DELETE": delete}

Handler = TypeVar("Handler", bound=Callable[..., Awaitable[Any]])


class Empty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A body that says nothing."""


class Answer:
    """A view with a status that is not always the route's. It sends itself where the framework carries it."""

    __slots__ = ("status", "view")

    def __init__(self, view: View | msgspec.Raw, status: int) -> None:
        self.view = view
        self.status = status

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send it."""
        await answer(send, self.status, JSON, msgspec.json.encode(self.view))


class Told(TypedDict, total=False):
    """What else a route says of itself."""

    answers: Any
    """The type of a successful answer's body; without it there is none."""
    status: int
    again: bool
    """Does a repeated request get the same answer with 200?"""
    query: type[msgspec.Struct]
    is_packed: bool
    """May its answer be compressed? Never one that a secret could stand in (docs/decisions/0055)."""
    problems: tuple[str, ...]
    """The slugs that this route can refuse with, beside those of its access and of reading it."""
    name: str
    """The operation's name; the function's, if not given."""


def route(
    method: Method, path: str, access: Access, **told: Unpack[Told]
) -> Callable[[Callable[..., Awaitable[Any]]], HTTPRouteHandler]:
    """Make a route of a function."""

    def make(function: Callable[..., Awaitable[Any]]) -> HTTPRouteHandler:
        # The framework asks for a class of its own; the function takes whatever brings its request.
        function.__annotations__["request"] = FrameworkCall
        body = get_type_hints(function).get("data")
        name = told.get("name", function.__name__)
        decorate = _DECORATORS[method](
            path,
            status_code=told.get("status", 200),
            operation_id=name,
            name=f"{method} {path}",
            description=" ".join((function.__doc__ or "").split()),
            middleware=[Packing] if told.get("is_packed") else None,
            opt={"access": access, "reader": Reader(body) if body else None, "body": body, "told": told},
        )
        made: HTTPRouteHandler = decorate(function)
        return made

    return make
