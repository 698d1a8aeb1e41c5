"""The workspaces themselves: made, named, found.

Not here: what is set in one (`settings`) or who is in it (`people`).
"""

from dataclasses import dataclass

from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Clock, NewId, Tables
from relevo.workspace.base.rows import only, records, values
from relevo.workspace.base.strict import one_line
from relevo.workspace.errors import NotFound

UNLIMITED = "self_hosted"
"""The plan with everything in it; `free` has no handoff (`settings.plans`)."""


@dataclass(frozen=True, slots=True)
class WorkspaceRecord:
    """A workspace by name."""

    id: WorkspaceId
    name: str
    plan: str
    created_at: Millis


_SELECT = "SELECT workspace_id, name, plan, created_at FROM workspaces"


class Workspaces:
    """The list of workspaces."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids

    def new_id(self) -> WorkspaceId:
        """Return an identifier for a workspace whose contents are made before it is."""
        return WorkspaceId(self._ids.new_id("workspace"))

    async def create(
        self, name: str, plan: str = UNLIMITED, workspace_id: WorkspaceId | None = None
    ) -> WorkspaceRecord:
        """Make a workspace with every setting at its default. Raises Invalid."""
        made = WorkspaceRecord(
            workspace_id or self.new_id(), one_line(name, "name", 100), plan, Millis(self._clock.now_ms())
        )
        await self._tables.write(
            (
                (
                    "INSERT INTO workspaces (workspace_id, name, plan, created_at, settings, settings_version,"
                    " people_version) VALUES ($1, $2, $3, $4, '{}', 1, 1)"
                ),
                values(made),
            )
        )
        return made

    async def get(self, workspace_id: WorkspaceId) -> WorkspaceRecord:
        """Return one. Raises NotFound."""
        rows = await self._tables.rows(_SELECT + " WHERE workspace_id = $1", workspace_id)
        found = only(WorkspaceRecord, rows)
        if found is None:
            raise NotFound("workspace")
        return found

    async def list(self) -> "list[WorkspaceRecord]":
        """Return all, the oldest first."""
        rows = await self._tables.rows(_SELECT + " ORDER BY created_at, workspace_id")
        return records(WorkspaceRecord, rows)

    async def first(self) -> WorkspaceRecord | None:
        """Return the oldest: the one that sign-in without another hint means. None before `init`."""
        return next(iter(await self.list()), None)

    async def rename(self, workspace_id: WorkspaceId, name: str) -> None:
        """Call it otherwise. Raises Invalid, NotFound."""
        (count,) = await self._tables.write(
            (
                "UPDATE workspaces SET name = $1 WHERE workspace_id = $2",
                (one_line(name, "name", 100), workspace_id),
            )
        )
        if not count:
            raise NotFound("workspace")
