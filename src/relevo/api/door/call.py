"""A request as the routes see it: who calls, under which name, and the query read strictly.

Not here: routes.
"""

from functools import cache
from hashlib import blake2b
from typing import TypeVar
from urllib.parse import parse_qsl

import msgspec

from relevo.api.edge.asgi import Scope, header
from relevo.api.edge.body import wrong_field
from relevo.api.edge.exchange import Exchange, exchange
from relevo.api.edge.front import Front
from relevo.api.needs import AgentPass, VisitorPass
from relevo.api.parts import Parts
from relevo.api.problems import Problem, invalid
from relevo.ports import IdempotencyKey

T = TypeVar("T", bound=msgspec.Struct)
KEY_LENGTH = 200
MOST_FIELDS = 50


class Call:
    """One request to one of our routes: what they ask for is at hand, and nothing else is made."""

    __slots__ = ("exchange", "front", "parts", "raw")

    def __init__(self, scope: Scope) -> None:
        self.raw = scope
        """The request as it came in."""
        self.exchange: Exchange = exchange(scope)
        """What is known of it."""
        self.front: Front = self.exchange.front
        """The running API."""
        self.parts: Parts = self.front.parts
        """What the API is made of."""

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


def require_name(scope: Scope) -> None:
    """Raise the problem validation for an Idempotency-Key that is no name for what is to be done."""
    name = header(scope, b"idempotency-key")
    if name is not None and not (0 < len(name) <= KEY_LENGTH and all("!" <= letter <= "~" for letter in name)):
        raise invalid("Idempotency-Key", f"The key takes 1 to {KEY_LENGTH} visible ASCII characters.")
