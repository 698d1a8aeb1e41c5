"""The fold: numbering, authors, and what each event leaves behind. `evolve` takes every event in every state (G22)."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from relevo.core.actors import SYSTEM
from relevo.core.commands import ContinueWithAssistant, ExpireOwner, ReportOwnerLost
from relevo.core.conversation import Conversation, Preview, WithAgent
from relevo.core.events import (
    EVENTS,
    AnswerCut,
    ContactLeft,
    ConversationStarted,
    Event,
    HandoffNote,
    HumanDeclined,
    HumanOffered,
    HumanRequested,
    Joined,
    LabelsChanged,
    Message,
    Note,
    NoteAdded,
    OwnerLost,
    Party,
    Recorded,
    Released,
    Renamed,
    Reopened,
    Resolved,
    TakenOver,
    Transferred,
    WaitExpired,
)
from relevo.core.evolve import evolve, fold, record
from relevo.core.ids import Epoch, InboxId, Millis, Seq, TurnId
from relevo.core.messages import PREVIEW_CHARS
from tests.core.given import (
    BEAN,
    ID,
    MARIA,
    NOAH,
    NOW,
    VERA,
    Talk,
    a_conversation,
    agent_says,
    assistant_says,
    by_clock,
    by_visitor,
    closed,
    releases,
    resolves,
    starts,
    takes_over,
    visitor_says,
    waiting,
    with_agent,
)

NOTE = Note("replay", "Maria: I refund it.")
ANY: tuple[Event, ...] = (
    ConversationStarted("ws", InboxId("in"), "web", VERA, BEAN, "en"),
    Message("m", "Hello", None, Seq(2)),
    AnswerCut(TurnId("t"), "Hel"),
    HumanOffered("A person?", (), "keyword"),
    HumanDeclined(),
    HumanRequested("button", None, None, "Connecting…"),
    WaitExpired("Busy"),
    ContactLeft("030123456"),
    TakenOver(MARIA, Party("waiting"), "Maria joined."),
    Joined(MARIA, "Maria joined."),
    Transferred(Party("waiting"), NOAH, None, "Noah takes over."),
    Released(BEAN, "Bean is back.", "released"),
    HandoffNote(NOTE),
    OwnerLost("Hold on."),
    Resolved("Resolved"),
    Reopened("Open again"),
    NoteAdded("n", "Careful"),
    LabelsChanged(("vip",)),
    Renamed("Late order"),
)
STATES: dict[str, Callable[[], Talk]] = {
    "assistant": a_conversation,
    "waiting": waiting,
    "agent": with_agent,
    "closed": closed,
}


def after(conversation: Conversation, event: Event) -> Recorded:
    """The event as the next of the log."""
    epoch = Epoch(conversation.epoch + event.changes_control)
    return Recorded(Seq(conversation.head_seq + 1), Millis(NOW + 5), epoch, MARIA, event)


def test_every_event_is_folded_below() -> None:
    assert {type(event) for event in ANY} == set(EVENTS.values())


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("event", ANY, ids=lambda event: event.type)
def test_every_event_can_be_folded_into_every_state(event: Event, state: str) -> None:
    before = STATES[state]().conversation
    recorded = after(before, event)
    now = evolve(ID, before, recorded)
    assert (now.head_seq, now.epoch, now.updated_at) == (recorded.seq, recorded.epoch, recorded.at)
    assert now.shown_seq == (before.shown_seq if event.is_internal else recorded.seq)
    if not event.changes_control:
        assert (now.status, type(now.control)) == (before.status, type(before.control))


def test_what_is_folded_is_a_value_like_any_other_and_leaves_the_one_before_as_it_was() -> None:
    before = with_agent().conversation
    kept = replace(before)
    now = evolve(ID, before, after(before, Renamed("Late order")))
    head = {"head_seq": before.head_seq + 1, "updated_at": NOW + 5}
    assert now == replace(kept, subject="Late order", **head)  # type: ignore[arg-type]  # numbers of the right kinds
    assert before == kept
    assert type(now) is Conversation
    assert hash(now) != hash(before)
    with pytest.raises(FrozenInstanceError):
        now.subject = "Early order"  # type: ignore[misc]  # that is the point


def test_an_event_that_the_fold_does_not_know_is_a_mistake() -> None:
    class Unknown(Event):
        type = "unknown"

    conversation = a_conversation().conversation
    with pytest.raises(TypeError, match="no fold for Unknown"):
        evolve(ID, conversation, after(conversation, Unknown()))


def test_every_event_says_its_name_and_whether_it_moves_control() -> None:
    for name, kind in EVENTS.items():
        assert kind.type == name
    moving = {kind.type for kind in EVENTS.values() if kind.changes_control}
    assert moving == {"human_requested", "taken_over", "transferred", "released", "resolved", "reopened"}


def test_a_log_begins_with_its_start_and_nothing_else() -> None:
    with pytest.raises(ValueError, match="conversation_started"):
        evolve(ID, None, Recorded(Seq(1), NOW, Epoch(0), VERA, HumanDeclined()))
    with pytest.raises(ValueError, match="conversation_started"):
        record(ID, None, (), starts())
    assert fold(ID, ()) is None


def test_events_of_one_command_are_numbered_on_and_share_their_moment() -> None:
    records = a_conversation().records(agent_says(MARIA, take_over=True))
    assert [(recorded.seq, recorded.epoch, recorded.at) for recorded in records] == [(3, 1, NOW), (4, 1, NOW)]


def test_no_event_leaves_the_conversation_as_it_is() -> None:
    conversation = a_conversation().conversation
    assert record(ID, conversation, (), visitor_says()) == (conversation, ())


def test_a_log_can_be_folded_in_pieces() -> None:
    """What a node remembers and what it reads fit together wherever they meet."""
    talk = with_agent().given(agent_says(MARIA), releases(MARIA, note=NOTE), visitor_says("Thanks"))
    for place in range(1, len(talk.log) + 1):
        conversation = fold(ID, talk.log[:place])
        for recorded in talk.log[place:]:
            conversation = evolve(ID, conversation, recorded)
        assert conversation == talk.conversation


def test_nobody_speaks_in_somebody_elses_name() -> None:
    talk = with_agent().given(agent_says(MARIA))
    released, noted = talk.records(releases(MARIA, note=NOTE))
    assert (released.actor, noted.actor) == (MARIA, SYSTEM)


def test_the_last_message_is_shown_short() -> None:
    talk = a_conversation().given(visitor_says("long " * 100))
    shown = talk.conversation.last_message
    assert shown == Preview(("long " * 100)[: PREVIEW_CHARS - 1] + "…", NOW, VERA)


def test_unanswered_counts_the_visitors_messages_since_the_last_answer() -> None:
    talk = a_conversation()
    assert talk.conversation.unanswered == 1
    assert talk.given(visitor_says(), visitor_says()).conversation.unanswered == 3
    assert talk.given(takes_over(MARIA)).conversation.unanswered == 3
    assert talk.given(agent_says(MARIA)).conversation.unanswered == 0


def test_a_word_from_the_owner_takes_back_that_they_are_lost() -> None:
    talk = with_agent()
    talk.given(by_clock(ReportOwnerLost, talk.conversation))
    assert talk.conversation.control == WithAgent(MARIA, NOW, is_lost=True)
    talk.given(agent_says(MARIA))
    assert talk.conversation.control == WithAgent(MARIA, NOW, has_spoken=True)
    talk.given(by_clock(ReportOwnerLost, talk.conversation), agent_says(MARIA))
    assert talk.conversation.control == WithAgent(MARIA, NOW, has_spoken=True)


def test_an_assistant_that_is_back_has_nobody_waiting_but_who_asked_to_stay_claimable() -> None:
    talk = waiting().given(takes_over(MARIA))
    assert talk.conversation.requested_at == NOW
    assert talk.conversation.is_unassigned
    assert not talk.given(agent_says(MARIA)).conversation.is_unassigned
    assert talk.given(releases(MARIA)).conversation.requested_at is None


def test_what_a_person_was_asked_for_by_is_kept_as_long_as_they_are_wanted() -> None:
    talk = waiting()
    assert talk.conversation.request_trigger == "button"
    assert talk.given(by_visitor(ContinueWithAssistant)).conversation.request_trigger == "button"
    assert talk.given(takes_over(MARIA)).conversation.request_trigger == "button"
    assert talk.given(releases(MARIA)).conversation.request_trigger is None
    assert waiting().given(takes_over(MARIA), resolves(MARIA)).conversation.request_trigger is None


# --- the human stretch


def stretch(talk: Talk) -> tuple[Any, bool]:
    return talk.conversation.stretch_from, talk.conversation.has_human_part


def test_the_stretch_begins_after_the_assistants_last_message() -> None:
    talk = a_conversation()
    talk.given(assistant_says(talk.turn()), visitor_says("That is wrong."), takes_over(MARIA))
    assert stretch(talk) == (4, False)
    assert stretch(talk.given(agent_says(MARIA))) == (4, True)


def test_a_message_that_the_assistant_had_not_read_belongs_to_the_stretch() -> None:
    talk = a_conversation()
    turn = talk.turn()
    talk.given(visitor_says("Wait!"), assistant_says(turn), takes_over(MARIA))
    assert stretch(talk) == (3, False)


def test_the_stretch_goes_on_from_one_person_to_the_next() -> None:
    talk = with_agent().given(agent_says(MARIA))
    begin, _ = stretch(talk)
    talk.given(by_clock(ExpireOwner, talk.conversation), takes_over(NOAH))
    assert stretch(talk) == (begin, True)


def test_a_stretch_is_told_once() -> None:
    """The second note begins where the first one ended, although the assistant has said nothing in between."""
    talk = with_agent().given(agent_says(MARIA), releases(MARIA, note=NOTE))
    assert stretch(talk) == (None, False)
    told_seq = talk.conversation.told_seq
    assert stretch(talk.given(takes_over(NOAH))) == (told_seq + 1, False)


def test_a_stretch_that_nobody_told_is_told_the_next_time() -> None:
    talk = with_agent().given(releases(MARIA, note=NOTE))
    assert talk.log[-1].event.type == "released", "no agent spoke: there is nothing to tell"
    assert stretch(talk.given(takes_over(MARIA))) == (1, False)
