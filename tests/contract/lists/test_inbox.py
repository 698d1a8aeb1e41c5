"""What every inbox shows: each conversation in its views, in their order, page after page without gap or repeat.

Not here: text search (`test_search`).
"""

import asyncio
from collections.abc import Sequence

import pytest

from relevo.core.actors import Role
from relevo.core.commands import Command, Transfer
from relevo.core.conversation import Conversation
from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Filter, Order, View
from tests.contract.given import (
    ASSISTANT,
    MARIA,
    TOM,
    WORKSPACE,
    asked_for_human,
    at,
    labelled,
    released,
    resolved,
    said,
    taken,
)
from tests.contract.lists.listing import begin, by_maria, do, ids, one_in_each_stage, paged
from tests.contract.storages import Storage

# --- views ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View.HANDOFF, ["waiting"]),
        (View.UNASSIGNED, ["waiting", "unspoken"]),
        (View.MINE, ["unspoken", "unasked", "spoken"]),
        (View.ASSISTANT, ["assistant"]),
        (View.ALL, ["toms", "unasked", "spoken", "unspoken", "waiting", "assistant"]),
        (View.CLOSED, ["closed"]),
    ],
)
async def test_each_view_holds_its_conversations(storage: Storage, view: View, expected: Sequence[str]):
    await one_in_each_stage(storage)

    assert await ids(storage, Filter(view=view, agent_id=MARIA.id)) == expected


async def test_counts_say_how_many_each_view_holds(storage: Storage):
    await one_in_each_stage(storage)

    counts = await storage.inbox.counts(WORKSPACE, MARIA.id)

    assert counts == {
        View.HANDOFF: 1,
        View.UNASSIGNED: 2,
        View.MINE: 3,
        View.ASSISTANT: 1,
        View.ALL: 6,
        View.CLOSED: 1,
    }


async def test_an_empty_workspace_counts_nothing(storage: Storage):
    assert await storage.inbox.counts(WORKSPACE, MARIA.id) == dict.fromkeys(View, 0)


async def test_a_conversation_moves_between_views_with_its_control(storage: Storage):
    conversation = await begin(storage)
    steps = [
        (asked_for_human, {View.HANDOFF, View.UNASSIGNED}),
        (taken, {View.UNASSIGNED, View.MINE}),
        (by_maria, {View.MINE}),
        (released, {View.ASSISTANT}),
        (taken, {View.MINE}),
        (resolved, set()),
    ]
    for step, views in steps:
        conversation = await do(storage, conversation, step)
        counts = await storage.inbox.counts(WORKSPACE, MARIA.id)
        held = {view for view, count in counts.items() if count}
        assert held == views | {View.CLOSED if conversation.is_closed else View.ALL}


async def test_a_page_shows_conversations_as_they_are_now(storage: Storage):
    conversation = await do(storage, await begin(storage), said, asked_for_human, taken, by_maria)

    page = await storage.inbox.page(WORKSPACE, Filter(), None, 10)

    assert page.items == (conversation,)
    assert page.next_cursor is None


async def test_lists_end_at_the_workspace(storage: Storage):
    await one_in_each_stage(storage)
    other = WorkspaceId("ws_2")

    assert not (await storage.inbox.page(other, Filter(), None, 10)).items
    assert not any((await storage.inbox.counts(other, MARIA.id)).values())


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", [View.ALL, View.UNASSIGNED])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
async def test_pages_follow_each_other_without_gap_or_repeat(storage: Storage, view: View, limit: int):
    """Also among conversations that changed in the same millisecond, and over the stages that a view is made of."""
    for number in range(23):
        conversation = await begin(storage, f"c_{number:02}", moment=1_000 + number // 5)
        if view is View.UNASSIGNED:
            asked = await do(storage, conversation, at(asked_for_human(conversation), 5_000 + number // 4))
            if number % 3:
                await do(storage, asked, at(taken(asked), 6_000 + number // 4))
    expected = await ids(storage, Filter(view=view))

    found = await paged(storage, Filter(view=view), limit)

    assert len(expected) == 23
    assert found == expected


async def test_a_full_last_page_has_no_next(storage: Storage):
    for number in range(4):
        await begin(storage, f"c_{number}")
    first = await storage.inbox.page(WORKSPACE, Filter(), None, 2)

    second = await storage.inbox.page(WORKSPACE, Filter(), first.next_cursor, 2)

    assert len(second.items) == 2
    assert second.next_cursor is None


async def test_what_changes_meanwhile_does_not_shift_the_pages(storage: Storage):
    conversations = [await begin(storage, f"c_{number}", moment=1_000 + number) for number in range(6)]
    first = await storage.inbox.page(WORKSPACE, Filter(), None, 3)

    await do(storage, conversations[0], lambda one: at(said(one), 90_000))
    second = await storage.inbox.page(WORKSPACE, Filter(), first.next_cursor, 3)

    assert [one.id for one in first.items] == ["c_5", "c_4", "c_3"]
    assert [one.id for one in second.items] == ["c_2", "c_1"]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "%",
        "AAAA",
        "null",
        "e30",
        "W10",
        "WzEsMl0",
        "WyJhIiwiYiJd",
        "WzEsImEiLDJd",
        "Wy0xLCJhIl0",
        "é",
        "a" * 9_999,
    ],
)
async def test_a_cursor_that_no_page_gave_is_refused(storage: Storage, cursor: str):
    with pytest.raises(ValueError, match="cursor"):
        await storage.inbox.page(WORKSPACE, Filter(), cursor, 10)


@pytest.mark.parametrize("order", Order)
async def test_a_cursor_is_for_the_list_that_gave_it(storage: Storage, order: Order):
    for number in range(3):
        await do(storage, await begin(storage, f"c_{number}"), asked_for_human)
    waiting = (await storage.inbox.page(WORKSPACE, Filter(view=View.HANDOFF), None, 1)).next_cursor

    with pytest.raises(ValueError, match="cursor"):
        await storage.inbox.page(WORKSPACE, Filter(view=View.HANDOFF), waiting, 10, Order.RECENT)
    with pytest.raises(ValueError, match="cursor"):
        await storage.inbox.page(WORKSPACE, Filter(text="ann"), waiting, 10, order)


@pytest.mark.parametrize("number", [-1, 1 << 63, 1 << 64, 1 << 200])
async def test_a_cursor_with_an_impossible_moment_is_refused(storage: Storage, number: int):
    from base64 import urlsafe_b64encode

    cursor = urlsafe_b64encode(f'["recent",{number},"c_1"]'.encode()).rstrip(b"=").decode()

    with pytest.raises(ValueError, match="cursor"):
        await storage.inbox.page(WORKSPACE, Filter(), cursor, 10)


# --- filters --------------------------------------------------------------------------------------------------------


async def test_responded_by_means_who_answered_last(storage: Storage):
    await do(storage, await begin(storage, "nobody"), said)
    await do(storage, await begin(storage, "maria"), taken, by_maria)
    await do(storage, await begin(storage, "tom"), lambda one: taken(one, TOM), lambda one: said(one, by=TOM))

    assert await ids(storage, Filter(responded_by=MARIA.id)) == ["maria"]
    assert await ids(storage, Filter(responded_by=ASSISTANT.id)) == []
    assert await ids(storage, Filter(responded_by="")) == []


async def test_agent_type_means_who_has_control(storage: Storage):
    await one_in_each_stage(storage)

    assert await ids(storage, Filter(agent_type="ai")) == ["assistant"]
    assert await ids(storage, Filter(agent_type="human")) == ["toms", "unasked", "spoken", "unspoken"]
    assert await ids(storage, Filter(agent_type="human", view=View.CLOSED)) == ["closed"]
    assert await ids(storage, Filter(agent_type="ai", view=View.CLOSED)) == []


async def test_a_label_is_found_whole_and_in_its_own_case(storage: Storage):
    await do(storage, await begin(storage, "c_1"), lambda one: labelled(one, "vip", "late delivery"))
    await do(storage, await begin(storage, "c_2"), lambda one: labelled(one, "VIP", "delivery"))

    assert await ids(storage, Filter(labels=("vip",))) == ["c_1"]
    assert await ids(storage, Filter(labels=("delivery",))) == ["c_2"]
    assert await ids(storage, Filter(labels=("late delivery",))) == ["c_1"]
    for none in ("", "vi", "%", "v_p", "vip\x1f\x1flate delivery", "\x1f", "'"):
        assert await ids(storage, Filter(labels=(none,))) == [], none


async def test_channel_and_status_are_compared_as_they_are(storage: Storage):
    await begin(storage, "web")
    await begin(storage, "mail", channel="email")
    await do(storage, await begin(storage, "over"), resolved_by_the_team)

    assert await ids(storage, Filter(channel="email")) == ["mail"]
    assert await ids(storage, Filter(status="active")) == ["web", "mail"]
    assert await ids(storage, Filter(view=View.CLOSED, status="closed")) == ["over"]
    assert await ids(storage, Filter(view=View.CLOSED, status="active")) == []
    assert await ids(storage, Filter(status="closed")) == []


async def test_every_given_filter_must_hold(storage: Storage):
    await do(storage, await begin(storage, "both", name="Ann"), lambda one: labelled(one, "vip"), taken)
    await do(storage, await begin(storage, "label", name="Bob"), lambda one: labelled(one, "vip"))
    await do(storage, await begin(storage, "name", name="Ann"), taken)

    chosen = Filter(view=View.MINE, agent_id=MARIA.id, labels=("vip",), text="ann", agent_type="human", channel="web")

    assert await ids(storage, chosen) == ["both"]


async def test_several_labels_must_all_be_there(storage: Storage):
    await do(storage, await begin(storage, "c_1"), lambda one: labelled(one, "vip", "late"))
    await do(storage, await begin(storage, "c_2"), lambda one: labelled(one, "vip"))

    assert await ids(storage, Filter(labels=("vip", "late"))) == ["c_1"]
    assert await ids(storage, Filter(labels=("late", "vip", "vip"))) == ["c_1"]
    assert await ids(storage, Filter(labels=("vip", "Late"))) == []


async def test_inbox_and_assistant_are_compared_as_they_are(storage: Storage):
    await begin(storage, "c_1", inbox="in_1")
    await begin(storage, "c_2", inbox="in_2")

    assert await ids(storage, Filter(inbox_id="in_2")) == ["c_2"]
    assert await ids(storage, Filter(inbox_id="in_2", assistant_id=ASSISTANT.id)) == ["c_2"]
    assert await ids(storage, Filter(assistant_id="as_2")) == []


async def test_a_team_means_those_who_wait_for_its_people(storage: Storage):
    one = await do(storage, await begin(storage, "c_1"), taken, lambda one: to_team(one, "team_1"))
    await do(storage, await begin(storage, "c_2"), taken, lambda one: to_team(one, "team_2"))
    await do(storage, await begin(storage, "c_3"), asked_for_human)

    assert await ids(storage, Filter(team_id="team_1")) == ["c_1"]
    await do(storage, one, taken)
    assert await ids(storage, Filter(team_id="team_1")) == []


async def test_many_that_pass_a_filter_are_found_like_few(storage: Storage):
    """An index is asked for few and the view's own order for many; the answer is the same."""
    begun = [
        begin(storage, f"c_{number:03}", moment=1_000 + number, channel="email" if number % 31 else "web")
        for number in range(620)
    ]
    conversations = await asyncio.gather(*begun)
    await do(storage, conversations[300], lambda one: at(labelled(one, "rare"), 2_000_000))

    assert len(await paged(storage, Filter(channel="email"), 77)) == 600
    assert await paged(storage, Filter(channel="web"), 7) == [f"c_{number:03}" for number in range(589, -1, -31)]
    assert await ids(storage, Filter(labels=("rare",))) == ["c_300"]
    counts = await storage.inbox.count_each(WORKSPACE, [Filter(channel="email"), Filter(channel="web")])
    assert list(counts) == [600, 20]


# --- counts of filters ----------------------------------------------------------------------------------------------


async def test_each_filter_is_counted_like_its_list(storage: Storage):
    await one_in_each_stage(storage)
    await do(storage, await begin(storage, "vip", name="Zoë"), lambda one: labelled(one, "vip"))
    filters = [
        *(Filter(view=view, agent_id=MARIA.id) for view in View),
        Filter(labels=("vip",)),
        Filter(view=View.MINE, agent_id=TOM.id, agent_type="human"),
        Filter(text="maria"),
        Filter(text="zoe", labels=("vip",)),
        Filter(text=" "),
        Filter(text="?!"),
        Filter(status="closed"),
        Filter(view=View.CLOSED, responded_by=MARIA.id),
    ]

    counts = await storage.inbox.count_each(WORKSPACE, filters)

    assert list(counts) == [len(await ids(storage, chosen)) for chosen in filters]
    assert await storage.inbox.count_each(WORKSPACE, []) == []


def to_team(conversation: Conversation, team_id: str) -> Command:
    return Transfer(by=MARIA, at=Millis(conversation.updated_at + 1_000), role=Role.AGENT, team_id=team_id)


def resolved_by_the_team(conversation: Conversation) -> Command:
    return resolved(conversation)
