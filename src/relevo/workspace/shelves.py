"""Everything that a workspace keeps in short lists, in the words of the API: listed, added to, changed, removed from.

One shelf for each kind of thing; a shelf matches `api.needs.Shelf` by shape. Not here: what a value may be; each part
checks its own.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from msgspec import UNSET, Struct

from relevo.core.ids import InboxId, WorkspaceId
from relevo.ports import IdempotencyKey
from relevo.workspace.access.keys import ApiKeys, NewKey
from relevo.workspace.assistants import AssistantChange, AssistantTable, NewAssistant
from relevo.workspace.base.asker import Asker
from relevo.workspace.base.strict import convert
from relevo.workspace.errors import Forbidden, NotFound
from relevo.workspace.inboxes import InboxChange, Inboxes, NewInbox
from relevo.workspace.people.agent import Agent, AgentChange, NewAgent
from relevo.workspace.people.people import People
from relevo.workspace.team.canned_replies import CannedReplies, NewReply, ReplyChange
from relevo.workspace.team.labels import LabelChange, Labels, NewLabel
from relevo.workspace.team.saved_filters import FilterChange, NewFilter, SavedFilters
from relevo.workspace.team.teams import NewTeam, TeamChange, Teams
from relevo.workspace.views import (
    Placed,
    View,
    assistant_view,
    colleague_view,
    filter_view,
    identity_key_view,
    inbox_view,
    key_view,
    label_view,
    reply_view,
    team_view,
)
from relevo.workspace.visitors.identity_keys import IdentityKey, IdentityKeys, NewIdentityKey

Item = TypeVar("Item")
New = TypeVar("New", bound=Struct)
Change = TypeVar("Change", bound=Struct)
Had_co = TypeVar("Had_co", covariant=True)
Wanted_contra = TypeVar("Wanted_contra", bound=Struct, contravariant=True)
Changed_contra = TypeVar("Changed_contra", bound=Struct, contravariant=True)


class ShelfParts(Protocol):
    """What the shelves stand on: `WorkspaceTables`."""

    people: People
    assistants: AssistantTable
    inboxes: Inboxes
    teams: Teams
    labels: Labels
    canned_replies: CannedReplies
    saved_filters: SavedFilters
    keys: ApiKeys
    identity_keys: IdentityKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf(Generic[Item, New, Change]):
    """One kind of thing. A verb that the kind does not have answers as if there were nothing with that id."""

    new: type[New]
    change_of: type[Change]
    view: Callable[[Item], View]
    having: Callable[[Asker], Awaitable[Sequence[Item]]]
    adding: Callable[[Asker, New, IdempotencyKey | None], Awaitable[Item]]
    changing: Callable[[Asker, str, Change], Awaitable[Item]] | None = None
    removing: Callable[[Asker, str], Awaitable[None]] | None = None

    async def items(self, by: Asker) -> Sequence[View]:
        """Return all that the asker may see."""
        return [self.view(item) for item in await self.having(by)]

    async def add(self, by: Asker, values: Mapping[str, Any], once: IdempotencyKey | None = None) -> View:
        """Make one; the same request again makes nothing. Raises Invalid, NameTaken, Forbidden, KeyReused."""
        return self.view(await self.adding(by, convert(values, self.new), once))

    async def change(self, by: Asker, item_id: str, values: Mapping[str, Any]) -> View:
        """Change the fields that are given. Raises Invalid, NotFound, NameTaken, Forbidden, LastOwner."""
        if self.changing is None:
            raise NotFound("thing to change")
        return self.view(await self.changing(by, item_id, convert(values, self.change_of)))

    async def remove(self, by: Asker, item_id: str) -> None:
        """Remove one. Raises NotFound, Forbidden."""
        if self.removing is None:
            raise NotFound("thing to remove")
        await self.removing(by, item_id)


AnyShelf = Shelf[Any, Any, Any]


def shelves(parts: ShelfParts) -> Mapping[str, AnyShelf]:
    """Return every shelf by the name of what stands on it."""
    keys = parts.keys
    return {
        "agents": _agents(parts.people, parts.teams),
        "assistants": _plain(parts.assistants, NewAssistant, AssistantChange, assistant_view),
        "inboxes": _plain(parts.inboxes, NewInbox, InboxChange, inbox_view),
        "teams": _emptied(parts.teams, _plain(parts.teams, NewTeam, TeamChange, team_view)),
        "labels": _emptied(parts.labels, _plain(parts.labels, NewLabel, LabelChange, label_view)),
        "canned_replies": _own_or_shared(parts.canned_replies, NewReply, ReplyChange, reply_view),
        "saved_filters": _own_or_shared(parts.saved_filters, NewFilter, FilterChange, filter_view),
        "api_keys": Shelf(
            new=NewKey,
            change_of=Struct,
            view=key_view,
            having=lambda by: keys.list(by.workspace_id),
            adding=lambda by, new, once: keys.issue(by.workspace_id, new, by.agent.id, once),
            removing=lambda by, item_id: keys.revoke(by.workspace_id, item_id),
        ),
    }


def identity_key_shelf(parts: ShelfParts, inbox_id: str) -> AnyShelf:
    """Return the shelf of one inbox's keys for signed identities. Every verb raises NotFound where the inbox is not the asker's."""
    keys = parts.identity_keys

    async def inbox_of(by: Asker) -> InboxId:
        return (await parts.inboxes.get(by.workspace_id, inbox_id)).id

    async def having(by: Asker) -> Sequence[IdentityKey]:
        return await keys.list(by.workspace_id, await inbox_of(by))

    async def adding(by: Asker, new: NewIdentityKey, once: IdempotencyKey | None) -> tuple[IdentityKey, str | None]:
        return await keys.issue(by.workspace_id, await inbox_of(by), new, once)

    async def removing(by: Asker, key_id: str) -> None:
        await keys.remove(by.workspace_id, await inbox_of(by), key_id)

    return Shelf(
        new=NewIdentityKey, change_of=Struct, view=identity_key_view, having=having, adding=adding, removing=removing
    )


class _Table(Protocol[Had_co, Wanted_contra, Changed_contra]):
    """A table for whom it is all the same who asks."""

    async def list(self, workspace_id: WorkspaceId) -> Sequence[Had_co]: ...
    async def create(
        self, workspace_id: WorkspaceId, new: Wanted_contra, once: IdempotencyKey | None = None
    ) -> Had_co: ...
    async def change(self, workspace_id: WorkspaceId, item_id: str, change: Changed_contra, /) -> Had_co: ...


class _Removing(Protocol):
    """A table from which things are removed."""

    async def remove(self, workspace_id: WorkspaceId, item_id: str, /) -> None: ...


class _Personal(Protocol[Had_co, Wanted_contra, Changed_contra]):
    """A table that shows each agent their own and what is shared."""

    async def list(self, by: Asker) -> Sequence[Had_co]: ...
    async def create(self, by: Asker, new: Wanted_contra, once: IdempotencyKey | None = None) -> Had_co: ...
    async def change(self, by: Asker, item_id: str, change: Changed_contra, /) -> Had_co: ...
    async def remove(self, by: Asker, item_id: str, /) -> None: ...


def _plain(
    table: _Table[Item, New, Change], new: type[New], change_of: type[Change], view: Callable[[Item], View]
) -> AnyShelf:
    return Shelf(
        new=new,
        change_of=change_of,
        view=view,
        having=lambda by: table.list(by.workspace_id),
        adding=lambda by, values, once: table.create(by.workspace_id, values, once),
        changing=lambda by, item_id, change: table.change(by.workspace_id, item_id, change),
    )


def _own_or_shared(
    table: _Personal[Item, New, Change], new: type[New], change_of: type[Change], view: Callable[[Item], View]
) -> AnyShelf:
    return Shelf(
        new=new,
        change_of=change_of,
        view=view,
        having=table.list,
        adding=table.create,
        changing=table.change,
        removing=table.remove,
    )


def _emptied(table: _Removing, shelf: AnyShelf) -> AnyShelf:
    return replace(shelf, removing=lambda by, item_id: table.remove(by.workspace_id, item_id))


def _agents(people: People, teams: Teams) -> AnyShelf:
    """Agents with their teams; administrators change them, and only owners make owners (`people.agent.require_rank`)."""

    async def placed(by: Asker, agents: Sequence[Agent]) -> Sequence[Placed]:
        known = await teams.list(by.workspace_id)
        return [(agent, [team.id for team in known if agent.id in team.agent_ids]) for agent in agents]

    async def having(by: Asker) -> Sequence[Placed]:
        return await placed(by, await people.list(by.workspace_id))

    async def adding(by: Asker, new: NewAgent, once: IdempotencyKey | None) -> Placed:
        return (await placed(by, [await people.create(by.workspace_id, new, by.role, once)]))[0]

    async def changing(by: Asker, agent_id: str, change: AgentChange) -> Placed:
        if agent_id == by.agent.id and change.password is not UNSET:
            raise Forbidden("Change your own password in your profile, where the old one is asked for.")
        return (await placed(by, [await people.change(by.workspace_id, agent_id, change, by.role)]))[0]

    return Shelf(
        new=NewAgent, change_of=AgentChange, view=colleague_view, having=having, adding=adding, changing=changing
    )
