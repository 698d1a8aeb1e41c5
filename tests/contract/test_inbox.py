"""What every inbox shows: each conversation in its views, the newest change first, page after page without gap or repeat."""

from collections.abc import Sequence

import pytest

from relevo.core.commands import Command
from relevo.core.conversation import Conversation
from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Filter, View
from tests.contract.given import (
    ASSISTANT,
    MARIA,
    TOM,
    WORKSPACE,
    Start,
    asked_for_human,
    at,
    commit,
    labelled,
    released,
    resolved,
    said,
    started,
    taken,
)
from tests.contract.storages import Storage


async def begin(storage: Storage, id: str = "c_1", *, moment: int = 1_000, **more: str) -> Conversation:
    start = started(Start(id=id, visitor=more.pop("visitor", id), at=moment, **more))
    await storage.log.append(start)
    return start.after


async def do(storage: Storage, conversation: Conversation, *commands: object) -> Conversation:
    """Carry out commands one after the other; each is a function of the conversation, or a command."""
    for step in commands:
        command = step(conversation) if callable(step) else step
        assert isinstance(command, Command)
        change = commit(conversation, command)
        await storage.log.append(change)
        conversation = change.after
    return conversation


async def ids(storage: Storage, chosen: Filter, limit: int = 100) -> list[str]:
    return [one.id for one in (await storage.inbox.page(WORKSPACE, chosen, None, limit)).items]


async def one_in_each_stage(storage: Storage) -> None:
    await begin(storage, "assistant", moment=1_000)
    await do(storage, await begin(storage, "waiting", moment=2_000), asked_for_human)
    await do(storage, await begin(storage, "unspoken", moment=4_000), asked_for_human, taken)
    await do(storage, await begin(storage, "spoken", moment=7_000), asked_for_human, taken, by_maria)
    await do(storage, await begin(storage, "unasked", moment=11_000), taken)
    await do(storage, await begin(storage, "toms", moment=13_000), lambda one: taken(one, TOM))
    await do(storage, await begin(storage, "closed", moment=15_000), taken, resolved)


def by_maria(conversation: Conversation) -> Command:
    return said(conversation, "Hi, Maria here", by=MARIA)


# --- views ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View.HANDOFF, ["waiting"]),
        (View.UNASSIGNED, ["unspoken", "waiting"]),
        (View.MINE, ["unasked", "spoken", "unspoken"]),
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

    found: list[str] = []
    cursor = None
    while True:
        page = await storage.inbox.page(WORKSPACE, Filter(view=view), cursor, limit)
        found += [one.id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
        assert len(page.items) == limit

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


@pytest.mark.parametrize("number", [1 << 63, 1 << 64, 1 << 200])
async def test_a_cursor_with_an_impossible_moment_is_refused(storage: Storage, number: int):
    from base64 import urlsafe_b64encode

    cursor = urlsafe_b64encode(f'[{number},"c_1"]'.encode()).rstrip(b"=").decode()

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

    assert await ids(storage, Filter(label="vip")) == ["c_1"]
    assert await ids(storage, Filter(label="delivery")) == ["c_2"]
    assert await ids(storage, Filter(label="late delivery")) == ["c_1"]
    for none in ("", "vi", "%", "v_p", "vip\x1f\x1flate delivery", "\x1f", "'"):
        assert await ids(storage, Filter(label=none)) == [], none


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

    chosen = Filter(view=View.MINE, agent_id=MARIA.id, label="vip", text="ann", agent_type="human", channel="web")

    assert await ids(storage, chosen) == ["both"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ann", ["c_1"]),
        ("ANN", ["c_1"]),
        ("nn", ["c_1"]),
        ("refund", ["c_1"]),
        ("strasse", ["c_2"]),
        ("STRASSE", ["c_2"]),
        ("straße", ["c_2"]),
        ("ÇELIK", ["c_2"]),
        ("c\u0327elik", ["c_2"]),
        ("100%", ["c_2"]),
        ("100_", []),
        ("%", ["c_2"]),
        ("_", []),
        ("\\", ["c_1"]),
        ("a\\b", ["c_1"]),
        ("'; drop table", []),
        ("a\0nn", ["c_1"]),
        ("", ["c_2", "c_1"]),
        ("x" * 60_000, []),
    ],
)
async def test_text_is_found_in_names_and_last_messages_in_any_case(storage: Storage, text: str, expected: list[str]):
    ann = await begin(storage, "c_1", name="Ann a\\b")
    await do(storage, ann, lambda one: said(one, "Where is my REFUND?"))
    celik = await begin(storage, "c_2", name="Çelik", moment=9_000)
    await do(storage, celik, lambda one: said(one, "Hauptstraße 1, 100% sure"))

    assert await ids(storage, Filter(text=text)) == expected


async def test_only_the_last_message_is_searched(storage: Storage):
    await do(storage, await begin(storage), lambda one: said(one, "first words"), lambda one: said(one, "last words"))

    assert await ids(storage, Filter(text="last")) == ["c_1"]
    assert await ids(storage, Filter(text="first")) == []


async def test_the_subject_is_searched(storage: Storage):
    from relevo.core.actors import Role
    from relevo.core.commands import Rename

    conversation = await begin(storage)
    await do(storage, conversation, Rename(by=MARIA, at=Millis(5_000), role=Role.AGENT, subject="Broken Kettle"))

    assert await ids(storage, Filter(text="kettle")) == ["c_1"]


def resolved_by_the_team(conversation: Conversation) -> Command:
    return resolved(conversation)
