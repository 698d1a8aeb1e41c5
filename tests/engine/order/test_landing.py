"""Landing: whoever waits for an append learns in time how it went, and what lands is announced to everybody."""

import asyncio
from dataclasses import dataclass, field

import pytest

from relevo.engine.handle.landing import Landing
from relevo.ports import Uncertain, VersionMoved

PATIENCE_S = 0.4


@dataclass(slots=True)
class Shore:
    """A landing, and what was announced there."""

    landing: Landing = field(default_factory=lambda: Landing(PATIENCE_S))
    announced: list[str] = field(default_factory=list)

    def wait_for(self, append: "asyncio.Future[None]", name: str) -> "asyncio.Future[None]":
        return self.landing(append, lambda: self.announced.append(name))


def an_append() -> "asyncio.Future[None]":
    return asyncio.get_running_loop().create_future()


async def test_what_lands_is_announced_before_its_caller_goes_on() -> None:
    shore, append = Shore(), an_append()
    told = shore.wait_for(append, "one")
    append.set_result(None)
    await told
    assert shore.announced == ["one"]


async def test_what_an_append_raises_is_its_callers_and_nothing_is_announced() -> None:
    shore, append = Shore(), an_append()
    told = shore.wait_for(append, "one")
    append.set_exception(VersionMoved())
    with pytest.raises(VersionMoved):
        await told
    assert not shore.announced


async def test_a_caller_who_goes_away_does_not_take_the_append_along() -> None:
    shore, append = Shore(), an_append()
    shore.wait_for(append, "one").cancel()
    await asyncio.sleep(0)
    assert not append.cancelled()
    append.set_result(None)
    await asyncio.sleep(0)
    assert shore.announced == ["one"]


async def test_everybody_waits_for_as_long_as_they_were_promised_and_no_longer() -> None:
    shore, loop = Shore(), asyncio.get_running_loop()
    lands = an_append()
    landed = shore.wait_for(lands, "lands")
    begun, hanging = [], []
    for number in range(3):
        begun.append(loop.time())
        hanging.append(shore.wait_for(an_append(), f"{number}"))
        await asyncio.sleep(PATIENCE_S / 20)
    lands.set_result(None)
    await landed

    for begin, told in zip(begun, hanging, strict=True):
        with pytest.raises(Uncertain):
            await told
        assert PATIENCE_S <= loop.time() - begin + 0.002 < 10 * PATIENCE_S
    assert shore.announced == ["lands"]


async def test_somebody_who_comes_after_a_quiet_time_is_told_in_time_as_well() -> None:
    shore, first = Shore(), an_append()
    told = shore.wait_for(first, "first")
    first.set_result(None)
    await told
    await asyncio.sleep(2 * PATIENCE_S)

    with pytest.raises(Uncertain):
        async with asyncio.timeout(10 * PATIENCE_S):
            await shore.wait_for(an_append(), "second")


async def test_what_lands_after_its_caller_lost_patience_is_announced_all_the_same() -> None:
    shore, append = Shore(), an_append()
    with pytest.raises(Uncertain):
        await shore.wait_for(append, "late")
    append.set_result(None)
    await asyncio.sleep(0)
    assert shore.announced == ["late"]


async def test_those_who_were_told_are_forgotten() -> None:
    """At thousands of messages a second nothing may be kept of each until its deadline."""
    shore = Shore(Landing(60))
    for number in range(100):
        append = an_append()
        told = shore.wait_for(append, f"{number}")
        append.set_result(None)
        await told
    assert shore.landing.waiting_count <= 1
