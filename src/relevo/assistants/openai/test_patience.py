"""Deadlines by themselves: which one ends a wait, and when. With an endpoint they are in test_openai.py."""

import asyncio
from collections.abc import Callable

import pytest
import uvloop

from relevo.assistants.openai.patience import GRACE_S, Deadlines, EndpointDown


def coming(after_s: float | None = None) -> "asyncio.Future[None]":
    loop = asyncio.get_running_loop()
    future: asyncio.Future[None] = loop.create_future()
    if after_s is not None:
        loop.call_later(after_s, arrive, future)
    return future


def arrive(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)


async def test_silence_counts_from_the_last_token_however_long_the_answer_takes() -> None:
    deadlines = Deadlines(10, 0.2, 10)
    deadlines.follow(has_begun=True, has_finished=False)
    for _ in range(6):
        await deadlines.heeded(coming(0.08))
    with pytest.raises(EndpointDown, match="silent"):
        await deadlines.heeded(coming())


async def test_once_the_first_token_is_here_silence_is_noticed_sooner() -> None:
    deadlines = Deadlines(10, 0.05, 10)
    await deadlines.heeded(coming(0.01))
    deadlines.follow(has_begun=True, has_finished=False)
    async with asyncio.timeout(2):
        with pytest.raises(EndpointDown, match="silent"):
            await deadlines.heeded(coming())


async def test_a_finished_answer_is_waited_for_no_longer_than_its_grace() -> None:
    deadlines = Deadlines(10, 10, 10)
    deadlines.follow(has_begun=True, has_finished=False)
    await deadlines.heeded(coming(0.01))
    deadlines.follow(has_begun=True, has_finished=True)
    async with asyncio.timeout(4 * GRACE_S):
        with pytest.raises(EndpointDown):
            await deadlines.heeded(coming())


@pytest.mark.parametrize("is_future", [True, False])
async def test_a_deadline_that_is_over_ends_the_next_wait_at_once(is_future: bool) -> None:
    deadlines = Deadlines(0.01, 10, 10)
    await asyncio.sleep(0.03)
    async with asyncio.timeout(2):
        with pytest.raises(EndpointDown, match="no first token"):
            await (deadlines.heeded(coming()) if is_future else deadlines.wait(coming()))


async def test_between_two_waits_no_deadline_strikes() -> None:
    deadlines = Deadlines(0.02, 10, 10)
    await deadlines.heeded(coming(0.001))
    await asyncio.sleep(0.05)
    deadlines.follow(has_begun=True, has_finished=False)
    await deadlines.heeded(coming(0.001))


async def test_a_timeout_of_what_is_waited_for_is_its_own() -> None:
    async def slow() -> None:
        raise TimeoutError("of its own")

    with pytest.raises(TimeoutError, match="of its own"):
        await Deadlines(10, 10, 10).wait(slow())


async def test_whoever_cancels_the_task_is_not_outvoted_by_a_deadline_in_the_same_moment() -> None:
    deadlines = Deadlines(10, 10, 10)

    async def work() -> None:
        await deadlines.heeded(coming())

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    deadlines._strike()
    task.cancel()
    await asyncio.wait((task,))
    assert task.cancelled()


@pytest.mark.parametrize("has_finished", [True, False])
@pytest.mark.parametrize("factory", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_bytes_that_come_all_the_time_put_no_deadline_off(
    factory: Callable[[], asyncio.AbstractEventLoop], has_finished: bool
) -> None:
    async def read_on() -> None:
        loop = asyncio.get_running_loop()
        deadlines = Deadlines(0.05, 10, 10)
        async with asyncio.timeout(10 * GRACE_S):
            while True:
                deadlines.follow(has_begun=has_finished, has_finished=has_finished)
                next_bytes = deadlines.heeded(coming())
                loop.call_soon(arrive, next_bytes)
                await next_bytes

    with asyncio.Runner(loop_factory=factory) as runner, pytest.raises(EndpointDown):
        runner.run(read_on())


async def test_when_closed_nothing_strikes_any_more() -> None:
    deadlines = Deadlines(0.02, 10, 10)
    waiting = deadlines.heeded(coming())
    deadlines.close()
    await asyncio.sleep(0.05)
    assert not waiting.done()
