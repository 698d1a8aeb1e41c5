"""The names that no visitor may bear in a workspace: those of its agents and assistants.

Not here: what a name may look like otherwise (`names`).
"""

from relevo.core.ids import WorkspaceId
from relevo.ports import Clock
from relevo.workspace.assistants import AssistantTable
from relevo.workspace.base.remembered import Remembered
from relevo.workspace.people.people import People

_MOST_REMEMBERED = 1_000
_KEEP_MS = 60_000
"""A new colleague's name is protected within a minute; it is no right that anybody could lose."""


class StaffNames:
    """Reads the names, at most once a minute for each workspace."""

    def __init__(self, people: People, assistants: AssistantTable, clock: Clock) -> None:
        self._people = people
        self._assistants = assistants
        self._remembered: Remembered[WorkspaceId, frozenset[str]] = Remembered(
            clock, _MOST_REMEMBERED, lambda _: (), keep_ms=_KEEP_MS
        )

    async def of(self, workspace_id: WorkspaceId) -> frozenset[str]:
        """Return the names, as written."""
        return await self._remembered.get(workspace_id, self._load) or frozenset()

    async def _load(self, workspace_id: WorkspaceId) -> frozenset[str]:
        agents = await self._people.list(workspace_id)
        assistants = await self._assistants.rows(workspace_id)
        names = {name for agent in agents for name in (agent.name, agent.display_name) if name}
        return frozenset(names | {assistant.name for assistant in assistants})
