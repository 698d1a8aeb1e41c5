"""Background work at intervals, by a clock of the test's own."""

from types import SimpleNamespace

import pytest

from relevo.engine import node


class Late:
    """An event loop that wakes everybody later than they asked for."""

    def __init__(self, by_s: float) -> None:
        self.by_s = by_s
        self.now_s = 0.0

    def time(self) -> float:
        return self.now_s

    async def sleep(self, pause_s: float) -> None:
        self.now_s += max(pause_s, 0) + self.by_s


class Over(Exception):
    """The test has seen enough."""


@pytest.mark.parametrize("late_s", [0.0, 0.1, 0.3, 0.45])
async def test_what_is_done_in_many_short_pauses_keeps_its_period_on_a_loop_that_is_late(
    monkeypatch: pytest.MonkeyPatch, late_s: float
) -> None:
    loop = Late(late_s)
    monkeypatch.setattr(node, "asyncio", SimpleNamespace(get_running_loop=lambda: loop, sleep=loop.sleep))
    beats: list[float] = []

    async def beat() -> None:
        beats.append(loop.now_s)
        if loop.now_s > 100:
            raise Over

    with pytest.raises(Over):
        await node._every(0.5, beat)

    assert 195 <= len(beats) <= 201, "twenty of half a second in ten, however late each is"


async def test_and_makes_up_for_nothing_after_a_long_stall(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = Late(0)
    monkeypatch.setattr(node, "asyncio", SimpleNamespace(get_running_loop=lambda: loop, sleep=loop.sleep))
    beats: list[float] = []

    async def beat() -> None:
        beats.append(loop.now_s)
        if len(beats) == 2:
            loop.now_s += 60
        if len(beats) == 5:
            raise Over

    with pytest.raises(Over):
        await node._every(0.5, beat)

    assert beats == [0.5, 1.0, 61.0, 61.5, 62.0]
