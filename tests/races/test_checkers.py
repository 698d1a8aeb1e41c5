"""The checkers find the faults that they are there for."""

import copy
import re
from collections import Counter

import pytest

from tests.races.checking import MOVES, check_log, check_stream, faults_of_log, faults_of_moves, faults_of_transcript
from tests.races.people import Event, Frame


def a_log() -> list[Event]:
    return [{"seq": n, "type": "message", "data": {"client_id": f"c{n}", "text": f"line {n}"}} for n in range(1, 9)]


ACKNOWLEDGED = [(f"c{n}", n) for n in range(1, 9)]


def lost(log: list[Event]) -> None:
    del log[3]


def doubled(log: list[Event]) -> None:
    log.append({**copy.deepcopy(log[3]), "seq": 9})


def shown_twice(log: list[Event]) -> None:
    log.insert(4, copy.deepcopy(log[3]))


def swapped(log: list[Event]) -> None:
    log[3], log[4] = log[4], log[3]


def contents_swapped(log: list[Event]) -> None:
    log[3]["data"], log[4]["data"] = log[4]["data"], log[3]["data"]


def first_lost(log: list[Event]) -> None:
    del log[0]


def last_lost(log: list[Event]) -> None:
    log.pop()


def text_changed(log: list[Event]) -> None:
    log[3]["data"]["text"] = "something else"


FAULTS = [lost, doubled, shown_twice, swapped, contents_swapped, first_lost, last_lost]


def test_a_sound_log_has_no_faults() -> None:
    assert faults_of_log(ACKNOWLEDGED, a_log()) == []
    assert faults_of_transcript(a_log(), a_log()) == []


def test_what_was_never_acknowledged_may_be_there_once_or_not_at_all() -> None:
    assert faults_of_log(ACKNOWLEDGED[:-1], a_log()) == []
    assert faults_of_log(ACKNOWLEDGED[:3] + ACKNOWLEDGED[4:], a_log()) == []


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_in_the_log_is_found(plant) -> None:
    log = a_log()
    plant(log)
    assert faults_of_log(ACKNOWLEDGED, log)


@pytest.mark.parametrize("plant", [*FAULTS, text_changed], ids=lambda plant: plant.__name__)
def test_a_planted_fault_in_a_transcript_is_found(plant) -> None:
    seen = a_log()
    plant(seen)
    assert faults_of_transcript(seen, a_log())


def an_event(type: str, kind: str, text: str = "", epoch: int = 1) -> Frame:
    return Frame(type, {"type": type, "actor": {"kind": kind}, "epoch": epoch, "data": {"text": text}}, id=1)


def a_draft(delta: str, epoch: int = 1) -> Frame:
    return Frame("draft", {"turn": "t", "epoch": epoch, "delta": delta}, id=None)


ASKED = an_event("message", "visitor", "question 1")
ASKED_AGAIN = an_event("message", "visitor", "question 2", epoch=3)
CUT = an_event("answer_cut", "assistant", "a1.0 a1.1")
TAKEN = an_event("taken_over", "agent", epoch=2)
RELEASED = an_event("released", "agent", epoch=3)
ANSWER = an_event("message", "assistant", "a1.0 a1.1 a1.2")
SOUND = [ASKED, a_draft("a1.0 "), a_draft("a1.1 "), CUT, TAKEN, RELEASED]

WRONG_STREAMS = {
    "a draft after the takeover": [*SOUND[:5], a_draft("a1.2 ")],
    "a draft of the next epoch after the takeover": [*SOUND[:5], a_draft("a1.2 ", epoch=2)],
    "a draft of the old answer after the release": [*SOUND, a_draft("a1.2 ", epoch=3)],
    "a draft of the old answer beside the next question": [*SOUND, ASKED_AGAIN, a_draft("a1.2 ", epoch=3)],
    "a cut that says less than was shown": [*SOUND[:3], an_event("answer_cut", "assistant", "a1.0"), TAKEN],
    "a cut that says more than was shown": [*SOUND[:2], CUT, TAKEN],
    "no cut of what was shown": [*SOUND[:3], TAKEN],
    "the answer after its takeover": [*SOUND[:5], ANSWER],
}
WRONG_LOGS = {
    "the answer while an agent has control": [ASKED, TAKEN, ANSWER],
    "the answer after the release": [ASKED, CUT, TAKEN, RELEASED, ANSWER],
    "the old answer to the next question": [ASKED, CUT, TAKEN, RELEASED, ASKED_AGAIN, ANSWER],
}


def test_a_sound_takeover_passes() -> None:
    tally: Counter[str] = Counter()
    check_stream(SOUND, tally)
    check_stream([ASKED, a_draft("a1.0 "), ANSWER, TAKEN], tally)
    check_log([frame.fields for frame in [ASKED, ANSWER, ASKED, CUT, TAKEN, RELEASED]])
    assert tally == {"drafts": 3, "cut in the middle": 1, "answered in time": 1}


@pytest.mark.parametrize("frames", WRONG_STREAMS.values(), ids=WRONG_STREAMS)
def test_a_planted_fault_in_a_stream_is_found(frames) -> None:
    with pytest.raises(AssertionError):
        check_stream(frames, Counter())


@pytest.mark.parametrize("frames", WRONG_LOGS.values(), ids=WRONG_LOGS)
def test_an_answer_out_of_place_in_the_log_is_found(frames) -> None:
    with pytest.raises(AssertionError):
        check_log([frame.fields for frame in frames])


Step = tuple[str, int, Event]


def moves(*steps: Step) -> list[Event]:
    """A log of (type, time, data); each change of control raises the epoch."""
    log: list[Event] = []
    for seq, (type, at, told) in enumerate(steps, start=1):
        epoch = (log[-1]["epoch"] if log else 0) + (type in MOVES)
        log.append({"seq": seq, "type": type, "at": at, "epoch": epoch, "data": told})
    return log


REQUESTED: Step = ("human_requested", 0, {"trigger": "button", "deadline": 1000})
BUSY: Step = ("wait_expired", 1000, {})
WENT_ON: Step = ("released", 1001, {"cause": "continued"})
LEFT: Step = ("released", 3000, {"cause": "released"})
NOBODY, BEAN, MARIA = {"kind": "waiting"}, {"kind": "assistant", "id": "bean"}, {"kind": "agent", "id": "maria"}


def taken(before: Event, by: str = "maria") -> Step:
    return ("taken_over", 2000, {"from": before, "owner": {"id": by}})


@pytest.mark.parametrize(
    "steps",
    [
        (REQUESTED, BUSY, WENT_ON, taken(BEAN)),
        (REQUESTED, WENT_ON, taken(BEAN)),
        (REQUESTED, BUSY, taken(NOBODY)),
        (REQUESTED, taken(NOBODY), LEFT),
        (taken(BEAN), taken(MARIA, "noah")),
    ],
)
def test_moves_in_a_legal_order_pass(steps) -> None:
    assert faults_of_moves(moves(*steps)) == []


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ((REQUESTED, REQUESTED), "asked for twice"),
        ((REQUESTED, BUSY, BUSY), "expired twice"),
        ((REQUESTED, taken(NOBODY), BUSY), "after it was over"),
        ((REQUESTED, WENT_ON, BUSY), "after it was over"),
        ((REQUESTED, ("wait_expired", 999, {})), "expired early"),
        ((REQUESTED, taken(BEAN)), "but .*waiting.* had control"),
        ((taken(BEAN), taken(BEAN, "noah")), "but .*maria.* had control"),
        ((taken(BEAN), WENT_ON), "could not"),
        ((REQUESTED, WENT_ON, LEFT), "an assistant's"),
    ],
)
def test_moves_that_cannot_follow_each_other_are_found(steps, fault: str) -> None:
    (found, *_) = faults_of_moves(moves(*steps))
    assert re.search(fault, found)


def test_a_move_that_leaves_the_epoch_is_found() -> None:
    log = moves(REQUESTED, taken(NOBODY))
    log[-1]["epoch"] = 1
    assert "epoch" in faults_of_moves(log)[0]
