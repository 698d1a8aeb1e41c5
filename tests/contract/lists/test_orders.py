"""In which order lists stand: who waits for a person longest first, then the latest change; page after page.

Not here: which conversations a list holds (`test_inbox`).
"""

import pytest

from relevo.core.commands import Command, ExpireWait
from relevo.core.conversation import Conversation, Waiting
from relevo.core.ids import Millis
from relevo.ports import Filter, Order, View
from tests.contract.given import MARIA, SYSTEM, WORKSPACE, asked_for_human, at, said, taken
from tests.contract.lists.listing import begin, by_maria, do, ids, one_in_each_stage, paged
from tests.contract.storages import Storage


async def test_whoever_waits_longest_stands_first(storage: Storage):
    """Timed out or not; and what happens while they wait changes nothing."""
    first, second, third = [await begin(storage, f"c_{number}", moment=1_000 + number) for number in range(3)]
    second = await do(storage, second, at(asked_for_human(second), 5_000))
    third = await do(storage, third, at(asked_for_human(third), 6_000))
    await do(storage, first, at(asked_for_human(first), 7_000))
    third = await do(storage, third, lambda one: at(said(one, "Hello?"), 8_000))
    await do(storage, second, lambda one: at(expired(one), 500_000))

    assert await ids(storage, Filter(view=View.HANDOFF)) == ["c_1", "c_2", "c_0"]
    assert await ids(storage, Filter(view=View.UNASSIGNED)) == ["c_1", "c_2", "c_0"]
    assert await ids(storage, Filter(view=View.HANDOFF), order=Order.RECENT) == ["c_1", "c_2", "c_0"]
    await do(storage, third, lambda one: at(said(one, "Hello??"), 900_000))
    assert await ids(storage, Filter(view=View.HANDOFF), order=Order.RECENT) == ["c_2", "c_1", "c_0"]
    assert await ids(storage, Filter(view=View.HANDOFF)) == ["c_1", "c_2", "c_0"]


async def test_in_my_list_visitors_who_wait_for_my_answer_come_first(storage: Storage):
    mine = [await do(storage, await begin(storage, f"c_{number}"), taken) for number in range(5)]
    await do(storage, mine[0], lambda one: at(said(one, "First question"), 10_000), lambda one: at(said(one), 60_000))
    await do(storage, mine[1], lambda one: at(said(one, "Later question"), 20_000))
    await do(storage, mine[2], lambda one: at(said(one), 15_000), lambda one: at(by_maria(one), 30_000))
    await do(storage, mine[3], lambda one: at(said(one), 5_000), lambda one: at(by_maria(one), 40_000))

    assert await ids(storage, Filter(view=View.MINE, agent_id=MARIA.id)) == ["c_0", "c_1", "c_3", "c_2", "c_4"]
    assert await ids(storage, Filter(view=View.MINE, agent_id=MARIA.id), order=Order.RECENT) == [
        "c_0", "c_3", "c_2", "c_1", "c_4",
    ]  # fmt: skip


async def test_the_other_lists_show_the_latest_change_first_unless_urgency_is_asked_for(storage: Storage):
    await one_in_each_stage(storage)

    recent = await ids(storage, Filter(view=View.ALL))
    urgent = await ids(storage, Filter(view=View.ALL), order=Order.URGENCY)

    assert recent == ["toms", "unasked", "spoken", "unspoken", "waiting", "assistant"]
    assert urgent == ["waiting", "unspoken", "toms", "unasked", "spoken", "assistant"]
    for view in (View.ASSISTANT, View.CLOSED):
        assert await ids(storage, Filter(view=view)) == await ids(storage, Filter(view=view), order=Order.URGENCY)


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("view", [View.ALL, View.MINE, View.UNASSIGNED])
async def test_pages_by_urgency_follow_each_other_over_those_who_wait_and_the_rest(
    storage: Storage, view: View, limit: int
):
    for number in range(12):
        one = await do(storage, await begin(storage, f"c_{number:02}", moment=1_000 + number // 3), taken)
        if number % 2:
            await do(storage, one, at(said(one), 9_000 + number // 4))
        if view is not View.MINE:
            other = await begin(storage, f"w_{number:02}", moment=1_000)
            await do(storage, other, at(asked_for_human(other), 4_000 + number // 3))
    chosen = Filter(view=view, agent_id=MARIA.id)

    found = await paged(storage, chosen, limit, Order.URGENCY)

    assert found == await ids(storage, chosen, order=Order.URGENCY)
    assert len(set(found)) == len(found) == {View.ALL: 24, View.MINE: 12, View.UNASSIGNED: 12}[view]


async def test_a_list_by_urgency_keeps_its_other_rows_in_place_while_some_are_served(storage: Storage):
    waiting = []
    for number in range(6):
        one = await begin(storage, f"c_{number}")
        waiting.append(await do(storage, one, at(asked_for_human(one), 5_000 + number)))
    first = await storage.inbox.page(WORKSPACE, Filter(view=View.UNASSIGNED), None, 3)

    await do(storage, waiting[0], taken, by_maria)
    await do(storage, waiting[4], taken, by_maria)
    second = await storage.inbox.page(WORKSPACE, Filter(view=View.UNASSIGNED), first.next_cursor, 3)

    assert [one.id for one in (*first.items, *second.items)] == ["c_0", "c_1", "c_2", "c_3", "c_5"]


def expired(conversation: Conversation) -> Command:
    assert isinstance(conversation.control, Waiting)
    return ExpireWait(by=SYSTEM, at=Millis(0), epoch=conversation.epoch)
