"""How a route is declared: method, path, who may use it, what it answers; the router and the document are told from that.

Not here: any route, and finding the one that is asked for (`router`).
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypedDict, Unpack

import msgspec
from msgspec import Meta

from relevo.api.door.access import Access
from relevo.api.edge.body import Reader
from relevo.api.routes.bodies import NAME_LENGTH, TEXT_LENGTH

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
View = dict[str, Any]
Name = Annotated[str, Meta(min_length=1, max_length=NAME_LENGTH)]
Text = Annotated[str, Meta(max_length=TEXT_LENGTH)]
Function = Callable[..., Awaitable[Any]]
"""Takes `request` (a `Call`), what stands in the path by name, and `body` if it has one. Returns a view, an `Answer`, or None for
an answer without a body."""
_PARAMETER = re.compile(r"{(\w+)}")


class Empty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A body that says nothing."""


class Answer(msgspec.Struct, frozen=True):
    """A view with a status that is not always the route's, or with headers of its own."""

    view: View | msgspec.Raw | None
    """A `Raw` is sent as it is."""
    status: int
    headers: Iterable[tuple[str, str]] = ()
    """A `Content-Type` among them stands instead of JSON's."""

    def __repr__(self) -> str:
        """Leave out what may hold a secret (trust.md T27)."""
        return f"Answer({self.status})"


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


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Route:
    """One method of one path."""

    method: Method
    path: str
    """The template, such as `/v1/labels/{item_id}`."""
    access: Access
    function: Function
    body: type[msgspec.Struct] | None
    told: Told
    status: int
    parameters: tuple[str, ...]
    """What stands in the path, in its order."""
    reader: Reader[Any] | None
    is_packed: bool

    @property
    def name(self) -> str:
        """What the operation is called."""
        return self.told.get("name", self.function.__name__)

    @property
    def description(self) -> str:
        """What it does: the function's first words."""
        return " ".join((self.function.__doc__ or "").split())


def route(method: Method, path: str, access: Access, **told: Unpack[Told]) -> Callable[[Function], Route]:
    """Make a route of a function."""

    def make(function: Function) -> Route:
        body = function.__annotations__.get("body")
        return Route(
            method=method,
            path=path,
            access=access,
            function=function,
            body=body,
            told=told,
            status=told.get("status", 200),
            parameters=tuple(_PARAMETER.findall(path)),
            reader=None if body is None else Reader(body),
            is_packed=told.get("is_packed", False),
        )

    return make
