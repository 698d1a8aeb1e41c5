"""The fence: what an assistant may still say, and what it may not (G2, G2b, S1, S2).

The state machine looks for what nobody thought of; these are the cases that everybody should know.
"""

from dataclasses import replace

import pytest

from relevo.core.commands import Draft, Turn
from relevo.core.errors import Closed, StaleTurn
from relevo.core.events import AnswerCut, Message
from relevo.core.ids import Epoch, Seq, TurnId
from relevo.core.rules import OnKeyword, WhileWaiting
from tests.core.given import (
    BEAN,
    MARIA,
    MOCHA,
    NOAH,
    Talk,
    a_conversation,
    agent_says,
    asks_for_human,
    assistant_says,
    names,
    offers_human,
    releases,
    resolves,
    rules,
    takes_over,
    transfers,
    visitor_says,
    waiting,
    with_agent,
)

HELPING = rules(while_waiting=WhileWaiting.KEEP_HELPING)


def test_a_takeover_makes_a_running_answer_stale() -> None:
    talk = a_conversation()
    turn = talk.turn()
    talk.given(takes_over(MARIA))
    assert isinstance(talk.refusal(assistant_says(turn)), StaleTurn)


def test_an_answer_that_began_before_a_takeover_stays_stale_after_the_release() -> None:
    """ABA: the assistant has control as it had when the turn began, and yet the turn is over."""
    talk = a_conversation()
    turn = talk.turn()
    talk.given(takes_over(MARIA), releases(MARIA))
    assert isinstance(talk.refusal(assistant_says(turn)), StaleTurn)
    assert names(talk.when(assistant_says(talk.turn("turn_2")))) == "message"


def test_an_answer_that_began_while_an_agent_had_control_is_never_said() -> None:
    """The epoch is right and the party is not."""
    talk = with_agent(MARIA)
    turn = talk.turn()
    assert isinstance(talk.refusal(assistant_says(turn)), StaleTurn)
    talk.given(releases(MARIA))
    assert isinstance(talk.refusal(assistant_says(turn)), StaleTurn)


@pytest.mark.parametrize(
    "move",
    [asks_for_human(), takes_over(MARIA), resolves(MARIA)],
    ids=lambda move: type(move).__name__,
)
def test_every_move_ends_a_turn_in_all_it_can_do(move) -> None:
    talk = a_conversation()
    turn = talk.turn()
    talk.given(move)
    for late in (
        assistant_says(turn),
        offers_human(turn),
        offers_human(turn, text="I do not know."),
        asks_for_human(by=BEAN, trigger="assistant", turn=turn),
        asks_for_human(by=BEAN, trigger="assistant", turn=turn, text="One moment."),
    ):
        assert isinstance(talk.refusal(late), StaleTurn | Closed)


def test_a_refused_turn_learns_the_epoch_in_force() -> None:
    talk = with_agent(MARIA)
    refusal = talk.refusal(assistant_says(Turn(TurnId("t"), Epoch(0), Seq(2))))
    assert isinstance(refusal, StaleTurn)
    assert refusal.epoch == talk.conversation.epoch == 1


def test_another_assistant_cannot_borrow_a_turn() -> None:
    talk = a_conversation()
    assert isinstance(talk.refusal(assistant_says(talk.turn(), by=MOCHA)), StaleTurn)
    assert isinstance(talk.refusal(offers_human(by=MOCHA)), StaleTurn)


def test_an_assistant_that_was_replaced_is_silent() -> None:
    talk = with_agent(MARIA).given(releases(MARIA, to=MOCHA))
    assert talk.conversation.assistant == MOCHA
    assert isinstance(talk.refusal(assistant_says(talk.turn())), StaleTurn)
    assert names(talk.when(assistant_says(talk.turn(), by=MOCHA))) == "message"


def test_a_turn_answers_once() -> None:
    """Two nodes ran the same effect: the second comes too late, and says nothing twice."""
    talk = a_conversation()
    first, second = talk.turn("turn_1"), talk.turn("turn_2")
    talk.given(assistant_says(first))
    for turn in (first, second):
        assert isinstance(talk.refusal(assistant_says(turn)), StaleTurn)
        assert isinstance(talk.refusal(offers_human(turn)), StaleTurn)


def test_an_answer_to_the_first_of_two_messages_leaves_the_second_open() -> None:
    talk = a_conversation()
    early = talk.turn("turn_1")
    talk.given(visitor_says("And my refund?"))
    late = talk.turn("turn_2")
    talk.given(assistant_says(early))
    assert talk.conversation.unanswered == 1
    assert names(talk.when(assistant_says(late))) == "message"
    assert talk.conversation.unanswered == 0


def test_nobody_has_read_further_than_the_log_goes() -> None:
    """Such a turn would leave everything after it unanswered: the assistant would be mute."""
    talk = a_conversation()
    ahead = replace(talk.turn(), read_seq=Seq(talk.conversation.head_seq + 1))
    assert isinstance(talk.refusal(assistant_says(ahead)), StaleTurn)


def test_a_standby_may_answer_a_waiting_visitor_until_an_agent_comes() -> None:
    """R3."""
    talk = waiting(HELPING)
    talk.given(visitor_says("Hello?"), assistant_says(talk.turn()), visitor_says("And?"))
    turn = talk.turn()
    talk.given(takes_over(MARIA))
    assert isinstance(talk.refusal(assistant_says(turn)), StaleTurn)


def test_a_standby_that_asks_for_a_person_again_is_heard_and_changes_nothing() -> None:
    talk = waiting(HELPING).given(visitor_says("Hello?"))
    request = asks_for_human(by=BEAN, trigger="assistant", turn=talk.turn(), text="Somebody will come.")
    assert names(talk.when(request)) == "message"
    talk.given(visitor_says("Soon?"))
    assert names(talk.when(offers_human(talk.turn(), cause="unknown_answer", text="Soon, I hope."))) == "message"
    assert not talk.conversation.is_asked


# --- the cut


def draft_of(turn: Turn, text: str = "Your order is") -> Draft:
    return Draft(turn.id, turn.epoch, text)


def cuts(talk: Talk, command) -> list[AnswerCut]:
    return [recorded.event for recorded in talk.records(command) if isinstance(recorded.event, AnswerCut)]


def test_a_takeover_keeps_what_the_visitor_had_seen() -> None:
    talk = a_conversation()
    records = talk.records(takes_over(MARIA, draft=draft_of(talk.turn())))
    assert names(recorded.event for recorded in records) == "answer_cut taken_over"
    cut, taken = records
    assert cut.event == AnswerCut(TurnId("turn_1"), "Your order is")
    assert (cut.actor, cut.epoch, taken.actor, taken.epoch) == (BEAN, 0, MARIA, 1)


def test_what_was_cut_off_is_not_a_message() -> None:
    talk = a_conversation()
    talk.given(takes_over(MARIA, draft=draft_of(talk.turn())))
    assert talk.conversation.unanswered == 1
    assert talk.conversation.last_responder is None
    assert not [recorded for recorded in talk.log if isinstance(recorded.event, Message) and recorded.actor == BEAN]


@pytest.mark.parametrize("text", ["", "  \n", "\u200b"], ids=ascii)
def test_a_draft_that_shows_nothing_is_not_cut(text: str) -> None:
    talk = a_conversation()
    assert not cuts(talk, takes_over(MARIA, draft=draft_of(talk.turn(), text)))


def test_a_cut_text_is_cleaned_as_a_message_is() -> None:
    talk = a_conversation()
    assert [cut.text for cut in cuts(talk, takes_over(MARIA, draft=draft_of(talk.turn(), " Hi\u200b\r\nthere ")))] == [
        "Hi\nthere"
    ]


def test_a_draft_of_an_earlier_control_is_not_cut() -> None:
    talk = a_conversation()
    draft = draft_of(talk.turn())
    talk.given(takes_over(MARIA))
    assert not cuts(talk, transfers(MARIA, NOAH, draft=draft))
    assert not cuts(talk, transfers(NOAH, MARIA, draft=replace(draft, epoch=talk.conversation.epoch)))


def test_a_draft_goes_on_while_control_stays() -> None:
    talk = a_conversation()
    assert not cuts(talk, replace(visitor_says("Hurry!"), draft=draft_of(talk.turn())))


def test_an_offer_after_a_keyword_ends_the_running_answer_for_good() -> None:
    """Control does not change, so the epoch does not help: the cut itself ends every turn that began before."""
    talk = a_conversation()
    first = talk.turn("turn_1")
    talk.given(visitor_says("Hello?"))
    second = talk.turn("turn_2")
    asking = replace(visitor_says("A human, please", asks=True), draft=draft_of(second))
    assert names(talk.when(asking)) == "answer_cut message human_offered"
    for turn in (first, second):
        assert isinstance(talk.refusal(assistant_says(turn)), StaleTurn)
    assert names(talk.when(assistant_says(talk.turn("turn_3")))) == "message"


def test_a_keyword_that_fetches_a_person_at_once_cuts_too() -> None:
    """R12."""
    talk = a_conversation(rules(on_keyword=OnKeyword.IMMEDIATE))
    asking = replace(visitor_says("A human!", asks=True), draft=draft_of(talk.turn()))
    assert names(talk.when(asking)) == "answer_cut message human_requested"


def test_a_failed_answer_is_cut_before_the_offer_and_a_finished_one_is_said() -> None:
    talk = a_conversation()
    turn = talk.turn()
    failed = offers_human(turn, draft=draft_of(turn))
    unknown = offers_human(turn, cause="unknown_answer", draft=draft_of(turn), text="Your order is")
    assert names(a_conversation().when(failed)) == "answer_cut human_offered"
    assert names(a_conversation().when(unknown)) == "message human_offered"


def test_a_taking_reply_cuts_and_speaks_in_one_step() -> None:
    talk = a_conversation()
    reply = replace(agent_says(MARIA, take_over=True), draft=draft_of(talk.turn()))
    assert names(talk.when(reply)) == "answer_cut taken_over message"
