"""Time, names, signals between nodes, presence, and what the engine asks of a workspace.

Not here: any implementation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from relevo.core.actors import Actor, Role
from relevo.core.ids import ConversationId, Epoch, Millis, Seq, WorkspaceId
from relevo.core.rules import Rules


class Clock(Protocol):
    """The present time."""

    def now_ms(self) -> int:
        """Return milliseconds since 1970-01-01T00:00:00Z."""


class NewId(Protocol):
    """Names that no one else makes."""

    def new_id(self, prefix: str = "") -> str:
        """Return a new identifier."""


@dataclass(frozen=True, slots=True)
class Wake:
    """A hint that a conversation has moved; never the truth (rule 3)."""

    workspace_id: WorkspaceId
    conversation_id: ConversationId
    head_seq: Seq
    epoch: Epoch


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """A piece of a running turn's text for those who watch; `is_cut` ends it without a message."""

    workspace_id: WorkspaceId
    conversation_id: ConversationId
    turn: str
    epoch: Epoch
    delta: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody is typing; shown to the other side for a few seconds."""

    workspace_id: WorkspaceId
    conversation_id: ConversationId
    actor: Actor


Signal = Wake | DraftPiece | Typing


class Fanout(Protocol):
    """Signals to the other nodes. Losing one costs delay, never content."""

    def publish(self, signal: Signal) -> None:
        """Send to every other node, soon; never blocks and never fails."""

    def listen(self, receive: Callable[[Signal], None]) -> None:
        """Call `receive` for every signal of another node."""


class PresenceState(StrEnum):
    """How present an agent is."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


class Presence(Protocol):
    """Leases of agents who show signs of life; a lease, not a fact of the log."""

    async def touch(self, workspace_id: WorkspaceId, agent_id: str, state: PresenceState, now: Millis) -> bool:
        """Renew the lease; return whether the visible state changed."""

    async def state(self, workspace_id: WorkspaceId, agent_id: str, now: Millis) -> PresenceState:
        """Return the state; without a valid lease offline."""

    async def last_seen(self, workspace_id: WorkspaceId, agent_id: str) -> Millis | None:
        """Return when the agent last showed a sign of life, as far as is known."""

    async def states(self, workspace_id: WorkspaceId, now: Millis) -> Mapping[str, PresenceState]:
        """Return everybody who is not offline."""


@dataclass(frozen=True, slots=True)
class AssistantProfile:
    """A configured assistant: who it is to visitors, and which plug-in answers with which settings."""

    actor: Actor
    kind: str
    options: Mapping[str, str] = field(default_factory=dict)


class Workspace(Protocol):
    """What the engine asks of the workspace's tables."""

    async def rules(self, workspace_id: WorkspaceId, assistant_id: str, locale: str) -> Rules:
        """Return policies, handoff settings (the assistant's own first) and texts in the visitor's language."""

    async def assistant(self, workspace_id: WorkspaceId, assistant_id: str) -> AssistantProfile | None:
        """Return a configured assistant."""

    async def agent(self, workspace_id: WorkspaceId, agent_id: str) -> tuple[Actor, Role] | None:
        """Return an active agent as visitors see them, and their role."""
