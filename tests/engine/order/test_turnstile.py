"""The turnstile: one at a time for each key, in the order of arrival, whoever gives up in between."""

import asyncio
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from relevo.engine.turnstile import Passage, Turnstile
from tests.examples import THOUSAND

ARRIVE, LEAVE, GIVE_UP, GO_ON, TURN_AWAY = "arrive", "leave", "give up", "go on", "turn away"
STEPS = st.lists(
    st.tuples(st.sampled_from((ARRIVE, ARRIVE, ARRIVE, LEAVE, GIVE_UP, GO_ON, TURN_AWAY)), st.integers(0, 9)),
    max_size=40,
)


class Shut(Exception):
    """What those hear who are turned away."""


@dataclass(slots=True)
class Crowd:
    """Callers of one key. Each stays inside until told to leave."""

    turnstile: Turnstile = field(default_factory=Turnstile)
    callers: list["asyncio.Task[None]"] = field(default_factory=list)
    may_leave: list[asyncio.Event] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    entered: list[int] = field(default_factory=list)
    passage: Passage | None = None
    """The way through of whoever is inside."""

    def turn_away(self) -> None:
        if self.inside and self.passage is not None:
            self.passage.turn_away(Shut)

    def arrive(self) -> None:
        self.may_leave.append(asyncio.Event())
        self.callers.append(asyncio.create_task(self._pass(len(self.callers))))

    async def _pass(self, number: int) -> None:
        async with self.turnstile.through("key") as passage:
            assert not self.inside, f"{number} came in beside {self.inside}"
            self.passage = passage
            self.inside.add(number)
            self.entered.append(number)
            try:
                await self.may_leave[number].wait()
            finally:
                self.inside.discard(number)

    async def settle(self) -> None:
        for _ in range(4):
            await asyncio.sleep(0)


@THOUSAND
@given(STEPS)
def test_callers_come_through_one_at_a_time_in_the_order_of_arrival_and_nothing_stays_behind(steps) -> None:
    asyncio.run(all_come_through(steps))


async def all_come_through(steps: list[tuple[str, int]]) -> None:
    crowd = Crowd()
    for step, chosen in steps:
        if step == ARRIVE:
            crowd.arrive()
        elif step == GO_ON or not crowd.callers:
            # One step only: whoever is cancelled now may have been let in and not know it yet.
            await asyncio.sleep(0)
        elif step == LEAVE:
            crowd.may_leave[chosen % len(crowd.callers)].set()
        elif step == TURN_AWAY:
            crowd.turn_away()
        else:
            crowd.callers[chosen % len(crowd.callers)].cancel()
    for may_leave in crowd.may_leave:
        may_leave.set()
    async with asyncio.timeout(5):
        ends = await asyncio.gather(*crowd.callers, return_exceptions=True)

    assert crowd.entered == sorted(crowd.entered)
    assert set(crowd.entered) >= {number for number, end in enumerate(ends) if end is None}
    assert not [end for end in ends if end is not None and not isinstance(end, asyncio.CancelledError | Shut)]
    assert not crowd.turnstile.is_held("key")


async def test_who_gives_up_when_their_turn_has_just_come_hands_it_on() -> None:
    crowd = Crowd()
    for _ in range(3):
        crowd.arrive()
    await crowd.settle()
    assert crowd.inside == {0}

    crowd.may_leave[0].set()
    await asyncio.sleep(0)
    crowd.callers[1].cancel()
    await crowd.settle()

    assert crowd.inside == {2}


async def test_who_waits_behind_somebody_is_turned_away_at_once_and_who_comes_later_is_not() -> None:
    crowd = Crowd()
    for _ in range(4):
        crowd.arrive()
    await crowd.settle()

    crowd.turn_away()
    await crowd.settle()
    assert [type(caller.exception()) for caller in crowd.callers[1:]] == [Shut, Shut, Shut]

    crowd.arrive()
    crowd.may_leave[0].set()
    await crowd.settle()
    assert crowd.inside == {4}


async def test_who_gives_up_in_the_moment_of_being_turned_away_leaves_the_place_to_whoever_has_it() -> None:
    crowd = Crowd()
    crowd.arrive()
    crowd.arrive()
    await crowd.settle()

    crowd.turn_away()
    crowd.callers[1].cancel()
    await crowd.settle()

    assert crowd.inside == {0}
    assert crowd.turnstile.is_held("key")


async def test_who_gives_up_in_the_line_is_passed_over() -> None:
    crowd = Crowd()
    for _ in range(3):
        crowd.arrive()
    await crowd.settle()

    crowd.callers[1].cancel()
    crowd.may_leave[0].set()
    await crowd.settle()

    assert crowd.entered == [0, 2]


async def test_a_waiter_that_is_thrown_away_lets_nobody_in() -> None:
    turnstile = Turnstile()
    async with turnstile.through("key"):
        waiter = turnstile.through("key").__aenter__()
        waiter.send(None)
        waiter.close()
        assert turnstile.is_held("key")
    assert not turnstile.is_held("key")


async def test_a_failure_inside_lets_the_next_in() -> None:
    turnstile = Turnstile()

    async def fail() -> None:
        async with turnstile.through("key"):
            await asyncio.sleep(0)
            raise ValueError("broken")

    ends = await asyncio.gather(fail(), fail(), return_exceptions=True)

    assert [str(end) for end in ends] == ["broken", "broken"]


async def test_different_keys_do_not_wait_for_each_other() -> None:
    turnstile = Turnstile()
    async with asyncio.timeout(1), turnstile.through("one"), turnstile.through("another"):
        pass
