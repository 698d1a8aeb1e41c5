"""A request as the routes see it: who calls, and the body and the query read strictly.

Not here: routes.
"""

from abc import ABC, abstractmethod
from functools import cache
from hashlib import blake2b
from typing import Any, TypeVar, cast
from urllib.parse import parse_qsl

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Empty

from relevo.api.door.access import SAFE_METHODS, Access, admit
from relevo.api.edge.asgi import Receive, Scope, header
from relevo.api.edge.body import receive_json, wrong_field
from relevo.api.edge.exchange import Exchange, exchange
from relevo.api.edge.front import Front
from relevo.api.needs import AgentPass, VisitorPass
from relevo.api.parts import Parts
from relevo.api.problems import Problem, invalid
from relevo.ports import IdempotencyKey

T = TypeVar("T", bound=msgspec.Struct)
KEY_LENGTH = 200
MOST_FIELDS = 50


class Call(ABC):
    """One request to one of our routes, whether the framework brings it or the shortcut past it."""

    __slots__ = ()

    @property
    @abstractmethod
    def raw(self) -> Scope:
        """The request as it came in."""

    @property
    def exchange(self) -> Exchange:
        """What is known of it."""
        return exchange(self.raw)

    @property
    def front(self) -> Front:
        """The running API."""
        return self.exchange.front

    @property
    def parts(self) -> Parts:
        """What the API is made of."""
        return self.exchange.front.parts

    @property
    def visitor(self) -> VisitorPass:
        """The visitor who calls."""
        found = self.exchange.visitor
        assert found is not None, "the route's access is not for visitors"
        return found

    @property
    def agent(self) -> AgentPass:
        """The agent who calls."""
        found = self.exchange.agent
        assert found is not None, "the route's access is not for agents"
        return found

    def query(self, kind: type[T]) -> T:
        """Return the query as a type: no unknown name, none twice. Raises Problem."""
        return strict_query(self.raw["query_string"], kind)

    def key(self, request: object) -> IdempotencyKey | None:
        """Return the caller's name for this request, from the Idempotency-Key header."""
        name = header(self.raw, b"idempotency-key")
        if name is None:
            return None
        return IdempotencyKey(principal(self.exchange), name, fingerprint(self.raw["path"], request))


class DirectCall(Call):
    """One that comes straight from the socket: what its route asks for is at hand, and nothing else is made."""

    __slots__ = ("exchange", "front", "parts", "raw")

    def __init__(self, scope: Scope) -> None:
        self.raw: Scope = scope
        self.exchange: Exchange = exchange(scope)
        self.front: Front = self.exchange.front
        self.parts: Parts = self.front.parts


class FrameworkCall(Call, Request[Any, Any, Any]):
    """One that the framework brings."""

    __slots__ = ()

    @property
    def raw(self) -> Scope:
        """The request as it came in."""
        return cast("Scope", self.scope)

    async def body(self) -> bytes:
        """Return the body; `{}` where there is none and none is needed."""
        if self._body is Empty:
            receive = cast("Receive", self.receive)
            body = await receive_json(self.raw, receive, self.parts.settings.limits)
            self._body = self._connection_state.body = body
        return self._body

    async def json(self) -> Any:
        """Return the body as the route's own type; nothing is coerced (trust.md T6)."""
        return self.route_handler.opt["reader"].read(await self.body())


def principal(current: Exchange) -> str:
    """Return whose keys these are: nobody's keys meet another's (trust.md G8)."""
    if current.visitor is not None:
        return f"visitor:{current.visitor.visitor.id}"
    assert current.agent is not None
    return f"agent:{current.agent.agent.id}"


def fingerprint(*parts: object) -> str:
    """Return what tells two requests with the same key apart."""
    return blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()


def strict_query(query: bytes, kind: type[T]) -> T:
    """Read a query as a type; a name without a value, as forms send it, is not there. Raises Problem: validation."""
    try:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Problem("validation", f"A query has at most {MOST_FIELDS} fields.") from None
    values: dict[str, str | list[str]] = {}
    for name, value in pairs:
        if not _is_list(kind, name):
            if name in values:
                raise invalid(name, "The name stands there twice.")
            values[name] = value
        elif value:
            values[name] = [*values.get(name, ()), value]
    try:
        return msgspec.convert({name: value for name, value in values.items() if value}, kind, strict=False)
    except msgspec.ValidationError as wrong:
        raise wrong_field(wrong) from None


def _is_list(kind: type[msgspec.Struct], name: str) -> bool:
    """May the name stand in a query several times?"""
    return name in _lists_of(kind)


@cache
def _lists_of(kind: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(field.encode_name for field in msgspec.structs.fields(kind) if isinstance(field.default, tuple))


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Check who calls before anything of the request is read. The framework runs it for every route."""
    scope = cast("Scope", connection.scope)
    exchange(scope).route = scope["path_template"]
    access = handler.opt.get("access")
    if access is None and scope["method"] in SAFE_METHODS - {"GET"}:
        return  # the framework's own answer to OPTIONS, which tells the allowed methods
    assert isinstance(access, Access), f"{scope['path_template']} says nothing of who may use it"
    await let_in(scope, access)


async def let_in(scope: Scope, access: Access) -> None:
    """Check who calls, and the name that they give to what they want done."""
    await admit(scope, access)
    if scope["method"] == "POST":
        _require_key(scope)


def _require_key(scope: Scope) -> None:
    """Raise the problem validation for an Idempotency-Key that is no name."""
    name = header(scope, b"idempotency-key")
    if name is not None and not (0 < len(name) <= KEY_LENGTH and all("!" <= letter <= "~" for letter in name)):
        raise invalid("Idempotency-Key", f"The key takes 1 to {KEY_LENGTH} visible ASCII characters.")
