"""Attendance: which agents show signs of life, and telling colleagues when that changes.

Presence is a lease, not a fact of the log, and never decides who has control; it only starts the timers that ask the core.
Not here: the leases themselves (`fanout`) or what a lost owner leads to (`timers`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from relevo.core.actors import Actor
from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Clock, Presence, PresenceChange, PresenceState

COALESCE_MS = 5_000
"""Signs of life closer together than this are one."""
OTHER_WINDOW_MS = 30_000
"""Another window of the same agent has said "online" within this time: then the one that lies idle does not count."""

Changed = Callable[[PresenceChange], None]


@dataclass(frozen=True, slots=True)
class _Latest:
    """What an agent last said. Chosen is what they chose themselves, not what their idleness says of them."""

    agent: Actor
    state: PresenceState = PresenceState.ONLINE
    at: int = 0
    active_at: int = 0
    is_chosen: bool = False


class Attendance:
    """Takes signs of life of agents on this node."""

    def __init__(self, presence: Presence, clock: Clock) -> None:
        self.changed: list[Changed] = []
        """Told whenever somebody's visible state has changed."""
        self._presence = presence
        self._clock = clock
        self._latest: dict[tuple[WorkspaceId, str], _Latest] = {}

    async def sign_of_life(
        self,
        workspace_id: WorkspaceId,
        agent: Actor,
        state: PresenceState,
        *,
        is_automatic: bool = False,
    ) -> None:
        """Take what an agent says of themselves, which renews their lease. Nothing else does: a program that only reads is nobody.

        What is automatic comes from an idle window or its waking up: it ends no absence that the agent has chosen, and
        does not count while another window of theirs is in use.
        """
        now = self._clock.now_ms()
        key = (workspace_id, agent.id)
        known = self._latest.get(key, _Latest(agent))
        wanted = _said(known, state, now, is_automatic=is_automatic)
        is_renewed = now - known.at >= COALESCE_MS or wanted is not known.state
        is_chosen = known.is_chosen if is_automatic else state is PresenceState.AWAY
        active_at = now if state is PresenceState.ONLINE else known.active_at
        at = now if is_renewed else known.at
        self._latest[key] = _Latest(agent, wanted, at, active_at, is_chosen)
        if is_renewed and await self._presence.touch(workspace_id, agent.id, wanted, Millis(now)):
            self._tell(workspace_id, agent, wanted)

    async def sweep(self) -> None:
        """Tell of agents whose lease has run out; called every few seconds."""
        now = Millis(self._clock.now_ms())
        for (workspace_id, agent_id), known in list(self._latest.items()):
            if known.state is PresenceState.OFFLINE:
                continue
            if await self._presence.state(workspace_id, agent_id, now) is PresenceState.OFFLINE:
                self._latest[workspace_id, agent_id] = replace(known, state=PresenceState.OFFLINE, is_chosen=False)
                self._tell(workspace_id, known.agent, PresenceState.OFFLINE)

    async def states(self, workspace_id: WorkspaceId) -> Mapping[str, PresenceState]:
        """Return everybody who is not offline."""
        return await self._presence.states(workspace_id, Millis(self._clock.now_ms()))

    def _tell(self, workspace_id: WorkspaceId, agent: Actor, state: PresenceState) -> None:
        for changed in self.changed:
            changed(PresenceChange(workspace_id, agent, state))


def _said(known: _Latest, state: PresenceState, now: int, *, is_automatic: bool) -> PresenceState:
    """Return the state that holds after a sign of life."""
    is_away = known.state is PresenceState.AWAY
    match state:
        case PresenceState.AWAY if is_automatic and not is_away and now - known.active_at < OTHER_WINDOW_MS:
            return PresenceState.ONLINE
        case PresenceState.ONLINE if is_automatic and known.is_chosen:
            return PresenceState.AWAY
        case _:
            return state
