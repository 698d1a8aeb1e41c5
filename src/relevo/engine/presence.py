"""Attendance: which agents show signs of life, and telling colleagues when that changes.

Presence is a lease, not a fact of the log, and never decides who has control; it only starts the timers that ask the core.
Not here: the leases themselves (`fanout`) or what a lost owner leads to (`timers`).
"""

from collections.abc import Callable, Mapping

from relevo.core.actors import Actor
from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Clock, Presence, PresenceState

COALESCE_MS = 5_000
"""Signs of life closer together than this are one."""

Changed = Callable[[WorkspaceId, Actor, PresenceState], None]


class Attendance:
    """Takes signs of life of agents on this node."""

    def __init__(self, presence: Presence, clock: Clock, changed: Changed) -> None:
        """`changed` is told whenever somebody's visible state has changed."""
        self._presence = presence
        self._clock = clock
        self._changed = changed
        self._latest: dict[tuple[WorkspaceId, str], tuple[int, PresenceState, Actor]] = {}

    async def sign_of_life(self, workspace_id: WorkspaceId, agent: Actor, state: PresenceState | None = None) -> None:
        """Renew an agent's lease; without a state it stays what it was, online at first."""
        now = self._clock.now_ms()
        key = (workspace_id, agent.id)
        at, known, _ = self._latest.get(key, (0, PresenceState.ONLINE, agent))
        wanted = state or (known if known is not PresenceState.OFFLINE else PresenceState.ONLINE)
        if now - at < COALESCE_MS and wanted is known:
            return
        self._latest[key] = (now, wanted, agent)
        if await self._presence.touch(workspace_id, agent.id, wanted, Millis(now)):
            self._changed(workspace_id, agent, wanted)

    async def sweep(self) -> None:
        """Tell of agents whose lease has run out; called every few seconds."""
        now = Millis(self._clock.now_ms())
        for (workspace_id, agent_id), (at, known, agent) in list(self._latest.items()):
            if known is PresenceState.OFFLINE:
                continue
            if await self._presence.state(workspace_id, agent_id, now) is PresenceState.OFFLINE:
                self._latest[workspace_id, agent_id] = (at, PresenceState.OFFLINE, agent)
                self._changed(workspace_id, agent, PresenceState.OFFLINE)

    async def states(self, workspace_id: WorkspaceId) -> Mapping[str, PresenceState]:
        """Return everybody who is not offline."""
        return await self._presence.states(workspace_id, Millis(self._clock.now_ms()))
