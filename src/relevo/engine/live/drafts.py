"""The texts of running turns: what visitors have seen of answers that are not said yet.

Not here: the turns (`turns`) or the streams that show the pieces. Nothing in it is durable; what matters of a draft goes
into the log as `answer_cut` when control changes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from relevo.core.commands import Draft
from relevo.core.ids import ConversationId, Epoch, TurnId, WorkspaceId
from relevo.ports import DraftPiece

Show = Callable[[DraftPiece], None]


@dataclass(slots=True)
class _Running:
    workspace_id: WorkspaceId
    turn: TurnId
    epoch: Epoch
    pieces: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    holds: int = 0

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class Drafts:
    """At most one draft for each conversation. Used from the event loop's thread only."""

    def __init__(self) -> None:
        self.watchers: list[Show] = []
        """Who gets each piece: the streams of this node, and the fan-out to the others."""
        self._running: dict[ConversationId, _Running] = {}

    def begin(self, workspace_id: WorkspaceId, conversation_id: ConversationId, turn: TurnId, epoch: Epoch) -> None:
        """Start a draft in the place of any earlier one."""
        self._running[conversation_id] = _Running(workspace_id, turn, epoch)

    def add(self, conversation_id: ConversationId, turn: TurnId, delta: str) -> bool:
        """Show a piece; return whether the turn's draft still runs. Late pieces of ended turns go nowhere."""
        running = self._running.get(conversation_id)
        if running is None or running.turn != turn:
            return False
        if running.holds:
            running.held.append(delta)
        else:
            running.pieces.append(delta)
            self._show(DraftPiece(running.workspace_id, conversation_id, turn, running.epoch, delta))
        return True

    def hold(self, conversation_id: ConversationId) -> Draft | None:
        """Show no more until `resume` or an end: a change of control is being decided, and what it records of the answer
        must be what visitors have seen.
        """
        running = self._running.get(conversation_id)
        if running is None:
            return None
        running.holds += 1
        return Draft(running.turn, running.epoch, running.text)

    def resume(self, conversation_id: ConversationId, turn: TurnId) -> None:
        """Go on showing a held draft that was not ended."""
        running = self._running.get(conversation_id)
        if running is None or running.turn != turn or not running.holds:
            return
        running.holds -= 1
        if not running.holds and running.held:
            held, running.held = "".join(running.held), []
            self.add(conversation_id, turn, held)

    def end(self, conversation_id: ConversationId, turn: TurnId, *, is_cut: bool) -> None:
        """Forget a draft: it was said, or with `is_cut` it never will be and those who watch are told."""
        running = self._running.get(conversation_id)
        if running is None or running.turn != turn:
            return
        del self._running[conversation_id]
        if is_cut and running.pieces:
            self._show(DraftPiece(running.workspace_id, conversation_id, turn, running.epoch, "", is_cut=True))

    def cut_before(self, conversation_id: ConversationId, epoch: Epoch) -> None:
        """Cut a draft that began before this epoch."""
        running = self._running.get(conversation_id)
        if running is not None and running.epoch < epoch:
            self.end(conversation_id, running.turn, is_cut=True)

    def seen(self, conversation_id: ConversationId) -> Draft | None:
        """Return what those who watch have seen of the running draft."""
        running = self._running.get(conversation_id)
        return Draft(running.turn, running.epoch, running.text) if running else None

    def _show(self, piece: DraftPiece) -> None:
        for show in self.watchers:
            show(piece)
