"""Looks at the queue of a workspace whenever somebody could be given a conversation, and asks the core to assign it.

One round for each workspace at a time, on each node; a trigger during a round makes one more. The command names the epoch it
was chosen in, so of two nodes, or an agent who claims at the same moment, one wins and the other finds nothing left to do.
Not here: the rule (`choice`) and the queue (`engine.live.queues`).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import structlog

from relevo.core.actors import SYSTEM
from relevo.core.commands import Assign
from relevo.core.conversation import Conversation, WithAgent
from relevo.core.errors import Refusal
from relevo.core.ids import Millis, WorkspaceId
from relevo.core.rules import Assignment, Policies
from relevo.engine.background import every
from relevo.engine.handle import Outcome
from relevo.engine.node import Node
from relevo.engine.queue import Place
from relevo.features.assignment.choice import Candidate, choose
from relevo.ports import Filter, Order, PresenceChange, PresenceState, Unavailable, View

SWEEP_S = 5.0
"""How long a request may wait although somebody has room, when a trigger was lost or the settings have changed."""
RECENT = 200
"""So many conversations, open and closed, tell after a restart whose turn it is."""

log = structlog.get_logger(__name__)


def attach(node: Node) -> "Assigner":
    """Connect the feature to a node."""
    assigner = Assigner(node)
    node.handle.announced.append(assigner.committed)
    node.attendance.changed.append(assigner.present)
    node.more_work.append(assigner.run)
    return assigner


@dataclass(slots=True)
class _Desk:
    """What is remembered of one workspace."""

    given_at: dict[str, Millis] = field(default_factory=dict)
    """When each agent was given, or took, a conversation last."""
    is_read: bool = False
    has_changed: bool = False
    round: asyncio.Task[None] | None = None


class Assigner:
    """Hands out what waits. Used from the event loop's thread only."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._ports = node.ports
        self._desks: dict[WorkspaceId, _Desk] = {}

    def committed(self, outcome: Outcome) -> None:
        """Look at the queue after whatever asks for a person or gives somebody room."""
        if not any(recorded.event.changes_control for recorded in outcome.records):
            return
        conversation = outcome.conversation
        desk = self._desks.setdefault(conversation.workspace_id, _Desk())
        _learn(desk, conversation)
        self.look(conversation.workspace_id)

    def present(self, change: PresenceChange) -> None:
        """Look at the queue when somebody comes online."""
        if change.state is PresenceState.ONLINE:
            self.look(change.workspace_id)

    def look(self, workspace_id: WorkspaceId) -> None:
        """Have the queue of a workspace looked at soon."""
        desk = self._desks.setdefault(workspace_id, _Desk())
        desk.has_changed = True
        if desk.round is None:
            desk.round = asyncio.get_running_loop().create_task(self._rounds(workspace_id, desk))

    async def run(self) -> None:
        """Look at every known queue every few seconds, until cancelled."""
        try:
            await every(SWEEP_S, self._sweep)
        finally:
            rounds = [desk.round for desk in self._desks.values() if desk.round is not None]
            for task in rounds:
                task.cancel()
            await asyncio.gather(*rounds, return_exceptions=True)

    async def _sweep(self) -> None:
        for workspace_id in list(self._desks):
            self.look(workspace_id)

    async def _rounds(self, workspace_id: WorkspaceId, desk: _Desk) -> None:
        try:
            while desk.has_changed:
                desk.has_changed = False
                await self._round(workspace_id, desk)
        except Unavailable as error:
            log.warning("assignment_unavailable", error=str(error))
        except Exception:
            # The next sweep tries again: one broken round must not end the handing out for good.
            log.exception("assignment_failed", workspace=workspace_id)
        finally:
            desk.round = None

    async def _round(self, workspace_id: WorkspaceId, desk: _Desk) -> None:
        """Give everybody who waits to somebody who has room, in the order of the queue."""
        rules = await self._ports.workspace.rules(workspace_id, "", "en")
        if rules.policies.assignment is Assignment.OFF:
            return
        waiting = await self._node.queues.waiting(workspace_id)
        if not waiting:
            return
        candidates = await self._candidates(workspace_id, desk, rules.policies)
        for place in waiting:
            if not any(candidate.has_room for candidate in candidates.values()):
                return
            fit = await self._fit(workspace_id, place, candidates)
            chosen = choose(rules.policies.assignment, fit)
            if chosen is not None and await self._assign(workspace_id, place, chosen):
                given = replace(chosen, held=chosen.held + 1, given_at=Millis(self._ports.clock.now_ms()))
                candidates[chosen.agent.id] = given

    async def _candidates(self, workspace_id: WorkspaceId, desk: _Desk, policies: Policies) -> dict[str, Candidate]:
        """Return the agents who are online and may act, with what they have at this moment."""
        if not desk.is_read:
            await self._read_turns(workspace_id, desk)
        states = await self._node.attendance.states(workspace_id)
        seats = [
            seat
            for seat in await self._ports.workspace.seats(workspace_id)
            if states.get(seat.actor.id) is PresenceState.ONLINE
        ]
        filters = [Filter(view=View.MINE, agent_id=seat.actor.id) for seat in seats]
        held = await self._ports.inbox.count_each(workspace_id, filters) if filters else ()
        return {
            seat.actor.id: Candidate(
                seat.actor,
                policies.capacity if seat.capacity is None else seat.capacity,
                count,
                desk.given_at.get(seat.actor.id, Millis(0)),
            )
            for seat, count in zip(seats, held, strict=True)
        }

    async def _fit(
        self, workspace_id: WorkspaceId, place: Place, candidates: Mapping[str, Candidate]
    ) -> list[Candidate]:
        """Return who may be given this one: of a team's queue its members, and never whoever has left it to others."""
        team = await self._ports.workspace.team(workspace_id, place.team_id) if place.team_id else None
        return [
            candidate
            for agent_id, candidate in candidates.items()
            if agent_id not in place.left_by and (team is None or agent_id in team.agent_ids)
        ]

    async def _assign(self, workspace_id: WorkspaceId, place: Place, chosen: Candidate) -> bool:
        """Ask for the move; return whether it was made. Somebody else may have been faster."""
        now = Millis(self._ports.clock.now_ms())
        command = Assign(by=SYSTEM, at=now, to=chosen.agent, expected_epoch=place.epoch)
        try:
            outcome = await self._node.handle(workspace_id, place.conversation_id, command)
        except (Refusal, LookupError) as error:
            log.info("assignment_refused", conversation=place.conversation_id, error=str(error))
            return False
        return bool(outcome.records)

    async def _read_turns(self, workspace_id: WorkspaceId, desk: _Desk) -> None:
        """Learn from the conversations that are there whose turn it is: a restart must not begin with the same agent again."""
        for view in (View.ALL, View.CLOSED):
            page = await self._ports.inbox.page(workspace_id, Filter(view=view), None, RECENT, Order.RECENT)
            for conversation in page.items:
                _learn(desk, conversation)
        desk.is_read = True


def _learn(desk: _Desk, conversation: Conversation) -> None:
    control = conversation.control
    if isinstance(control, WithAgent):
        desk.given_at[control.owner.id] = max(control.since, desk.given_at.get(control.owner.id, Millis(0)))
