"""The queue: who stands where, how long it may take them, and that following events gives what a fresh look gives."""

import random

from hypothesis import given
from hypothesis import strategies as st

from relevo.core.ids import ConversationId, Epoch, Millis
from relevo.core.rules import Handoff, Rules
from relevo.engine.live.queues import Queues
from relevo.engine.queue import MEMORY_MS, Line, Place, estimate_s
from relevo.engine.views import Audience
from relevo.testing import ScriptedAssistant, memory_node
from tests.engine.given import WORKSPACE, a_talk, read_frames
from tests.examples import THOUSAND

SILENT = ScriptedAssistant([])
MINUTE = 60_000


def place(name: str, since: int, *, is_new: bool = True) -> Place:
    return Place(is_new, Millis(since), ConversationId(name), None, Epoch(1), "bean", "en")


def claim_after(line: Line, name: str, came: int, waited: int) -> None:
    one = place(name, came)
    line.add(one)
    line.remove(one, Millis(came + waited))


def test_without_a_claim_nothing_is_known_of_the_pace():
    line = Line()
    line.add(place("a", 0))
    assert estimate_s(1, line.pace_ms(Millis(1000))) is None


def test_the_estimate_is_the_place_times_the_pace_of_the_last_claims():
    line = Line()
    claim_after(line, "a", came=0, waited=MINUTE)
    second, third = place("b", MINUTE), place("c", MINUTE + 1)
    line.add(second)
    line.add(third)

    pace = line.pace_ms(Millis(MINUTE + 2))

    assert [estimate_s(line.number_of(one), pace) for one in (second, third)] == [60, 120]


def test_who_came_as_third_and_waited_three_minutes_has_seen_a_pace_of_one():
    line = Line()
    first, second, third = places = [place(name, 0) for name in "abc"]
    for one in places:
        line.add(one)
    line.remove(first, None)
    line.remove(second, None)
    line.remove(third, Millis(3 * MINUTE))

    assert line.pace_ms(Millis(3 * MINUTE)) == MINUTE


def test_a_queue_that_stands_is_not_estimated_at_the_pace_of_better_times():
    line = Line()
    claim_after(line, "a", came=0, waited=10_000)
    line.add(place("b", 10_000))

    assert estimate_s(1, line.pace_ms(Millis(11_000))) == 10
    assert estimate_s(1, line.pace_ms(Millis(10_000 + 5 * MINUTE))) == 300


def test_who_left_without_being_claimed_says_nothing_of_the_pace():
    line = Line()
    one = place("a", 0)
    line.add(one)
    line.remove(one, None)
    assert line.pace_ms(Millis(MINUTE)) is None


def test_claims_are_forgotten_after_two_hours():
    line = Line()
    claim_after(line, "a", came=0, waited=MINUTE)
    assert line.pace_ms(Millis(MINUTE + MEMORY_MS - 1)) is not None
    assert line.pace_ms(Millis(MINUTE + MEMORY_MS)) is None


def test_whom_an_agent_left_behind_stands_before_those_who_are_new():
    line = Line()
    line.add(place("new", 0))
    line.add(place("left", 5, is_new=False))
    assert [one.conversation_id for one in line.places] == ["left", "new"]


@THOUSAND
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1000)), max_size=60))
def test_numbers_are_always_one_to_n_in_the_order_of_the_waits(steps: list[tuple[int, int]]):
    line, standing = Line(), dict[int, Place]()
    for who, since in steps:
        if who in standing:
            line.remove(standing.pop(who), None)
        else:
            standing[who] = place(f"c{who}", since)
            line.add(standing[who])
    ordered = sorted(standing.values(), key=lambda one: (one.since, one.conversation_id))
    assert [line.number_of(one) for one in ordered] == list(range(1, len(ordered) + 1))


async def test_the_queues_of_a_node_that_followed_everything_are_those_of_one_that_reads_them_now():
    chance = random.Random(7)
    async with memory_node(SILENT) as on:
        on.workspace.agents = {}
        talks = [await a_talk(on, f"c{number}") for number in range(12)]
        for _ in range(120):
            talk = chance.choice(talks)
            conversation = await talk.conversation()
            on.clock.advance(chance.choice([0, 1, 20]))
            if conversation.owner is not None:
                await talk.release()
            elif conversation.is_claimable and chance.random() < 0.5:
                await talk.take_over()
            else:
                await talk.ask_for_human()
        fresh = Queues(on.memory.inbox, on.workspace, on.clock, on.node.streams)

        assert await on.node.queues.waiting(WORKSPACE) == await fresh.waiting(WORKSPACE)


async def test_a_restarted_node_shows_the_queue_it_finds():
    async with memory_node(SILENT) as on:
        first, second = await a_talk(on, "c1"), await a_talk(on, "c2")
        await first.ask_for_human()
        on.clock.advance(5)
        await second.ask_for_human()
        fresh = Queues(on.memory.inbox, on.workspace, on.clock, on.node.streams)

        assert await fresh.view(await second.conversation()) == {"position": 2, "estimated_wait_s": None}


async def test_a_waiting_visitors_stream_is_told_its_number_as_others_are_claimed():
    async with memory_node(SILENT) as on:
        first, second = await a_talk(on, "c1"), await a_talk(on, "c2")
        await first.ask_for_human()
        await second.ask_for_human()
        stream = on.node.streams.open(await second.conversation(), Audience.VISITOR, None)
        on.clock.advance(30)

        await first.take_over()

        told = [frame.data for frame in await read_frames(stream, "queue") if frame.type == "queue"]
        assert told[-1] == {"position": 1, "estimated_wait_s": 30}


async def test_what_the_workspace_does_not_show_is_null():
    async with memory_node(SILENT) as on:
        on.workspace.current = Rules(handoff=Handoff(show_queue_position=False, show_estimated_wait=False))
        talk = await a_talk(on)
        await talk.ask_for_human()
        view = await on.node.queues.view(await talk.conversation())
        assert view == {"position": None, "estimated_wait_s": None}


async def test_who_does_not_wait_has_no_place():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        assert await on.node.queues.view(await talk.conversation()) is None
        await talk.ask_for_human()
        await talk.take_over()
        assert await on.node.queues.view(await talk.conversation()) is None


async def test_whoever_asks_while_the_queue_cannot_be_read_is_told_no_number_and_one_as_soon_as_it_can():
    async with memory_node(SILENT) as on:
        talk = await a_talk(on)
        await talk.ask_for_human()
        conversation = await talk.conversation()
        fresh = Queues(on.memory.inbox, on.workspace, on.clock, on.node.streams)

        on.memory.break_down()
        assert await fresh.view(conversation) is None
        on.memory.recover()
        assert await fresh.view(conversation) == {"position": 1, "estimated_wait_s": None}


async def test_a_whole_storm_of_claims_costs_one_look_at_the_queue_for_each_second():
    async with memory_node(SILENT) as on:
        talks = [await a_talk(on, f"c{number}") for number in range(30)]
        for talk in talks:
            await talk.ask_for_human()
        stream = on.node.streams.open(await talks[-1].conversation(), Audience.VISITOR, None)
        for talk in talks[:-1]:
            await talk.take_over()

        told = [frame.data for frame in await read_frames(stream, "queue") if frame.type == "queue"]
        assert len(told) <= 2
