"""Teams: agents who are asked for together.

Not here: which conversation waits for a team (`core`), and who of a team is there right now (the `Presence` port).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from msgspec import UNSET, Struct, UnsetType

from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Clock, Conflict, IdempotencyKey, NewId, Statement, Tables, Value
from relevo.workspace.base.kinds import Kind
from relevo.workspace.base.once import Making
from relevo.workspace.base.remembered import Changes
from relevo.workspace.base.strict import key_of, one_line
from relevo.workspace.errors import Invalid, NameTaken, NotFound

_NAME_CHARS = 100
_MOST_MEMBERS = 500


class NewTeam(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a team is."""

    name: str
    agent_ids: tuple[str, ...] = ()


class TeamChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a team; `agent_ids` are all its members from then on."""

    name: str | UnsetType = UNSET
    agent_ids: tuple[str, ...] | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """A team with its members, also those who are switched off."""

    id: str
    workspace_id: WorkspaceId
    name: str
    created_at: Millis
    agent_ids: tuple[str, ...] = ()
    """Kept in a table of their own."""


_TEAMS = Kind(
    TeamRecord,
    "teams",
    "team_id, workspace_id, name, created_at",
    {"name_key": ("name", lambda team: key_of(team.name))},
)


class Teams:
    """The teams of every workspace, one workspace at a time."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, making: Making, changes: Changes) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._making = making
        self._changes = changes

    async def create(self, workspace_id: WorkspaceId, new: NewTeam, once: IdempotencyKey | None = None) -> TeamRecord:
        """Add a team. Raises Invalid, NameTaken, KeyReused."""
        members = await self._members(workspace_id, new.agent_ids)
        now = Millis(self._clock.now_ms())
        team = TeamRecord(self._ids.new_id("team"), workspace_id, one_line(new.name, "name", _NAME_CHARS), now, members)
        try:
            made = await self._making(workspace_id, team.id, _TEAMS.adding(team), *_joining(team), once=once)
        except Conflict:
            raise _taken() from None
        self._changes.tell(workspace_id)
        return team if made == team.id else await self.get(workspace_id, made)

    async def change(self, workspace_id: WorkspaceId, team_id: str, change: TeamChange) -> TeamRecord:
        """Change a team; a new name and new members at the same time both hold. Who waits for it goes on waiting. Raises Invalid, NotFound, NameTaken."""
        before = await self.get(workspace_id, team_id)
        after = before
        if change.name is not UNSET:
            after = replace(after, name=one_line(change.name, "name", _NAME_CHARS))
        if change.agent_ids is not UNSET:
            after = replace(after, agent_ids=await self._members(workspace_id, change.agent_ids))
        try:
            await self._tables.write(*_replacing(before, after))
        except Conflict:
            raise _taken() from None
        self._changes.tell(workspace_id)
        return await self.get(workspace_id, team_id)

    async def remove(self, workspace_id: WorkspaceId, team_id: str) -> None:
        """Remove a team; its members stay. Raises NotFound. Whether somebody waits for it is the caller's to ask."""
        mine = (workspace_id, team_id)
        _, count = await self._tables.write(
            ("DELETE FROM team_members WHERE workspace_id = $1 AND team_id = $2", mine),
            ("DELETE FROM teams WHERE workspace_id = $1 AND team_id = $2", mine),
        )
        if not count:
            raise NotFound("team")
        self._changes.tell(workspace_id)

    async def get(self, workspace_id: WorkspaceId, team_id: str) -> TeamRecord:
        """Return one. Raises NotFound."""
        found = next((team for team in await self.list(workspace_id) if team.id == team_id), None)
        if found is None:
            raise NotFound("team")
        return found

    async def list(self, workspace_id: WorkspaceId) -> "list[TeamRecord]":
        """Return all, by name."""
        rows = await self._tables.rows(_TEAMS.select + " WHERE workspace_id = $1 ORDER BY name_key", workspace_id)
        belonging = await self._tables.rows(
            "SELECT team_id, agent_id FROM team_members WHERE workspace_id = $1 ORDER BY agent_id", workspace_id
        )
        members: dict[str, list[str]] = {}
        for team_id, agent_id in belonging:
            members.setdefault(str(team_id), []).append(str(agent_id))
        return [replace(team, agent_ids=tuple(members.get(team.id, ()))) for team in _without_members(rows)]

    async def _members(self, workspace_id: WorkspaceId, agent_ids: Sequence[str]) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(agent_ids))
        if len(wanted) > _MOST_MEMBERS:
            raise Invalid("agent_ids", f"At most {_MOST_MEMBERS} agents.")
        rows = await self._tables.rows("SELECT agent_id FROM agents WHERE workspace_id = $1", workspace_id)
        if set(wanted) - {row[0] for row in rows}:
            raise Invalid("agent_ids", "One of them is no agent of this workspace.")
        return tuple(sorted(wanted))


def _without_members(rows: Sequence[tuple[Value, ...]]) -> "list[TeamRecord]":
    return [
        TeamRecord(str(team_id), WorkspaceId(str(workspace_id)), str(name), Millis(int(created_at or 0)))
        for team_id, workspace_id, name, created_at in rows
    ]


def _joining(team: TeamRecord) -> "list[Statement]":
    # Only where the team is still there: it may be removed while somebody changes it.
    adding = (
        "INSERT INTO team_members (workspace_id, team_id, agent_id) SELECT CAST($1 AS TEXT), CAST($2 AS TEXT),"
        " CAST($3 AS TEXT) WHERE EXISTS (SELECT 1 FROM teams WHERE workspace_id = $1 AND team_id = $2)"
    )
    return [(adding, (team.workspace_id, team.id, agent_id)) for agent_id in team.agent_ids]


def _replacing(before: TeamRecord, after: TeamRecord) -> "list[Statement]":
    renaming = list(_TEAMS.changing(before, after))
    if after.agent_ids == before.agent_ids:
        return renaming
    mine = (after.workspace_id, after.id)
    leaving: Statement = ("DELETE FROM team_members WHERE workspace_id = $1 AND team_id = $2", mine)
    return [*renaming, leaving, *_joining(after)]


def _taken() -> NameTaken:
    return NameTaken("name", "There is a team with this name already.")
