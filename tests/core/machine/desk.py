"""The shell in little: load, decide, append if the version is unchanged, decide again if it is not.

What the engine does with tasks and a database happens here in one thread: a writer that is `late` has loaded before the
last commit, as one on another node would have. The judge looks at every commit. Not here: what is asked (`rules`).
"""

from dataclasses import replace

from relevo.core.commands import Command, Draft, OfferHuman, Turn
from relevo.core.conversation import Conversation
from relevo.core.decide import decide
from relevo.core.errors import Refusal
from relevo.core.events import AnswerCut, Event, HumanOffered, Note, Recorded
from relevo.core.evolve import evolve, record
from relevo.core.ids import TurnId
from relevo.core.react import Effect, EffectKind, react
from relevo.core.rules import Rules
from tests.core.given import ID, starts
from tests.core.machine.judge import Judge

NOTE = Note("replay", "Maria: I will refund you.")


class Desk:
    """One conversation, its log, and the timers and turns that are under way."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.judge = Judge(rules)
        self.log: list[Recorded] = []
        self.timers: list[Effect] = []
        self.given: list[Effect] = []
        """The timers of what policy gave to somebody."""
        self.turns: list[Turn] = []
        self.draft: Draft | None = None
        self.replica: Conversation | None = None
        command = starts()
        self.head, records = record(ID, None, decide(None, command, rules), command)
        self.earlier = self.head
        self._keep(command, records)

    def give(self, command: Command, *, late: bool = False) -> tuple[Event, ...] | Refusal:
        """Carry out a command as the engine does: riding along are the running draft and the note on the human stretch."""
        turn = getattr(command, "turn", None)
        is_shown = turn is None or (self._is_own(turn) and isinstance(command, OfferHuman))
        command = replace(command, draft=self.draft if is_shown else None, note=NOTE)
        if late:
            answer = self._try(self.earlier, command)
            if answer is not None:
                return answer
        answer = self._try(self.head, command)
        assert answer is not None
        return answer

    def is_unmoved(self, loaded: Conversation) -> bool:
        """The version check of the commit."""
        return loaded.head_seq == self.head.head_seq

    def begin(self, id: TurnId) -> None:
        turn = Turn(id, self.head.epoch, self.head.head_seq)
        self.turns = [*self.turns[-3:], turn]
        self.judge.begun(turn)
        self.draft = Draft(turn.id, turn.epoch, f"draft of {turn.id}")

    def _try(self, loaded: Conversation, command: Command) -> tuple[Event, ...] | Refusal | None:
        """Return the answer, or None if somebody else was faster."""
        try:
            events = decide(loaded, command, self.rules)
        except Refusal as refusal:
            if loaded is not self.head:
                return None
            self.judge.refused(command, refusal)
            return refusal
        if not self.is_unmoved(loaded) or (not events and loaded is not self.head):
            return None
        if not events:
            self.judge.nothing(command)
            return ()
        self.earlier = self.head
        self.head, records = record(ID, loaded, events, command)
        self._keep(command, records)
        return events

    def _keep(self, command: Command, records: tuple[Recorded, ...]) -> None:
        self.log += records
        for recorded in records:
            self.replica = evolve(ID, self.replica, recorded)
        effects = [effect for recorded in records for effect in react(self.head, recorded)]
        self.timers += [effect for effect in effects if effect.kind is EffectKind.EXPIRE_WAIT]
        self.given += [effect for effect in effects if effect.kind is EffectKind.EXPIRE_ASSIGNMENT]
        self.judge.committed(command, records, effects, self.head)
        turn: Turn | None = getattr(command, "turn", None)
        is_cut = any(map(_ends_drafts, records))
        if self.draft is not None and (is_cut or self.draft.epoch != self.head.epoch or self._is_own(turn)):
            self.draft = None
        if any(effect.kind is EffectKind.ASK_ASSISTANT for effect in effects):
            self.begin(TurnId(f"turn_for_{self.head.head_seq}"))

    def _is_own(self, turn: Turn | None) -> bool:
        return turn is not None and self.draft is not None and turn.id == self.draft.turn


def _ends_drafts(recorded: Recorded) -> bool:
    """A cut does, and an offer that is no turn's own answer: it overtakes whatever is being said."""
    return isinstance(recorded.event, AnswerCut) or (
        isinstance(recorded.event, HumanOffered) and recorded.event.answers_seq is None
    )
