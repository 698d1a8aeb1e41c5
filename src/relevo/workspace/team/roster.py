"""Teams and seats as the engine asks for them: from memory when they were read a moment ago.

Not here: changing them (`teams`, `people`), and who is there right now (the `Presence` port).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relevo.core.ids import WorkspaceId
from relevo.ports import Clock, Seat, Team
from relevo.workspace.base.remembered import Changes, Remembered
from relevo.workspace.people.agent import Agent
from relevo.workspace.people.people import People
from relevo.workspace.team.teams import TeamRecord, Teams

_MOST_WORKSPACES = 1_000


@dataclass(frozen=True, slots=True)
class _Known:
    """A workspace's people as they were read."""

    ids: tuple[str, ...]
    teams: Mapping[str, Team]
    seats: tuple[Seat, ...]


class Roster:
    """Who can be given conversations, alone or as a team."""

    def __init__(self, people: People, teams: Teams, clock: Clock, changes: Changes) -> None:
        self._people = people
        self._teams = teams
        self._known: Remembered[WorkspaceId, _Known] = Remembered(clock, _MOST_WORKSPACES, lambda known: known.ids)
        changes.listen(self._known.forget)

    async def team(self, workspace_id: WorkspaceId, team_id: str) -> Team | None:
        """Return a team with those of its members who are active and may act."""
        known = await self._known.get(workspace_id, self._load)
        return known.teams.get(team_id) if known else None

    async def seats(self, workspace_id: WorkspaceId) -> Sequence[Seat]:
        """Return every active agent who may have conversations, by id."""
        known = await self._known.get(workspace_id, self._load)
        return known.seats if known else ()

    async def _load(self, workspace_id: WorkspaceId) -> _Known:
        agents = await self._people.list(workspace_id)
        acting = {agent.id: agent for agent in agents if agent.is_active and agent.role.may_act}
        teams = [_team(record, acting) for record in await self._teams.list(workspace_id)]
        seats = [Seat(agent.actor, agent.role, agent.capacity) for _, agent in sorted(acting.items())]
        ids = (workspace_id, *(agent.id for agent in agents))
        return _Known(ids, {team.id: team for team in teams}, tuple(seats))


def _team(record: TeamRecord, acting: Mapping[str, Agent]) -> Team:
    return Team(record.id, record.name, frozenset(record.agent_ids) & acting.keys())
