"""Every command as a rule of a Hypothesis state machine: several agents, two assistants, one visitor, late writers and timers.

Rules assume nothing: what must be refused is asked for too. Not here: what must never happen (`judge`).
"""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from relevo.core.actors import SYSTEM
from relevo.core.commands import (
    AddNote,
    Assign,
    Command,
    ContinueWithAssistant,
    DeclineHuman,
    ExpireAssignment,
    ExpireOwner,
    ExpireWait,
    LeaveContact,
    OfferHuman,
    PostMessage,
    Release,
    Rename,
    Reopen,
    ReportOwnerLost,
    RequestHuman,
    Resolve,
    SetLabels,
    TakeOver,
    Transfer,
    Turn,
)
from relevo.core.evolve import fold
from relevo.core.ids import Epoch, Millis, Seq, TurnId
from tests.core.given import BEAN, ID, MARIA, MOCHA, NOAH, NOW, ROLES, SUE, VERA, VIC
from tests.core.machine.desk import Desk
from tests.core.machine.policies import COMBINATIONS, combination

# Whoever occurs more often is drawn more often: mostly the plausible is asked for, and often enough what is not.
agents = st.sampled_from((MARIA, NOAH, MARIA, NOAH, SUE, VIC))
assistants = st.sampled_from((BEAN, BEAN, MOCHA))
recent = st.sampled_from((0, 0, 0, 1, 2, 3))
yes_or_no = st.booleans()
presences = st.sampled_from(("online", "online", "away", "offline"))
mostly_online = st.sampled_from(("online", "online", "online", "away"))
assignments = st.fixed_dictionaries(
    {"force": yes_or_no, "target_presence": presences, "behind": st.sampled_from((None, None, 0, 1))}
)
UNKNOWN = Turn(TurnId("turn_0"), Epoch(0), Seq(0))


class Life(RuleBasedStateMachine):
    """One conversation's life."""

    combinations = 1

    def __init__(self) -> None:
        super().__init__()
        self.now = Millis(NOW)
        self.count = 0
        self.is_sound = False
        """Has nothing failed yet? Otherwise the end would hide the failure behind another."""

    @initialize(data=st.data())
    def begin(self, data: Any) -> None:
        self.desk = Desk(combination(data.draw(st.integers(0, self.combinations - 1))))
        self.is_sound = True

    # --- the visitor

    @rule(asks=yes_or_no, is_from_offering_page=yes_or_no, late=yes_or_no)
    def visitor_writes(self, asks: bool, is_from_offering_page: bool, late: bool) -> None:
        found = {"asks_for_human": asks, "is_from_offering_page": is_from_offering_page}
        self.give(PostMessage, by=VERA, message_id="m", text="Where is it?", late=late, **found)

    @rule(late=yes_or_no)
    def visitor_asks_for_a_person(self, late: bool) -> None:
        self.give(RequestHuman, by=VERA, trigger="button", late=late)

    @rule(kind=st.sampled_from((DeclineHuman, ContinueWithAssistant, ContinueWithAssistant)), late=yes_or_no)
    def visitor_decides(self, kind: type[Command], late: bool) -> None:
        self.give(kind, by=VERA, late=late)

    # --- assistants

    @rule()
    def a_turn_begins(self) -> None:
        """Unasked, and whoever has control: what begins too early must end as what begins too late."""
        self.count += 1
        self.desk.begin(TurnId(f"turn_{self.count}"))

    @rule(by=assistants, which=recent, late=yes_or_no)
    def a_turn_answers(self, by: Any, which: int, late: bool) -> None:
        self.give(PostMessage, by=by, message_id="m", text="It is on its way.", turn=self.turn(which), late=late)

    @rule(by=assistants, which=recent, has_words=yes_or_no)
    def a_turn_fails(self, by: Any, which: int, has_words: bool) -> None:
        words: dict[str, Any]
        words = {"cause": "unknown_answer", "text": "I do not know."} if has_words else {"cause": "failure"}
        self.give(OfferHuman, by=by, message_id="m", turn=self.turn(which), **words)

    @rule(by=assistants, which=recent, text=st.sampled_from((None, "One moment.")))
    def a_turn_asks_for_a_person(self, by: Any, which: int, text: str | None) -> None:
        self.give(RequestHuman, by=by, trigger="assistant", message_id="m", text=text, turn=self.turn(which))

    @rule(by=st.sampled_from((SYSTEM, BEAN)))
    def a_person_is_offered(self, by: Any) -> None:
        self.give(OfferHuman, by=by, cause="keyword", message_id="m")

    # --- agents

    @rule(by=agents, force=yes_or_no, behind=st.sampled_from((None, None, 0, 1)), late=yes_or_no)
    def an_agent_takes_over(self, by: Any, force: bool, behind: int | None, late: bool) -> None:
        expected = None if behind is None else self.desk.head.epoch - behind
        self.give(TakeOver, by=by, force=force, expected_epoch=expected, late=late)

    @rule(by=agents, take_over=yes_or_no, late=yes_or_no)
    def an_agent_writes(self, by: Any, take_over: bool, late: bool) -> None:
        self.give(PostMessage, by=by, message_id="m", text="I look into it.", take_over=take_over, late=late)

    @rule(by=agents, to=st.sampled_from((None, BEAN, MOCHA)), answer_now=yes_or_no, late=yes_or_no)
    def an_agent_releases(self, by: Any, to: Any, answer_now: bool, late: bool) -> None:
        self.give(Release, by=by, to=to, answer_now=answer_now, late=late)

    @rule(by=agents, to=st.sampled_from((None, MARIA, NOAH)), presence=presences, late=yes_or_no)
    def an_agent_transfers(self, by: Any, to: Any, presence: str, late: bool) -> None:
        team_id = "team" if to is None else None
        self.give(Transfer, by=by, to=to, team_id=team_id, target_presence=presence, late=late)

    @rule(by=agents, to=st.sampled_from((None, MARIA, NOAH, BEAN, MOCHA)), more=assignments, late=yes_or_no)
    def an_agent_assigns(self, by: Any, to: Any, more: dict[str, Any], late: bool) -> None:
        behind = more.pop("behind")
        expected = None if behind is None else self.desk.head.epoch - behind
        self.give(Assign, by=by, to=to, expected_epoch=expected, late=late, **more)

    @rule(
        to=st.sampled_from((MARIA, NOAH)), presence=mostly_online, behind=st.sampled_from((0, 0, 0, 1)), late=yes_or_no
    )
    def policy_assigns(self, to: Any, presence: str, behind: int, late: bool) -> None:
        expected = self.desk.head.epoch - behind
        self.give(Assign, by=SYSTEM, to=to, target_presence=presence, expected_epoch=expected, late=late)

    @rule(by=agents, kind=st.sampled_from((Reopen, Reopen, Resolve)), late=yes_or_no)
    def an_agent_opens_or_closes(self, by: Any, kind: type[Command], late: bool) -> None:
        self.give(kind, by=by, late=late)

    @rule(which=st.integers(0, 3))
    def somebody_annotates(self, which: int) -> None:
        kinds: tuple[tuple[Any, dict[str, Any]], ...] = (
            (AddNote, {"note_id": "n", "text": "Called before."}),
            (SetLabels, {"labels": ("refund",)}),
            (Rename, {"subject": f"Order {self.desk.head.head_seq}"}),
            (LeaveContact, {"phone": f"030 12345{self.desk.head.head_seq}", "by": VERA}),
        )
        kind, fields = kinds[which]
        self.give(kind, **({"by": NOAH} | fields))

    # --- the clock

    @rule(ms=st.sampled_from((1, 60_000, 180_000, -5_000)))
    def time_passes(self, ms: int) -> None:
        """Sometimes backwards: clocks of nodes differ."""
        self.now = Millis(self.now + ms)

    @rule(which=recent, late_ms=st.sampled_from((0, -1, 1, 500_000)), late=yes_or_no)
    def a_wait_is_over(self, which: int, late_ms: int, late: bool) -> None:
        """Any timer, any time, and again."""
        if self.desk.timers:
            timer = self.desk.timers[-1 - which % len(self.desk.timers)]
            self.now = Millis(timer.due_at + late_ms)
            self.give(ExpireWait, by=SYSTEM, epoch=timer.epoch, late=late)

    @rule(which=st.sampled_from((0, 0, 0, 1)), late_ms=st.sampled_from((-1, 0, 0, 1)))
    def an_assignment_is_over(self, which: int, late_ms: int) -> None:
        if self.desk.given:
            timer = self.desk.given[-1 - which % len(self.desk.given)]
            self.now = Millis(timer.due_at + late_ms)
            self.give(ExpireAssignment, by=SYSTEM, epoch=timer.epoch)

    @rule(kind=st.sampled_from((ReportOwnerLost, ExpireOwner)), behind=st.integers(0, 1), late=yes_or_no)
    def an_owner_is_gone(self, kind: Any, behind: int, late: bool) -> None:
        self.give(kind, by=SYSTEM, epoch=Epoch(self.desk.head.epoch - behind), late=late)

    # --- what holds after each step; the judge has looked at each commit already

    @invariant()
    def the_log_explains_the_state(self) -> None:
        assert self.desk.replica == self.desk.head, "G22: the state is not what the log tells"

    def teardown(self) -> None:
        assert not self.is_sound or fold(ID, self.desk.log) == self.desk.head, "G22: another fold, another state"

    # --- how a rule asks

    def give(self, kind: Any, *, by: Any, late: bool = False, **fields: Any) -> None:
        self.is_sound = False
        self.desk.give(kind(by=by, role=ROLES.get(by.id), at=self.now, **fields), late=late)
        self.is_sound = True

    def turn(self, which: int) -> Turn:
        turns = self.desk.turns
        return turns[-1 - which % len(turns)] if turns else UNKNOWN


class LifeUnderAnyPolicy(Life):
    """The same under every combination of policies."""

    combinations = COMBINATIONS
