"""Attention: which agents have a conversation open, and whether they type or take a note; for their colleagues' eyes only.

A lease like presence: it ends by itself, with the agent's last stream of the conversation, or when the client says so.
Not here: presence in the workspace (`engine.presence`) and the typing that visitors see (`typing`).
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from relevo.core.actors import Actor
from relevo.core.ids import ConversationId, Millis, WorkspaceId
from relevo.engine.views import named
from relevo.ports import Attended, AttentionState, Clock

LEASE_MS = 30_000
_Place = tuple[WorkspaceId, ConversationId]
Show = Callable[[WorkspaceId, ConversationId, dict[str, Any]], None]


class Attention:
    """Who attends to which conversation, as far as this node has heard. Used from the event loop's thread only."""

    def __init__(self, clock: Clock, show: Show, publish: Callable[[Attended], None]) -> None:
        """`show` gets the new list of a conversation that has changed, `publish` what was said on this node."""
        self._clock = clock
        self._show = show
        self._publish = publish
        self._known: dict[_Place, dict[str, Attended]] = {}
        self._streams: Counter[tuple[_Place, str]] = Counter()

    def attend(
        self, workspace_id: WorkspaceId, conversation_id: ConversationId, agent: Actor, state: AttentionState
    ) -> None:
        """Take what an agent does now; say it again within the lease."""
        until = Millis(self._clock.now_ms() + LEASE_MS)
        attended = Attended(workspace_id, conversation_id, agent, state, until)
        self.receive(attended)
        self._publish(attended)

    def receive(self, attended: Attended) -> None:
        """Take in what was said here or on another node."""
        place = (attended.workspace_id, attended.conversation_id)
        known = self._known.setdefault(place, {})
        before = known.pop(attended.agent.id, None)
        is_gone = attended.state is AttentionState.GONE
        if not is_gone:
            known[attended.agent.id] = attended
        if not known:
            del self._known[place]
        if attended.state is not (before.state if before else AttentionState.GONE):
            self._show(*place, self.view(*place))

    def view(self, workspace_id: WorkspaceId, conversation_id: ConversationId) -> dict[str, Any]:
        """Return who attends to a conversation, by name."""
        known = self._known.get((workspace_id, conversation_id), {}).values()
        ordered = sorted(known, key=lambda one: (one.agent.name, one.agent.id))
        return {"viewers": [{"agent": named(one.agent), "state": one.state.value} for one in ordered]}

    def opened(self, workspace_id: WorkspaceId, conversation_id: ConversationId, agent: Actor) -> None:
        """Count a stream of the conversation that an agent has opened on this node."""
        self._streams[(workspace_id, conversation_id), agent.id] += 1

    def closed(self, workspace_id: WorkspaceId, conversation_id: ConversationId, agent: Actor) -> None:
        """The agent's stream has ended; with the last one their attention ends too."""
        place = (workspace_id, conversation_id)
        self._streams[place, agent.id] -= 1
        if self._streams[place, agent.id] > 0:
            return
        del self._streams[place, agent.id]
        if agent.id in self._known.get(place, {}):
            self.attend(*place, agent, AttentionState.GONE)

    async def sweep(self) -> None:
        """End the leases that have run out; called every few seconds."""
        now = self._clock.now_ms()
        for place, known in list(self._known.items()):
            over = [agent_id for agent_id, attended in known.items() if attended.until <= now]
            for agent_id in over:
                del known[agent_id]
            if not known:
                del self._known[place]
            if over:
                self._show(*place, self.view(*place))
