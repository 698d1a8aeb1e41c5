"""Fan-out within one process: nobody else to tell, and presence leases in a dictionary.

Not here: more than one node; for that there will be a driver for Redis beside this one. `MemoryExchange` connects several
engines in one process, for tests and simulations.
"""

from collections.abc import Callable, Mapping

from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import PresenceState, Signal

LEASE_MS = 45_000
"""How long a sign of life counts (docs/queue-and-assignment.md, Presence)."""


class MemoryExchange:
    """What several nodes of one process share."""

    def __init__(self) -> None:
        self.nodes: list[MemoryFanout] = []


class MemoryFanout:
    """One node's end of an exchange; alone on it unless another is given."""

    def __init__(self, exchange: MemoryExchange | None = None) -> None:
        self._exchange = exchange or MemoryExchange()
        self._exchange.nodes.append(self)
        self._receivers: list[Callable[[Signal], None]] = []

    def publish(self, signal: Signal) -> None:
        """Hand a signal to every other node."""
        for node in self._exchange.nodes:
            if node is not self:
                node.deliver(signal)

    def listen(self, receive: Callable[[Signal], None]) -> None:
        """Call `receive` for every signal of another node."""
        self._receivers.append(receive)

    def deliver(self, signal: Signal) -> None:
        """Take in a signal of another node."""
        for receive in self._receivers:
            receive(signal)


class MemoryPresence:
    """Leases of agents in this process."""

    def __init__(self, lease_ms: int = LEASE_MS) -> None:
        self._lease_ms = lease_ms
        self._seen: dict[WorkspaceId, dict[str, tuple[PresenceState, Millis]]] = {}

    async def touch(self, workspace_id: WorkspaceId, agent_id: str, state: PresenceState, now: Millis) -> bool:
        """Renew the lease; return whether the visible state changed."""
        before = await self.state(workspace_id, agent_id, now)
        self._seen.setdefault(workspace_id, {})[agent_id] = (state, now)
        return before is not state

    async def state(self, workspace_id: WorkspaceId, agent_id: str, now: Millis) -> PresenceState:
        """Return the state; without a valid lease offline."""
        state, at = self._seen.get(workspace_id, {}).get(agent_id, (PresenceState.OFFLINE, now))
        return state if now - at < self._lease_ms else PresenceState.OFFLINE

    async def last_seen(self, workspace_id: WorkspaceId, agent_id: str) -> Millis | None:
        """Return when the agent last showed a sign of life since this process began."""
        lease = self._seen.get(workspace_id, {}).get(agent_id)
        return lease[1] if lease else None

    async def states(self, workspace_id: WorkspaceId, now: Millis) -> Mapping[str, PresenceState]:
        """Return everybody who is not offline."""
        leases = self._seen.get(workspace_id, {}).items()
        return {
            agent_id: state
            for agent_id, (state, at) in leases
            if now - at < self._lease_ms and state is not PresenceState.OFFLINE
        }
