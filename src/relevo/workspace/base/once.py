"""Making something once for each idempotency key: the same request again finds what it made, and makes nothing.

Not here: commands to conversations; those are remembered with the log (`ports.EventLog`).
"""

from dataclasses import dataclass
from typing import Any

from relevo.core.ids import WorkspaceId
from relevo.ports import Clock, Conflict, IdempotencyKey, Statement, Tables
from relevo.workspace.base.kinds import Kind
from relevo.workspace.errors import KeyReused

KEPT_MS = 24 * 3_600_000
"""How long a repeated request is recognised; as long as for commands (trust.md G8)."""


class NotMade(Exception):
    """The condition under which something was to be made does not hold; nothing is made, and no request remembered."""


@dataclass(frozen=True, slots=True)
class _Note:
    key: str
    workspace_id: WorkspaceId
    principal: str
    fingerprint: str
    item_id: str
    at: int


_NOTES = Kind(_Note, "made_once", "key, workspace_id, principal, fingerprint, item_id, at")


class Making:
    """Carries out what makes something, together with the note that it was made."""

    def __init__(self, tables: Tables, clock: Clock) -> None:
        self._tables = tables
        self._clock = clock

    async def __call__(
        self,
        workspace_id: WorkspaceId,
        item_id: str,
        *statements: Statement,
        once: IdempotencyKey | None = None,
        made_in: Kind[Any] | None = None,
    ) -> str:
        """Return the id of what the request made: `item_id`, or what it made the first time.

        With `made_in`, the last statement may have a condition.

        Raises:
            Conflict: a uniqueness rule was violated; nothing is written.
            NotMade: the condition does not hold.
            KeyReused: the key was sent before with another request.
        """
        made = await self.made(workspace_id, once)
        if made is not None:
            return made
        try:
            counts = await self._tables.write(*statements, *self._noting(workspace_id, item_id, once, made_in))
        except Conflict:
            # Two at once: the other one may have been this very request.
            made = await self.made(workspace_id, once)
            if made is None:
                raise
            return made
        if made_in and not counts[len(statements) - 1]:
            raise NotMade
        return item_id

    async def made(self, workspace_id: WorkspaceId, once: IdempotencyKey | None) -> str | None:
        """Return what an earlier request with this key made. Raises KeyReused."""
        if once is None:
            return None
        rows = await self._tables.rows(
            "SELECT item_id, fingerprint FROM made_once WHERE workspace_id = $1 AND principal = $2 AND key = $3 AND at > $4",
            workspace_id,
            once.principal,
            once.key,
            self._clock.now_ms() - KEPT_MS,
        )
        if not rows:
            return None
        item_id, fingerprint = rows[0]
        if fingerprint != once.fingerprint:
            raise KeyReused
        return str(item_id)

    def pruning(self, workspace_id: WorkspaceId) -> Statement:
        """The statement that removes notes on requests that will not be repeated any more."""
        return (
            "DELETE FROM made_once WHERE workspace_id = $1 AND at <= $2",
            (workspace_id, self._clock.now_ms() - KEPT_MS),
        )

    def _noting(
        self, workspace_id: WorkspaceId, item_id: str, once: IdempotencyKey | None, made_in: Kind[Any] | None
    ) -> tuple[Statement, ...]:
        if once is None:
            return ()
        now = self._clock.now_ms()
        forgetting = "DELETE FROM made_once WHERE workspace_id = $1 AND principal = $2 AND key = $3 AND at <= $4"
        note = _Note(once.key, workspace_id, once.principal, once.fingerprint, item_id, now)
        is_made = made_in.having("{item_id}") if made_in else ""
        return (forgetting, (workspace_id, once.principal, once.key, now - KEPT_MS)), _NOTES.adding(note, is_made)
