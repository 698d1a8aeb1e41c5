"""One kind of thing in a short list, and its routes: list, read, add, change, remove; the same few lines for every kind.

Not here: which kinds there are (`lists`), and what a value may be; that is the workspace's.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import msgspec
from msgspec import Struct

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.needs import Shelf
from relevo.api.problems import not_found
from relevo.api.routes.route import Route, View, route

Views = Sequence[Mapping[str, Any]]


class Asked(TypedDict, total=False):
    """The query of a list that has one."""

    query: type[Struct]


_UNPRINTED = frozenset({"password", "options"})
"""Never part of a request's fingerprint, which is stored: a fast hash of a password would be worth stealing."""


async def as_they_are(request: Call, items: Views) -> Views:  # noqa: ARG001 - other kinds ask it
    """Return the items with nothing added."""
    return items


async def at_once(request: Call, item_id: str) -> None:
    """Let it be removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A kind of thing: how it is called, what it looks like, who may change it."""

    kind: str
    """The shelf's name, such as `canned_replies`; its path is the same with hyphens."""
    one: str
    """One of them, such as `canned_reply`."""
    item: type[Struct]
    items: type[Struct]
    new: type[Struct]
    made: type[Struct] | None = None
    """What adding answers, where it is not an item like any other."""
    change: type[Struct] | None = None
    access: Access
    """Who may change them."""
    reading: Access = Access.READ
    can_be_removed: bool = False
    problems: tuple[str, ...] = ()
    """What else adding or changing one may be refused with."""
    is_packed: bool = False
    """May its list be compressed? Never where a secret could stand in it."""
    query: type[Struct] | None = None
    """What a list may be asked; `completed` reads it."""
    told: Mapping[str, str]
    """A sentence for each verb: `list`, `read`, `add`, `change`, `remove`."""
    completed: Callable[[Call, Views], Awaitable[Views]] = as_they_are
    """Adds what only the API knows."""
    allows_removal: Callable[[Call, str], Awaitable[None]] = at_once
    """Raises the problem that stands against removing one."""

    @property
    def path(self) -> str:
        """Where they are."""
        return "/v1/" + self.kind.replace("_", "-")

    @property
    def item_path(self) -> str:
        """Where one is."""
        return f"{self.path}/{{item_id}}"

    def routes(self) -> list[Route]:
        """Return the routes of this kind."""
        made = [self._list(), self._add()]
        if "read" in self.told:
            made.append(self._read())
        if self.change is not None:
            made.append(self._change(self.change))
        if self.can_be_removed:
            made.append(self._remove())
        return made

    def _list(self) -> Route:
        async def listing(request: Call) -> View:
            return {"items": await self.completed(request, await self._shelf(request).items(request.agent))}

        listing.__doc__ = self.told["list"]
        asked: Asked = {} if self.query is None else {"query": self.query}
        return route(
            "GET",
            self.path,
            self.reading,
            answers=self.items,
            name=f"list_{self.kind}",
            is_packed=self.is_packed,
            **asked,
        )(listing)

    def _read(self) -> Route:
        async def reading(request: Call, item_id: str) -> View:
            found = [item for item in await self._shelf(request).items(request.agent) if item["id"] == item_id]
            return await self._one(request, found)

        reading.__doc__ = self.told["read"]
        return route("GET", self.item_path, self.reading, answers=self.item, name=f"read_{self.one}")(reading)

    def _add(self) -> Route:
        async def adding(request: Call, body: Struct) -> View:
            values = given(body)
            once = request.key({name: value for name, value in values.items() if name not in _UNPRINTED})
            return await self._one(request, [await self._shelf(request).add(request.agent, values, once)])

        adding.__doc__ = self.told["add"]
        adding.__annotations__["body"] = self.new
        problems = ("conflict", "forbidden", "plan-locked", "idempotency-mismatch", *self.problems)
        return route(
            "POST", self.path, self.access, answers=self.made or self.item, status=201, problems=problems,
            name=f"add_{self.one}",
        )(adding)  # fmt: skip

    def _change(self, change: type[Struct]) -> Route:
        async def changing(request: Call, item_id: str, body: Struct) -> View:
            return await self._one(request, [await self._shelf(request).change(request.agent, item_id, given(body))])

        changing.__doc__ = self.told["change"]
        changing.__annotations__["body"] = change
        problems = ("conflict", "forbidden", "plan-locked", *self.problems)
        return route(
            "PATCH", self.item_path, self.access, answers=self.item, problems=problems, name=f"change_{self.one}"
        )(changing)

    def _remove(self) -> Route:
        async def removing(request: Call, item_id: str) -> None:
            await self.allows_removal(request, item_id)
            await self._shelf(request).remove(request.agent, item_id)

        removing.__doc__ = self.told["remove"]
        problems = ("conflict", "forbidden")
        return route("DELETE", self.item_path, self.access, status=204, problems=problems, name=f"remove_{self.one}")(
            removing
        )

    def _shelf(self, request: Call) -> Shelf:
        return request.parts.desk.shelf(self.kind)

    async def _one(self, request: Call, items: Views) -> View:
        if not items:
            raise not_found()
        (completed,) = await self.completed(request, items)
        return dict(completed)


def given(form: Struct) -> dict[str, Any]:
    """Return the fields that were sent."""
    values: dict[str, Any] = msgspec.to_builtins(form)
    return values
