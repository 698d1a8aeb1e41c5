"""The checkers find the faults that they are there for."""

import copy

import pytest

from tests.races.checking import faults_of_log, faults_of_transcript
from tests.races.people import Event


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
