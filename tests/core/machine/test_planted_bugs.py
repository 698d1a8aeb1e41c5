"""The state machine can fail: each of these wrong cores is caught, and by the guarantee that it breaks.

The first four are the guards of trust.md's model of G2 that do not hold. A bug is planted by replacing one function.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from relevo.core import evolve as folding
from relevo.core import react as reacting
from relevo.core.actors import Actor
from relevo.core.commands import Turn
from relevo.core.conversation import Conversation, Waiting, WithAgent
from relevo.core.decide import agent, assistant, giving, message, moves, timer
from relevo.core.errors import StaleTurn
from relevo.core.events import HandoffNote, Released, Resolved, Transferred, WaitExpired
from relevo.core.ids import Seq
from tests.core.machine import desk
from tests.core.machine.rules import Life, LifeUnderAnyPolicy

Plant = Callable[[pytest.MonkeyPatch], None]

SEARCH = settings(stateful_step_count=50, phases=[Phase.generate], derandomize=True, database=None, deadline=None)


def fence(is_current: Callable[[Conversation, Actor, Turn], bool]) -> Plant:
    """Plant another guard in front of what assistants commit."""

    def guard(conversation: Conversation, by: Actor, turn: Turn | None) -> None:
        if turn is None or not is_current(conversation, by, turn):
            raise StaleTurn(conversation.epoch)

    def plant(patch: pytest.MonkeyPatch) -> None:
        for module in (message, assistant):
            patch.setattr(module, "require_current_turn", guard)

    return plant


def instead(place: Any, name: str, wrong: Any) -> Plant:
    return lambda patch: patch.setattr(place, name, wrong)


def has_control(conversation: Conversation, by: Actor) -> bool:
    return by.is_same(conversation.answering_assistant())


def is_epoch(conversation: Conversation, turn: Turn) -> bool:
    return turn.epoch == conversation.epoch


def is_new(conversation: Conversation, turn: Turn) -> bool:
    return turn.read_seq > conversation.answered_seq


def is_cut(conversation: Conversation, turn: Turn) -> bool:
    return turn.read_seq < conversation.cut_seq


def expires_always(conversation: Conversation, command: Any, rules: Any) -> Any:
    return (WaitExpired("busy"),) if isinstance(conversation.control, Waiting) else ()


def expires_early(conversation: Conversation, command: Any, rules: Any) -> Any:
    return timer_rule(conversation, replace(command, at=command.at + 1), rules)


def expires_any_wait(conversation: Conversation, command: Any, rules: Any) -> Any:
    return timer_rule(conversation, replace(command, epoch=conversation.epoch), rules)


def tells_always(conversation: Conversation, command: Any, rules: Any, cause: Any, **more: Any) -> Any:
    return (returning(conversation, command, rules, cause, **more)[0], HandoffNote(command.note))


def tells_never(conversation: Conversation, command: Any, rules: Any, cause: Any, **more: Any) -> Any:
    return returning(conversation, command, rules, cause, **more)[:1]


def keeps_helping(conversation: Conversation, *args: Any, **more: Any) -> Any:
    return replace(requesting(conversation, *args, **more), standby=conversation.assistant)


def takes_from_people(conversation: Conversation, command: Any, rules: Any) -> Any:
    return (Transferred(conversation.party(), command.to, None, "", "auto"),)


def answers_nothing(*fields: Any, **more: Any) -> Any:
    return Released(*fields, **(more | {"answers_now": False}))


def counts_twice(id: Any, conversation: Any, events: Any, command: Any) -> Any:
    after, records = record(id, conversation, events, command)
    return replace(after, unanswered=after.unanswered * 2), records


def numbers_from_zero(id: Any, conversation: Any, events: Any, command: Any) -> Any:
    after, records = record(id, conversation, events, command)
    return after, tuple(replace(recorded, seq=Seq(recorded.seq - 1)) for recorded in records)


def takes_early(conversation: Conversation, command: Any, rules: Any) -> Any:
    return given_rule(conversation, replace(command, at=command.at + 1), rules)


def takes_from_speakers(conversation: Conversation, command: Any, rules: Any) -> Any:
    control = conversation.control
    silent = replace(control, has_spoken=False) if isinstance(control, WithAgent) else control
    return given_rule(replace(conversation, control=silent), command, rules)


given_rule = timer.expire_assignment
timer_rule, returning, requesting, record = timer.expire_wait, moves.returning, moves.requesting, folding.record

BUGS: dict[str, tuple[Plant, str]] = {
    "no fence": (fence(lambda c, by, turn: True), "G2"),
    "fence by control only": (fence(lambda c, by, turn: has_control(c, by)), "G2"),
    "fence by epoch only": (fence(lambda c, by, turn: is_epoch(c, turn)), "G2"),
    "fence without version check": (instead(desk.Desk, "is_unmoved", lambda desk, loaded: True), "gap or a double"),
    "fence that lets a second answer through": (
        fence(lambda c, by, turn: has_control(c, by) and is_epoch(c, turn) and not is_cut(c, turn)),
        "G2",
    ),
    "fence that lets a cut answer through": (
        fence(lambda c, by, turn: has_control(c, by) and is_epoch(c, turn) and is_new(c, turn)),
        "G2",
    ),
    "fence that lets nobody through": (fence(lambda c, by, turn: False), "mute"),
    "any agent speaks": (instead(message, "is_owner", lambda conversation, by: True), "G1"),
    "any agent takes": (instead(agent, "may_override", lambda command, rules: True), "R2"),
    "any agent gives away": (instead(agent, "require_control", lambda conversation, command, rules: None), "R2"),
    "any agent assigns": (instead(giving, "require_control", lambda conversation, command, rules: None), "R2"),
    "policy takes from people": (instead(giving, "_by_policy", takes_from_people), "G1"),
    "a change of assistants that answers nothing": (instead(giving, "Released", answers_nothing), "S6"),
    "resolving leaves the epoch": (instead(Resolved, "changes_control", False), "G1"),
    "transferring leaves the epoch": (instead(Transferred, "changes_control", False), "G1"),
    "closed is open to words": (instead(message, "require_active", lambda conversation: None), "closed is closed"),
    "a wait expires always": (instead(timer, "expire_wait", expires_always), "G9|closed"),
    "a wait expires a little early": (instead(timer, "expire_wait", expires_early), "G9"),
    "a timer of an earlier wait": (instead(timer, "expire_wait", expires_any_wait), "G9"),
    "a wait never expires": (instead(timer, "expire_wait", lambda *asked: ()), "G9"),
    "an assignment is never over": (instead(timer, "expire_assignment", lambda *asked: ()), "S9"),
    "an assignment is over a little early": (instead(timer, "expire_assignment", takes_early), "S9"),
    "an assignment is over for one who has spoken": (instead(timer, "expire_assignment", takes_from_speakers), "S9"),
    "a note without a reason": (instead(agent, "returning", tells_always), "G23"),
    "no note": (instead(agent, "returning", tells_never), "G23"),
    "an assistant back unasked": (instead(timer, "requesting", keeps_helping), "G20"),
    "nobody watches owners": (instead(reacting, "TakenOver", Resolved), "G20"),
    "nobody asks the assistant": (instead(reacting, "_wakes_assistant", lambda conversation, recorded: False), "S6"),
    "the state knows more than the log": (instead(desk, "record", counts_twice), "G22|made up"),
    "a log that begins at zero": (instead(desk, "record", numbers_from_zero), "gap or a double"),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_wrong_core_is_caught(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plant, guarantee = BUGS[bug]
    plant(monkeypatch)
    with pytest.raises(AssertionError, match=guarantee):
        search()


def test_the_right_core_is_not_caught() -> None:
    """With the search that catches most of the wrong ones; `test_life.py` looks longer."""
    search(max_examples=100)


def search(max_examples: int = 1000) -> None:
    for life in (Life, LifeUnderAnyPolicy):
        run_state_machine_as_test(life, settings=settings(SEARCH, max_examples=max_examples))
