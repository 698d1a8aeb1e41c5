"""Finds the route that a request asks for, and carries it out: first who calls, then what they say, then the function.

A tree of the words that paths are made of, and nothing else: what a framework adds to it cost a third of a message and half of
the start (docs/decisions/0057). Not here: the routes, and their description.
"""

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from relevo.api.door.access import admit
from relevo.api.door.call import Call, require_name
from relevo.api.edge.asgi import JSON, Receive, Scope, Send, WholeSend, answer, encoded
from relevo.api.edge.body import receive_json
from relevo.api.edge.exchange import exchange
from relevo.api.packing import Packer
from relevo.api.problems import Problem
from relevo.api.routes.route import Answer, Route


@dataclass(slots=True)
class Place:
    """What a path leads to, or the beginning of one."""

    path: str = ""
    """The template; empty where no path ends."""
    routes: dict[str, Route] = field(default_factory=dict)
    """By method."""
    words: "dict[str, Place]" = field(default_factory=dict)
    """What follows, by the next word."""
    any_word: "Place | None" = None
    """What follows a parameter. A word that is known goes before."""

    @property
    def allowed(self) -> str:
        """The methods that it takes, as `Allow` lists them."""
        return ", ".join(sorted([*self.routes, "OPTIONS"]))

    def after(self, word: str) -> "Place":
        """Return the place that a word of a template leads to, made if need be."""
        if not word.startswith("{"):
            return self.words.setdefault(word, Place())
        self.any_word = self.any_word or Place()
        return self.any_word

    def add(self, route: Route) -> None:
        """Let a route end here. Raises ValueError where there is one with its method, or of another template."""
        if self.path not in ("", route.path) or self.routes.setdefault(route.method, route) is not route:
            raise ValueError(f"{route.method} {route.path} stands beside {self.path}")
        self.path = route.path


class Router:
    """Answers requests to routes. A slash at the end of a path is no matter; two in a row are."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = Place()
        for route in routes:
            place = self._root
            for word in route.path.split("/")[1:]:
                place = place.after(word)
            place.add(route)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request.

        Raises:
            Problem: not-found, method-not-allowed with the methods that are, and what the route refuses with.
        """
        place, values = self.find(scope["path"])
        exchange(scope).route = place.path
        route = place.routes.get(scope["method"])
        if route is not None:
            return _carry_out(route, values, scope, receive, send)
        if scope["method"] == "OPTIONS":
            return answer(send, 204, encoded([("Allow", place.allowed)]))
        raise Problem("method-not-allowed", headers={"Allow": place.allowed})

    def find(self, path: str) -> tuple[Place, list[str]]:
        """Return where a path leads, and what stands in the place of its parameters. Raises the problem not-found."""
        before, *words = path.removesuffix("/").split("/")
        place = self._root
        values: list[str] = []
        for word in words:
            if (known := place.words.get(word)) is not None:
                place = known
            elif place.any_word is not None and word:
                values.append(word)
                place = place.any_word
            else:
                raise Problem("not-found")
        if before or not place.routes:
            raise Problem("not-found")
        return place, values


async def _carry_out(route: Route, values: list[str], scope: Scope, receive: Receive, send: Send) -> None:
    call = Call(scope)
    await admit(scope, route.access)
    if route.method == "POST":
        require_name(scope)
    given: dict[str, Any] = dict(zip(route.parameters, values, strict=True))
    if route.reader is not None:
        given["body"] = route.reader.read(await receive_json(scope, receive, call.parts.settings.limits))
    await _respond(await route.function(request=call, **given), route, Packer(send, scope) if route.is_packed else send)


async def _respond(given: Any, route: Route, send: Send) -> None:
    """Send what a function has returned."""
    status, view, headers = (
        (given.status, given.view, given.headers) if isinstance(given, Answer) else (route.status, given, ())
    )
    if view is None:
        await answer(send, status, encoded(headers))
        return
    body = msgspec.json.encode(view)
    if headers:
        own = encoded(headers)
        is_typed = any(name == b"content-type" for name, _ in own)
        await answer(send, status, own if is_typed else [*JSON, *own], body)
    elif not (isinstance(send, WholeSend) and send.tell(status, body)):
        await answer(send, status, JSON, body)
