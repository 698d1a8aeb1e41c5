"""Background work at intervals and in rounds, by a clock of the test's own."""

import math
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from relevo.engine import background
from relevo.engine.background import FEW, MOST_AT_ONCE, PARTS_AT_ONCE, every, rounds
from relevo.ports import Unavailable

ROUND_S = 10.0
PARTS = 100


class Late:
    """An event loop that wakes everybody later than they asked for."""

    def __init__(self, by_s: float) -> None:
        self.by_s = by_s
        self.now_s = 0.0
        self.turns = 0
        self.stalls = (math.inf, 0.0)
        """From when, and until when."""

    def time(self) -> float:
        return self.now_s

    async def sleep(self, pause_s: float) -> None:
        assert pause_s >= 0
        self.turns += 1
        self.now_s += pause_s + self.by_s
        if self.stalls[0] <= self.now_s:
            self.now_s = max(self.now_s, self.stalls[1])


class Over(BaseException):
    """The test has seen enough. Background work outlives an Exception."""


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Any:
    def by(late_s: float) -> Late:
        loop = Late(late_s)
        monkeypatch.setattr(background, "asyncio", SimpleNamespace(get_running_loop=lambda: loop, sleep=loop.sleep))
        return loop

    return by


@pytest.mark.parametrize("late_s", [0.0, 0.1, 0.3, 0.45])
async def test_what_is_done_in_many_short_pauses_keeps_its_period_on_a_loop_that_is_late(late, late_s: float) -> None:
    loop = late(late_s)
    beats: list[float] = []

    async def beat() -> None:
        beats.append(loop.now_s)
        if loop.now_s > 100:
            raise Over

    with pytest.raises(Over):
        await every(0.5, beat)

    assert 195 <= len(beats) <= 201, "twenty of half a second in ten, however late each is"


@pytest.mark.parametrize(("is_in_work", "expected"), [(True, [1.0, 61.5, 62.0]), (False, [61.0, 61.5, 62.0])])
async def test_and_makes_up_for_nothing_after_a_long_stall(late, is_in_work: bool, expected: list[float]) -> None:
    loop = late(0)
    loop.stalls = (math.inf if is_in_work else 1, 61)
    beats: list[float] = []

    async def beat() -> None:
        beats.append(loop.now_s)
        if is_in_work and len(beats) == 2:
            loop.now_s += 60
        if loop.now_s == 62:
            raise Over

    with pytest.raises(Over):
        await every(0.5, beat)

    assert beats == [0.5, *expected]


@pytest.mark.parametrize(
    ("failure", "told"), [(Unavailable("the storage is away"), []), (KeyError("unforeseen"), ["it_failed"] * 2)]
)
async def test_work_that_fails_is_done_again(late, failure: Exception, told: list[str]) -> None:
    loop = late(0)

    async def fail() -> None:
        if loop.now_s >= 3:
            raise Over
        raise failure

    with capture_logs() as logged, pytest.raises(Over):
        await every(1, fail, failing="it_failed")

    assert [line["event"] for line in logged] == told


class Rounds:
    """What a number of rounds did: when each part was done, and how many were from one pause to the next."""

    def __init__(self, loop: Late, size: int) -> None:
        self.loop = loop
        self.size = size
        self.done_s: list[list[float]] = [[] for _ in range(PARTS)]
        self.done: dict[int, int] = {}
        self.until_s = 100.0
        self.broken: int | None = None

    async def run(self, parts: int = PARTS) -> None:
        with pytest.raises(Over):
            await rounds(ROUND_S, parts, self.do)

    def do(self, part: int) -> int:
        if self.loop.now_s > self.until_s:
            raise Over
        self.done_s[part].append(self.loop.now_s)
        self.done[self.loop.turns] = self.done.get(self.loop.turns, 0) + 1
        if part == self.broken:
            raise KeyError("nobody thought of it")
        return self.size

    @property
    def gaps_s(self) -> list[float]:
        return [after - before for times in self.done_s for before, after in pairwise(times)]


@pytest.mark.parametrize("late_s", [0.0, 0.02, 0.1, 0.3, 0.45, 0.9, 1.0])
@pytest.mark.parametrize("size", [0, 1, 9, 24, 30, FEW, 60, 100, 1_000])
async def test_each_part_has_its_turn_once_in_a_round_however_late_the_loop_and_large_the_parts(
    late, size: int, late_s: float
) -> None:
    seen = Rounds(late(late_s), size)

    await seen.run()

    assert max(seen.gaps_s) < 12
    assert min(seen.gaps_s) > 8
    assert {len(times) for times in seen.done_s} <= {9, 10, 11}


@pytest.mark.parametrize(
    ("size", "at_once"), [(0, PARTS_AT_ONCE), (1, PARTS_AT_ONCE), (9, 5), (24, 3), (FEW, 1), (60, 1), (100, 1)]
)
async def test_small_parts_go_together_and_large_ones_one_by_one(late, size: int, at_once: int) -> None:
    seen = Rounds(late(0), size)

    await seen.run()

    *whole, _ = seen.done.values()
    assert set(whole) == {at_once}


async def test_what_is_late_goes_a_few_parts_at_a_time(late) -> None:
    seen = Rounds(late(0.9), 100)

    await seen.run()

    assert max(seen.done.values()) == MOST_AT_ONCE


async def test_after_a_stall_each_part_has_its_turn_once_at_once_and_again_in_the_next_round(late) -> None:
    loop = late(0)
    loop.stalls = (30, 75)
    seen = Rounds(loop, 100)

    await seen.run()

    after = [[at_s for at_s in times if at_s >= 75] for times in seen.done_s]
    assert all(times[0] < 75.01 and 75.05 < times[1] < 85.1 for times in after)
    assert max(seen.done.values()) == MOST_AT_ONCE


async def test_a_part_that_fails_takes_nothing_from_the_others_and_is_done_again(late) -> None:
    seen = Rounds(late(0), 10)
    seen.broken = 7

    with capture_logs() as logged:
        await seen.run()

    assert {(line["event"], line["part"]) for line in logged} == {("background_work_missed", 7)}
    assert {len(times) for times in seen.done_s} <= {10, 11}


@pytest.mark.parametrize("parts", [1, 3])
async def test_few_parts_have_their_turn_once_in_a_round_too(late, parts: int) -> None:
    seen = Rounds(late(0), 1)

    await seen.run(parts)

    assert seen.gaps_s == pytest.approx([ROUND_S] * len(seen.gaps_s))
    assert len(seen.gaps_s) >= 9 * parts
