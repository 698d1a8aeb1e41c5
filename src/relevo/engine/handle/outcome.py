"""What is asked of the engine, and what came of it.

Not here: how (`handle`).
"""

from msgspec import Struct

from relevo.core.commands import Command
from relevo.core.conversation import Conversation
from relevo.core.events import Recorded
from relevo.core.ids import ConversationId, WorkspaceId
from relevo.core.react import Effect
from relevo.ports import IdempotencyKey


class Outcome(Struct, frozen=True):
    """What a command led to: the conversation after it and the new events, or with `is_replay` those of the first time.

    Where something is said again, the conversation is told as it is now: whoever repeats a message wants the message.
    """

    conversation: Conversation
    records: tuple[Recorded, ...] = ()
    effects: tuple[Effect, ...] = ()
    is_replay: bool = False


class Attempt(Struct, frozen=True):
    """A command, under every name that its caller gave it, and the effect that is done with it."""

    workspace_id: WorkspaceId
    conversation_id: ConversationId
    command: Command
    keys: tuple[IdempotencyKey, ...]
    finished: Effect | None
