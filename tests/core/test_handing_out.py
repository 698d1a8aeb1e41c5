"""What is handed out by policy: who has left a visitor to others, and so is not given them again."""

import pytest

from relevo.core.commands import Command, ContinueWithAssistant, ExpireOwner
from tests.core.given import (
    MARIA,
    NOAH,
    SUE,
    Talk,
    agent_says,
    asks_for_human,
    assigns,
    by_clock,
    by_visitor,
    releases,
    resolves,
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
