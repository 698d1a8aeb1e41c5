"""Policies R1 to R19: what each value of each changes, and that nothing else decides anything.

A policy is a scenario and what comes of it under each value. Those whose effect lies outside of the core are listed with
the place, and it is shown that they decide nothing here.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from enum import StrEnum
from itertools import combinations
from typing import Any

import pytest

from relevo.core.commands import ContinueWithAssistant, ExpireOwner, ExpireWait, Reopen, ReportOwnerLost
from relevo.core.conversation import Waiting
from relevo.core.decide import decide
from relevo.core.errors import Refusal
from relevo.core.rules import (
    AfterResolve,
    AnnounceJoin,
    Assignment,
    ContinueAs,
    Handoff,
    OnKeyword,
    OwnerVanishes,
    Policies,
    ReleaseRights,
    ResumeOn,
    Rules,
    Tickets,
    TransferOffline,
    VisitorSees,
    WhileWaiting,
)
from tests.core.given import (
    MARIA,
    NOAH,
    SUE,
    WAIT_MS,
    Talk,
    a_conversation,
    agent_says,
    asks_for_human,
    assigns,
    assistant_says,
    by_agent,
    by_clock,
    by_visitor,
    closed,
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
from tests.core.table.rows import ROWS

Scenario = Callable[[Rules], str]


def told(talk: Talk, command: Any) -> str:
    """What comes of a command, as the control table writes it."""
    try:
        return names(talk.when(command)) or "-"
    except Refusal as refusal:
        return f"!{refusal.code}"


def the_visitor_writes_after_the_end(under: Rules) -> str:
    return told(closed(under), visitor_says())


def an_agent_reopens(under: Rules) -> str:
    return told(closed(under), by_agent(Reopen, NOAH))


def others_than_the_owner_release(under: Rules) -> str:
    return " ".join(told(with_agent(MARIA, under), releases(by)) for by in (NOAH, SUE, MARIA))


def others_than_the_owner_take(under: Rules) -> str:
    return " ".join(told(with_agent(MARIA, under), takes_over(by, force=True)) for by in (NOAH, SUE))


def others_than_the_owner_resolve(under: Rules) -> str:
    return " ".join(told(with_agent(MARIA, under), resolves(by)) for by in (NOAH, SUE, MARIA))


def the_assistant_while_somebody_waits(under: Rules) -> str:
    talk = waiting(under).given(visitor_says("And my refund?"))
    return f"{' '.join(talk.effect_kinds()) or 'asks nobody'}: {told(talk, assistant_says(talk.turn()))}"


def words_of_a_takeover(under: Rules) -> str:
    return "; ".join(event.text for event in with_agent(MARIA, under).when(releases(MARIA)) if hasattr(event, "text"))


def the_joining(under: Rules) -> str:
    talk = a_conversation(under)
    texts = [event.text for event in talk.when(takes_over(MARIA)) if hasattr(event, "text")]
    return f"{' '.join(texts)!r}, then {told(talk, agent_says(MARIA))}, then {told(talk, agent_says(MARIA))}"


def being_given_it(under: Rules) -> str:
    """By a colleague who had it, from the assistant, and out of the queue."""
    given = [
        (with_agent(NOAH, under), transfers(NOAH, MARIA)),
        (a_conversation(under), assigns(NOAH, MARIA)),
        (waiting(under), assigns(NOAH, MARIA)),
    ]
    texts = [repr(event.text) for talk, command in given for event in talk.when(command) if hasattr(event, "text")]
    return f"{' '.join(texts)}, then {told(given[-1][0], agent_says(MARIA))}"


def who_answers_after_a_release(under: Rules) -> str:
    """With and without something to answer."""
    open_question, nothing_open = with_agent(MARIA, under), with_agent(MARIA, under).given(agent_says(MARIA))
    outcomes = []
    for talk in (open_question, nothing_open):
        talk.when(releases(MARIA))
        outcomes.append(" ".join(talk.effect_kinds()) or "nobody")
    return ", ".join(outcomes)


def going_on_with_the_assistant(under: Rules) -> str:
    conversation = waiting(under).given(by_visitor(ContinueWithAssistant)).conversation
    return f"claimable {conversation.is_claimable}, flagged {conversation.human_handoff}"


def a_keyword(under: Rules) -> str:
    return told(a_conversation(under), visitor_says("a human!", asks=True))


def a_transfer_to_somebody_offline(under: Rules) -> str:
    gone = transfers(MARIA, NOAH, target_presence="offline")
    return " ".join(
        told(with_agent(MARIA, under), replace(gone, is_confirmed=confirmed)) for confirmed in (False, True)
    )


def an_owner_who_vanishes(under: Rules) -> str:
    talk = with_agent(MARIA, under)
    lost = told(talk, by_clock(ReportOwnerLost, talk.conversation))
    return f"{lost}, {told(talk, by_clock(ExpireOwner, talk.conversation))}"


JOINED = "Maria joined the conversation."
TAKING_OVER = "Maria is taking over this conversation."
LEFT = "Maria left the conversation. AI assistant is back."
OURS = "!not-in-control"

EFFECTS: list[tuple[str, Scenario, Mapping[Any, str]]] = [
    ("after_resolve", the_visitor_writes_after_the_end, {
        AfterResolve.NEW_CONVERSATION: "!closed",
        AfterResolve.REOPEN_TO_AI: "reopened released message",
        AfterResolve.REOPEN_TO_QUEUE: "reopened human_requested message",
    }),
    ("after_resolve", an_agent_reopens, {
        AfterResolve.NEW_CONVERSATION: "reopened released",
        AfterResolve.REOPEN_TO_AI: "reopened released",
        AfterResolve.REOPEN_TO_QUEUE: "reopened human_requested",
    }),
    ("release_rights", others_than_the_owner_release, {
        ReleaseRights.OWNER: f"{OURS} {OURS} released",
        ReleaseRights.OWNER_OR_SUPERVISOR: f"{OURS} released released",
        ReleaseRights.ANYONE: "released released released",
    }),
    ("release_rights", others_than_the_owner_take, {
        ReleaseRights.OWNER: "!forbidden !forbidden",
        ReleaseRights.OWNER_OR_SUPERVISOR: "!forbidden taken_over",
        ReleaseRights.ANYONE: "taken_over taken_over",
    }),
    ("release_rights", others_than_the_owner_resolve, {
        ReleaseRights.OWNER: f"{OURS} {OURS} resolved",
        ReleaseRights.OWNER_OR_SUPERVISOR: f"{OURS} resolved resolved",
        ReleaseRights.ANYONE: "resolved resolved resolved",
    }),
    ("while_waiting", the_assistant_while_somebody_waits, {
        WhileWaiting.SILENT: "asks nobody: !stale-epoch",
        WhileWaiting.KEEP_HELPING: "ask_assistant: message",
    }),
    ("announce_join", the_joining, {
        AnnounceJoin.TAKE: f"{JOINED!r}, then message, then message",
        AnnounceJoin.FIRST_MESSAGE: "'', then joined message, then message",
    }),
    ("announce_join", being_given_it, {
        AnnounceJoin.TAKE: f"{TAKING_OVER!r} {TAKING_OVER!r} {JOINED!r}, then message",
        AnnounceJoin.FIRST_MESSAGE: "'' '' '', then joined message",
    }),
    ("resume_on", who_answers_after_a_release, {
        ResumeOn.NEXT_VISITOR_MESSAGE: "nobody, nobody",
        ResumeOn.IF_UNANSWERED: "ask_assistant, nobody",
        ResumeOn.AT_ONCE: "ask_assistant, ask_assistant",
    }),
    ("continue_as", going_on_with_the_assistant, {
        ContinueAs.SAME_CONVERSATION: "claimable True, flagged True",
        ContinueAs.FRESH: "claimable False, flagged False",
    }),
    ("on_keyword", a_keyword, {
        OnKeyword.ASK: "message human_offered",
        OnKeyword.IMMEDIATE: "message human_requested",
    }),
    ("transfer_offline", a_transfer_to_somebody_offline, {
        TransferOffline.BLOCK: "!target-unavailable !target-unavailable",
        TransferOffline.WARN: "!target-unavailable transferred",
        TransferOffline.ALLOW: "transferred transferred",
    }),
    ("owner_vanishes", an_owner_who_vanishes, {
        OwnerVanishes.HOLD: "owner_lost, -",
        OwnerVanishes.REQUEUE: "owner_lost, human_requested",
        OwnerVanishes.AI: "owner_lost, released",
    }),
]  # fmt: skip

SHOWN = [tuple(chosen) for size in range(4) for chosen in combinations(VisitorSees, size)]

ELSEWHERE: dict[str, tuple[str, list[Any]]] = {
    "tickets": ("features/tickets follows takeovers", list(Tickets)),
    "redirect_to_ticket": ("the console follows the answer to a takeover", [False, True]),
    "confirm": ("the console asks before it sends", [{"resolve": no, "release": not no} for no in (False, True)]),
    "owner_grace_s": ("engine/effects/timers says when", [0, 180, 3600]),
    "assignment": ("features/assignment asks who waits to be given away", list(Assignment)),
    "capacity": ("features/assignment counts what an agent has", [0, 5, 100]),
}
"""Policies that decide nothing in the core: where their effect lies, and values to show it with."""


def cases() -> list[Any]:
    return [
        pytest.param(name, scenario, value, outcome, id=f"{name} {value}: {scenario.__name__}")
        for name, scenario, outcomes in EFFECTS
        for value, outcome in outcomes.items()
    ]


@pytest.mark.parametrize(("name", "scenario", "value", "outcome"), cases())
def test_a_policy_has_its_effect(name: str, scenario: Scenario, value: Any, outcome: str) -> None:
    assert scenario(rules(**{name: value})) == outcome


def test_every_value_of_every_policy_has_a_case() -> None:
    shown = {name for name, _, _ in EFFECTS}
    own_tests = {"visitor_sees", "assignment_timeout_s"}  # the second's is in test_handing_out
    assert shown | set(ELSEWHERE) | own_tests == {field.name for field in fields(Policies)}
    for name, _, outcomes in EFFECTS:
        policy: type[StrEnum] = type(getattr(Policies(), name))
        assert list(outcomes) == list(policy)


@pytest.mark.parametrize("shown", SHOWN, ids=" ".join)
def test_a_takeover_is_put_into_words_only_where_they_are_shown(shown: tuple[VisitorSees, ...]) -> None:
    """R6. Separator and badge are drawn by the widget, from the same events."""
    under = rules(visitor_sees=shown)
    is_told = VisitorSees.TEXT in shown
    assert words_of_a_takeover(under) == (LEFT if is_told else "")
    first_word = rules(visitor_sees=shown, announce_join=AnnounceJoin.FIRST_MESSAGE)
    assert told(with_agent(MARIA, first_word), agent_says(MARIA)) == ("joined message" if is_told else "message")


@pytest.mark.parametrize(("timeout_s", "due_ms"), [(0, None), (1, 1_000), (180, WAIT_MS)])
def test_the_response_time_is_what_is_set(timeout_s: int, due_ms: int | None) -> None:
    """R14: 0 is never."""
    talk = waiting(rules(handoff=Handoff(response_timeout_s=timeout_s)))
    control = talk.conversation.control
    assert isinstance(control, Waiting)
    assert control.deadline == (control.since + due_ms if due_ms else None)
    assert ("expire_wait" in talk.effect_kinds()) == bool(due_ms)
    expire = by_clock(ExpireWait, talk.conversation, late_ms=due_ms or 10**9)
    assert told(talk, expire) == ("wait_expired" if due_ms else "-")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_lies_elsewhere_decides_nothing_here(name: str) -> None:
    states = [talk().conversation for talk in (a_conversation, waiting, with_agent, closed)]
    outcomes = {tuple(decided(state, rules(**{name: value})) for state in states) for value in ELSEWHERE[name][1]}
    assert len(outcomes) == 1


def decided(state: Any, under: Rules) -> tuple[str, ...]:
    """What comes of every row of the control table, in full."""
    outcomes = []
    for ask in ROWS.values():
        try:
            outcomes.append(repr(decide(state, ask(state), under)))
        except Refusal as refusal:
            outcomes.append(repr(refusal))
    return tuple(outcomes)


def test_without_handoff_no_person_is_asked_for_or_offered() -> None:
    for handoff, code in (
        (Handoff(enabled=False), "!handoff-disabled"),
        (Handoff(is_plan_locked=True), "!plan-locked"),
        (Handoff(enabled=False, is_plan_locked=True), "!plan-locked"),
    ):
        under = rules(handoff=handoff)
        assert told(a_conversation(under), asks_for_human()) == code
        assert a_keyword(under) == "message"
        assert told(with_agent(MARIA, under), releases(MARIA)) == "released"


def test_a_plan_without_handoff_has_no_queue_to_reopen_to() -> None:
    under = rules(after_resolve=AfterResolve.REOPEN_TO_QUEUE, handoff=Handoff(is_plan_locked=True))
    assert the_visitor_writes_after_the_end(under) == "reopened released message"
