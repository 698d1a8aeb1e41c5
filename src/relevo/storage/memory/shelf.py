"""What the in-memory parts share: the conversations, events, answers and effects themselves.

Not here: any rule about them.
"""

from dataclasses import dataclass, field

from relevo.core.conversation import Conversation
from relevo.core.events import Recorded
from relevo.core.ids import ConversationId, Millis, WorkspaceId
from relevo.core.react import Effect
from relevo.ports import Answer, Unavailable

Place = tuple[WorkspaceId, ConversationId]


@dataclass(slots=True)
class Kept:
    """An effect with its lease. `ready_at` is when it may be leased: when it is due, or when its lease ends."""

    effect: Effect
    ready_at: Millis
    node: str | None = None
    attempts: int = 0
    last_error: str | None = None
    is_buried: bool = False


@dataclass(slots=True)
class Shelf:
    """Everything that is stored."""

    node: str
    is_available: bool = True
    conversations: dict[Place, Conversation] = field(default_factory=dict)
    events: dict[Place, list[Recorded]] = field(default_factory=dict)
    answers: dict[tuple[WorkspaceId, str, str], tuple[Millis, Answer]] = field(default_factory=dict)
    effects: dict[tuple[Place, str], Kept] = field(default_factory=dict)

    def require_available(self) -> None:
        """Raise Unavailable while the storage is broken."""
        if not self.is_available:
            raise Unavailable("the storage was told to fail")


def place_of(effect: Effect) -> tuple[Place, str]:
    """Return the key under which an effect is kept."""
    return (effect.workspace_id, effect.conversation_id), effect.key
