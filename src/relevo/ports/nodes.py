"""Time, names, signals between nodes, presence, and what the engine asks of a workspace.

Not here: any implementation.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from msgspec import Struct

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


class Wake(Struct, frozen=True):
    """A hint that a conversation has moved; never the truth (rule 3)."""

    workspace_id: WorkspaceId
    conversation_id: ConversationId
    head_seq: Seq
    epoch: Epoch


class DraftPiece(Struct, frozen=True):
    """A piece of a running turn's text for those who watch; `is_cut` ends it without a message."""

    workspace_id: WorkspaceId
    conversation_id: ConversationId
    turn: str
    epoch: Epoch
    delta: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody is typing; shown to the other side for a few seconds. Never stored, never logged."""

    workspace_id: WorkspaceId
    conversation_id: ConversationId
    actor: Actor
    text: str | None = None
    """What a visitor has typed so far, where the workspace shows that to agents."""


class AttentionState(StrEnum):
    """What an agent does with a conversation that they have open."""

    VIEWING = "viewing"
    TYPING = "typing"
    NOTING = "noting"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Attended:
    """An agent looks at a conversation, writes in it, or has left it; for colleagues only, until the lease ends."""

    workspace_id: WorkspaceId
    conversation_id: ConversationId
    agent: Actor
    state: AttentionState
    until: Millis


class PresenceState(StrEnum):
    """How present an agent is."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class PresenceChange:
    """An agent has come, gone, or stepped away."""

    workspace_id: WorkspaceId
    agent: Actor
    state: PresenceState


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification for the consoles of the agents named, or with None of everybody but one."""

    workspace_id: WorkspaceId
    content: Mapping[str, Any]
    agent_ids: frozenset[str] | None = None
    except_id: str | None = None

    def concerns(self, agent_id: str) -> bool:
        """Is it for this agent?"""
        return agent_id != self.except_id if self.agent_ids is None else agent_id in self.agent_ids


Signal = Wake | DraftPiece | Typing | Attended | PresenceChange | Notice


class Fanout(Protocol):
    """Signals to the other nodes. Losing one costs delay, never content."""

    def publish(self, signal: Signal) -> None:
        """Send to every other node, soon; never blocks and never fails."""

    def listen(self, receive: Callable[[Signal], None]) -> None:
        """Call `receive` for every signal of another node."""


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


@dataclass(frozen=True, slots=True)
class Team:
    """Agents who can be asked for together; only those who are active and may act."""

    id: str
    name: str
    agent_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Seat:
    """An active agent who may have conversations, and how many at once; None leaves it to the workspace's policy."""

    actor: Actor
    role: Role
    capacity: int | None = None


class Workspace(Protocol):
    """What the engine asks of the workspace's tables."""

    async def rules(self, workspace_id: WorkspaceId, assistant_id: str, locale: str) -> Rules:
        """Return policies, handoff settings (the assistant's own first) and texts in the visitor's language."""

    async def assistant(self, workspace_id: WorkspaceId, assistant_id: str) -> AssistantProfile | None:
        """Return a configured assistant."""

    async def agent(self, workspace_id: WorkspaceId, agent_id: str) -> tuple[Actor, Role] | None:
        """Return an active agent as visitors see them, and their role."""

    async def team(self, workspace_id: WorkspaceId, team_id: str) -> Team | None:
        """Return a team."""

    async def seats(self, workspace_id: WorkspaceId) -> Sequence[Seat]:
        """Return every active agent who may have conversations, by id."""
