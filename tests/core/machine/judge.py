"""What must never happen, judged from the log alone: a second, smaller account of a conversation beside the core's own.

The judge never asks the core who has control. It reads the events' public names and keeps its own books, so that a rule
that is wrong in `decide` or `evolve` is not wrong here too. The guarantees are those of docs/trust.md.
"""

from collections.abc import Sequence

from relevo.core.actors import Actor, ActorKind
from relevo.core.commands import Assign, Command, ExpireAssignment, ExpireWait, TakeOver, Turn
from relevo.core.conversation import Conversation, Waiting, WithAgent, WithAssistant
from relevo.core.errors import Refusal, Taken
from relevo.core.events import (
    AnswerCut,
    HandoffNote,
    HumanDeclined,
    HumanOffered,
    HumanRequested,
    Message,
    Recorded,
    Released,
    TakenOver,
    Transferred,
    WaitExpired,
)
from relevo.core.ids import Epoch, Seq, TurnId
from relevo.core.react import Effect, EffectKind
from relevo.core.rules import ReleaseRights, Rules

MOVES = {"human_requested", "taken_over", "transferred", "released", "resolved", "reopened"}
IN_CLOSED = {"note", "labels_changed", "renamed", "reopened"}
NOBODY = ("nobody", "")


class Judge:
    """Keeps books on one log, and fails naming the guarantee that is broken."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.seq = 0
        self.epoch = 0
        self.party = ("assistant", "as_bean")
        self.standby: str | None = None
        self.is_closed = False
        self.has_agent_spoken = False
        self.is_note_due = False
        self.wait: tuple[Epoch, int] | None = None
        self.given: tuple[Epoch, int] | None = None
        """Since when an agent has what policy gave them, and until when they have to answer."""
        self.open_turns: dict[TurnId, Turn] = {}
        """The turns that nothing has ended: no change of control, no answer, no cut."""
        self.read_seq = 0
        self.pending: list[Seq] = []
        self.keys: set[str] = set()
        self.watched: set[int] = set()

    # --- what the desk tells

    def begun(self, turn: Turn) -> None:
        self.open_turns[turn.id] = turn

    def committed(
        self, command: Command, records: Sequence[Recorded], effects: Sequence[Effect], head: Conversation
    ) -> None:
        turn: Turn | None = getattr(command, "turn", None)
        if command.by.kind is ActorKind.ASSISTANT:
            assert self._may_answer(command.by), "G2: an assistant acted without control"
        if turn is not None:
            assert self.open_turns.get(turn.id) == turn, "G2: a turn that was over was carried out"
            assert turn.read_seq > self.read_seq, "G2: an answer to what was answered"
        for place, recorded in enumerate(records):
            self._read(command, recorded, records[place + 1 :])
        assert not self.is_note_due, "G23: the assistant was not told of the human stretch"
        if turn is not None:
            self.open_turns.pop(turn.id, None)
            self.read_seq = max(self.read_seq, turn.read_seq)
        self._compare(head)
        self._follow(records, effects, head)

    def nothing(self, command: Command) -> None:
        """A command led to nothing."""
        if isinstance(command, ExpireWait):
            assert not self._is_due(command, self.wait), "G9: a wait that was over did not expire"
        if isinstance(command, ExpireAssignment):
            assert not self._is_due(command, self.given), "S9: who was given a visitor keeps them without a word"
        if isinstance(command, TakeOver):
            assert self.party == ("agent", command.by.id), "G3: a takeover came to nothing"
        if isinstance(command, Assign) and command.by.kind is ActorKind.AGENT:
            wanted = (command.to.kind.value, command.to.id) if command.to else NOBODY
            assert self.party == wanted, "G3: an assignment came to nothing"

    def refused(self, command: Command, refusal: Refusal) -> None:
        if isinstance(refusal, Taken):
            assert self.party == ("agent", refusal.owner.id), "G3: the refusal names somebody else"
        turn: Turn | None = getattr(command, "turn", None)
        if turn is not None and turn.id in self.open_turns and turn.read_seq > self.read_seq:
            assert not self._may_answer(command.by), "a turn that nothing had ended was refused: the assistant is mute"

    # --- one event after the other

    def _read(self, command: Command, recorded: Recorded, rest: Sequence[Recorded]) -> None:
        event = recorded.event
        self.seq += 1
        assert recorded.seq == self.seq, "the log has a gap or a double"
        assert not self.is_closed or event.type in IN_CLOSED, f"closed is closed, but {event.type}"
        if event.type in MOVES:
            self._move(command, recorded)
        assert recorded.epoch == self.epoch, f"G1: control and epoch moved apart at {event.type}"
        match event:
            case Message():
                self._hear(recorded, event)
            case AnswerCut():
                self._cut(command, event, rest)
            case HumanOffered(answers_seq=None):
                self.open_turns.clear()
            case WaitExpired():
                assert isinstance(command, ExpireWait), "G9: something else than the timer expired a wait"
                assert self._is_due(command, self.wait), "G9: a wait expired early, twice or after it was over"
                self.wait = None
            case HandoffNote():
                assert self.is_note_due, "G23: a note, but no agent spoke"
                self.is_note_due = False
            case _:
                pass

    def _move(self, command: Command, recorded: Recorded) -> None:
        self.epoch += 1
        self.open_turns.clear()
        self.wait = self.standby = None
        if self.party[0] == "agent" and not self.is_closed:
            self._check_right(command)
        if isinstance(command, ExpireAssignment):
            assert self._is_due(command, self.given), "S9: taken early, or from somebody who has spoken or asked for it"
        self.given = None
        match recorded.event:
            case TakenOver(owner=owner):
                assert owner == command.by, "G1: somebody was given control without asking"
                self.party = ("agent", owner.id)
            case Transferred(to=to, cause=cause, deadline=deadline):
                assert to.kind is ActorKind.AGENT, "G1: an agent's control for somebody who is none"
                is_automatic = command.by.kind is ActorKind.SYSTEM
                assert (cause == "auto") is is_automatic, "the cause is not why"
                assert self.party == NOBODY or not is_automatic, "G1: policy took control from somebody"
                self.given = (recorded.epoch, deadline) if deadline is not None else None
                assert is_automatic or self.given is None, "S9: a deadline for what somebody was not given by policy"
                self.party = ("agent", to.id)
            case HumanRequested(deadline=deadline, standby=standby):
                is_with_people = self.party[0] == "agent" or self.has_agent_spoken
                assert standby is None or not is_with_people, "G20: from an agent to an assistant unasked"
                self.wait = (recorded.epoch, deadline) if deadline is not None else None
                self.party, self.standby = NOBODY, standby.id if standby else None
            case Released(assistant=assistant):
                self.party = ("assistant", assistant.id)
                self.is_note_due, self.has_agent_spoken = self.has_agent_spoken, False
            case event:
                self.is_closed = event.type == "resolved"
                self.party = self.party if self.is_closed else NOBODY

    def _check_right(self, command: Command) -> None:
        if command.by.kind is not ActorKind.AGENT:
            assert command.by.kind is ActorKind.SYSTEM, "G1: control was taken from an agent by no agent"
            return
        rights = self.rules.policies.release_rights
        is_supervisor = command.role is not None and command.role.may_override
        is_allowed = rights is ReleaseRights.ANYONE or (rights is ReleaseRights.OWNER_OR_SUPERVISOR and is_supervisor)
        assert command.by.id == self.party[1] or is_allowed, "R2: taken from a colleague without the right to it"

    def _hear(self, recorded: Recorded, message: Message) -> None:
        actor = recorded.actor
        match actor.kind:
            case ActorKind.VISITOR:
                self.pending.append(recorded.seq)
            case ActorKind.AGENT:
                assert self.party == ("agent", actor.id), "G1: an agent spoke without control"
                self.has_agent_spoken = True
                self.given = None
                self.pending.clear()
            case _:
                assert self._may_answer(actor), "G2: an assistant spoke without control"
                assert message.answers_seq is not None, "G2: an assistant spoke without a turn"
                self.pending = [seq for seq in self.pending if seq > message.answers_seq]

    def _cut(self, command: Command, cut: AnswerCut, rest: Sequence[Recorded]) -> None:
        assert cut.turn in self.open_turns, "a turn that was over was cut off"
        assert any(later.event.type in MOVES | {"human_offered"} for later in rest), "an answer was cut off by nothing"
        seen = command.draft.text if command.draft else None
        assert cut.text == seen, "S2: not what the visitor had seen"
        self.open_turns.clear()

    # --- after the commit

    def _compare(self, head: Conversation) -> None:
        """The core's account is the judge's."""
        assert (head.head_seq, head.epoch, head.is_closed) == (self.seq, self.epoch, self.is_closed)
        assert head.has_human_part == self.has_agent_spoken, "G23: it is forgotten that an agent spoke, or made up"
        assert bool(head.unanswered) == bool(self.pending), "a visitor's message was forgotten, or one was made up"
        assert head.unanswered <= len(self.pending), "a visitor's message was made up"
        match head.control:
            case WithAssistant(assistant=assistant):
                assert self.is_closed or self.party == ("assistant", assistant.id), "G1"
            case WithAgent(owner=owner):
                assert self.is_closed or self.party == ("agent", owner.id), "G1"
            case Waiting(standby=standby):
                assert self.is_closed or self.party == NOBODY, "G1"
                assert self.is_closed or (standby.id if standby else None) == self.standby
                assert self.is_closed or head.is_claimable, "S6: a waiting visitor is in no queue"

    def _follow(self, records: Sequence[Recorded], effects: Sequence[Effect], head: Conversation) -> None:
        """What follows is due once, and nobody falls between (S6)."""
        keys = {effect.key for effect in effects}
        assert len(keys) == len(effects), "an effect would be done twice"
        assert keys.isdisjoint(self.keys), "an effect would be done again"
        self.keys |= keys
        self.watched |= {effect.epoch for effect in effects if effect.kind is EffectKind.WATCH_OWNER}
        asked = [effect for effect in effects if effect.kind is EffectKind.ASK_ASSISTANT]
        assert all(effect.epoch == self.epoch for effect in asked), "G2: a turn that is over before it begins"
        assert not asked or head.answering_assistant() is not None, "G2: the assistant is asked without control"
        assert len(asked) <= 1, "the assistant is asked twice"
        if self.is_closed or self.party[0] != "assistant":
            assert self.is_closed or self.party == NOBODY or self.epoch in self.watched, "G20: nobody watches the owner"
            return
        is_owed = any(self._wants_answer(recorded, head) for recorded in records)
        assert asked or not is_owed, "S6: a visitor's message has no responsible party"

    def _wants_answer(self, recorded: Recorded, head: Conversation) -> bool:
        match recorded.event:
            case Message():
                return recorded.actor.kind is ActorKind.VISITOR and not head.is_asked
            case HumanDeclined():
                return bool(self.pending) and self.pending[-1] > self.read_seq
            case Released(cause="continued" | "owner_lost" | "assigned"):
                return bool(self.pending)
            case _:
                return False

    def _may_answer(self, by: Actor) -> bool:
        return not self.is_closed and (self.party == ("assistant", by.id) or self.standby == by.id)

    def _is_due(self, command: ExpireWait | ExpireAssignment, until: tuple[Epoch, int] | None) -> bool:
        return until is not None and not self.is_closed and until[0] == command.epoch and command.at >= until[1]
