"""What is handed out by policy: until when it must be answered, and who has left a visitor to others and is not given them again."""

import pytest

from relevo.core.actors import SYSTEM
from relevo.core.commands import Command, ContinueWithAssistant, ExpireAssignment, ExpireOwner, ReportOwnerLost
from relevo.core.conversation import Waiting
from relevo.core.events import HumanRequested
from relevo.core.rules import OwnerVanishes, Rules, WhileWaiting
from tests.core.given import (
    DUE,
    MARIA,
    NOAH,
    SUE,
    WAIT_MS,
    Talk,
    agent_says,
    asks_for_human,
    assigns,
    by_clock,
    by_visitor,
    names,
    releases,
    resolves,
    rules,
    takes_over,
    transfers,
    visitor_says,
    waiting,
    with_agent,
)


def left_by(talk: Talk) -> list[str]:
    return [name.removeprefix("ag_") for name in talk.conversation.left_by]


def test_whoever_gives_a_visitor_back_to_the_queue_has_left_them_to_others() -> None:
    assert left_by(with_agent(MARIA).given(assigns(MARIA, None))) == ["maria"]


def test_so_have_all_who_gave_them_back_in_turn_each_once() -> None:
    talk = with_agent(MARIA).given(assigns(MARIA, None), takes_over(NOAH), transfers(NOAH, None, team_id="tm_1"))
    assert left_by(talk) == ["maria", "noah"]
    assert left_by(talk.given(takes_over(MARIA), assigns(MARIA, None))) == ["maria", "noah"]


def test_where_a_supervisor_puts_back_what_a_colleague_had_it_is_neither_ones_any_more() -> None:
    assert left_by(with_agent(MARIA).given(assigns(SUE, None))) == ["sue", "maria"]


def test_nobody_has_left_a_visitor_who_asks_themselves_or_whose_agent_has_vanished() -> None:
    assert left_by(waiting()) == []
    talk = with_agent(MARIA)
    assert left_by(talk.given(by_clock(ExpireOwner, talk.conversation))) == []


@pytest.mark.parametrize(
    "ends",
    [
        [takes_over(NOAH), agent_says(NOAH)],
        [by_visitor(ContinueWithAssistant), asks_for_human()],
        [releases(NOAH), asks_for_human()],
        [resolves(NOAH)],
    ],
)
def test_it_is_forgotten_once_the_visitor_was_answered_or_asks_anew(ends: list[Command]) -> None:
    talk = with_agent(MARIA).given(assigns(MARIA, None))
    assert left_by(talk.given(*ends)) == []


def test_what_a_visitor_writes_meanwhile_changes_nothing_about_it() -> None:
    assert left_by(with_agent(MARIA).given(assigns(MARIA, None), visitor_says())) == ["maria"]


def given_to_maria(under: Rules | None = None, team_id: str | None = None) -> Talk:
    talk = waiting(under)
    if team_id is not None:
        talk.given(transfers(NOAH, None, team_id=team_id))
    return talk.given(assigns(SYSTEM, MARIA))


def deadline_passes(talk: Talk, *, late_ms: int = WAIT_MS) -> str:
    return names(talk.when(by_clock(ExpireAssignment, talk.conversation, late_ms=late_ms)))


def test_whoever_was_given_a_visitor_and_says_nothing_loses_them_to_the_queue() -> None:
    talk = given_to_maria()
    assert deadline_passes(talk, late_ms=WAIT_MS - 1) == ""
    (asked,) = talk.when(by_clock(ExpireAssignment, talk.conversation, late_ms=WAIT_MS))
    assert isinstance(asked, HumanRequested)
    assert (asked.trigger, asked.text) == ("unanswered", "Connecting you with the team now…")
    assert (talk.conversation.phase, left_by(talk)) == ("waiting", ["maria"])


def test_where_the_visitor_has_read_that_the_agent_is_gone_that_is_why() -> None:
    talk = given_to_maria(rules(owner_vanishes=OwnerVanishes.HOLD))
    talk.when(by_clock(ReportOwnerLost, talk.conversation))
    (asked,) = talk.when(by_clock(ExpireAssignment, talk.conversation, late_ms=WAIT_MS))
    assert isinstance(asked, HumanRequested)
    assert asked.trigger == "owner_lost"
    assert left_by(talk) == ["maria"]


def test_what_was_given_out_of_a_teams_queue_goes_back_to_it() -> None:
    talk = given_to_maria(team_id="tm_1")
    deadline_passes(talk)
    control = talk.conversation.control
    assert isinstance(control, Waiting)
    assert control.team_id == "tm_1"


@pytest.mark.parametrize("timeout_s", [0, WAIT_MS // 1000])
def test_so_it_does_if_whoever_was_given_it_vanishes_also_after_they_have_spoken(timeout_s: int) -> None:
    under = rules(owner_vanishes=OwnerVanishes.REQUEUE, assignment_timeout_s=timeout_s)
    talk = given_to_maria(under, team_id="tm_1").given(agent_says(MARIA))
    (asked,) = talk.when(by_clock(ExpireOwner, talk.conversation))
    assert isinstance(asked, HumanRequested)
    assert (asked.trigger, asked.team_id) == ("owner_lost", "tm_1")


def test_what_somebody_took_or_was_passed_by_a_colleague_goes_back_to_everybody() -> None:
    for step in (takes_over(MARIA), assigns(SUE, MARIA), transfers(NOAH, MARIA)):
        talk = waiting(rules(owner_vanishes=OwnerVanishes.REQUEUE)).given(transfers(NOAH, None, team_id="tm_1"), step)
        (asked,) = talk.when(by_clock(ExpireOwner, talk.conversation))
        assert isinstance(asked, HumanRequested)
        assert asked.team_id is None


def test_nobody_is_kept_in_a_hurry_who_has_spoken_or_asked_for_it() -> None:
    assert deadline_passes(given_to_maria().given(agent_says(MARIA))) == ""
    assert deadline_passes(with_agent(MARIA)) == ""
    assert deadline_passes(waiting().given(assigns(SUE, MARIA))) == ""
    assert deadline_passes(given_to_maria().given(transfers(MARIA, NOAH))) == ""
    assert deadline_passes(given_to_maria().given(resolves(MARIA))) == ""


def test_an_assignment_is_timed_unless_the_time_is_unlimited() -> None:
    (timer,) = (one for one in given_to_maria().effects if one.kind == "expire_assignment")
    assert timer.due_at == DUE
    unlimited = given_to_maria(rules(assignment_timeout_s=0))
    assert "expire_assignment" not in unlimited.effect_kinds()
    assert deadline_passes(unlimited) == ""


def test_an_assistant_that_would_help_meanwhile_stays_silent_after_it() -> None:
    """From a person, even a silent one, to an assistant only when somebody asks for it (trust.md, G20)."""
    talk = given_to_maria(rules(while_waiting=WhileWaiting.KEEP_HELPING))
    deadline_passes(talk)
    assert talk.conversation.answering_assistant() is None


def test_whom_an_agent_has_talked_to_is_left_to_people_however_often_they_are_passed_on() -> None:
    talk = with_agent(MARIA, rules(while_waiting=WhileWaiting.KEEP_HELPING))
    talk.given(agent_says(MARIA), assigns(MARIA, None), transfers(NOAH, None, team_id="tm_1"))
    assert talk.conversation.answering_assistant() is None
