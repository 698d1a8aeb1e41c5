"""What every event log keeps: one version, one open conversation of a visitor, all in one step."""

import asyncio
from dataclasses import replace

import pytest

from relevo.core.actors import Actor, ActorKind
from relevo.core.events import Message
from relevo.core.evolve import fold
from relevo.core.ids import ConversationId, InboxId, Millis, Seq, WorkspaceId
from relevo.ports import AlreadyOpen, Answer, VersionMoved
from tests.contract import every_event
from tests.contract.given import (
    INBOX,
    MARIA,
    WORKSPACE,
    Start,
    commit,
    committed,
    key,
    reopened,
    resolved,
    said,
    started,
    taken,
)
from tests.contract.steps import append, begin
from tests.contract.storages import NODE, Storage

OTHER = WorkspaceId("ws_2")
BEGINNING = Seq(0)


# --- what is written is read ---------------------------------------------------------------------------------------


async def test_a_conversation_is_loaded_as_its_last_commit_left_it(storage: Storage):
    begun = await begin(storage)
    after = await append(storage, commit(begun, said(begun)))

    assert await storage.log.load(WORKSPACE, after.id) == after


async def test_what_nobody_wrote_is_not_there(storage: Storage):
    await begin(storage)

    assert await storage.log.load(WORKSPACE, ConversationId("c_2")) is None
    assert await storage.log.answer(WORKSPACE, "v_1", "k_1") is None
    assert await storage.log.open_conversation(WORKSPACE, INBOX, "v_2") is None
    assert await storage.log.latest_conversation(WORKSPACE, InboxId("in_2"), "v_1") is None


async def test_events_are_read_in_order_after_a_position(storage: Storage):
    begun = await begin(storage)
    hello = await append(storage, commit(begun, said(begun, "Hello")))
    again = await append(storage, commit(hello, said(hello, "Anybody there?")))

    events = await storage.log.read(WORKSPACE, again.id, Seq(1), 10)

    assert [recorded.seq for recorded in events] == [2, 3]
    texts = [recorded.event.text for recorded in events if isinstance(recorded.event, Message)]
    assert texts == ["Hello", "Anybody there?"]


async def test_no_more_events_are_read_than_asked_for(storage: Storage):
    begun = await begin(storage)
    hello = await append(storage, commit(begun, said(begun)))
    await append(storage, commit(hello, said(hello)))

    assert [recorded.seq for recorded in await storage.log.read(WORKSPACE, begun.id, BEGINNING, 2)] == [1, 2]
    assert not await storage.log.read(WORKSPACE, begun.id, BEGINNING, 0)
    assert not await storage.log.read(WORKSPACE, begun.id, Seq(3), 10)
    assert not await storage.log.read(WORKSPACE, begun.id, Seq(4), 10)


async def test_a_long_log_is_read_whole(storage: Storage):
    conversation = await begin(storage)
    for _ in range(20):
        command = said(conversation)
        events = every_event.messages(100)
        conversation = await append(storage, committed(conversation, events, command))

    events_read = await storage.log.read(WORKSPACE, conversation.id, BEGINNING, 5_000)

    assert [recorded.seq for recorded in events_read] == list(range(1, 2_002))
    assert fold(conversation.id, events_read) == conversation


@pytest.mark.parametrize("event", every_event.EVENTS_WITH_EVERYTHING, ids=lambda event: event.type)
async def test_every_kind_of_event_comes_back_as_it_was(storage: Storage, event):
    begun = await begin(storage)

    change = committed(begun, (event,), said(begun))
    await storage.log.append(change)

    assert await storage.log.read(WORKSPACE, begun.id, Seq(1), 1) == change.records
    assert await storage.log.load(WORKSPACE, begun.id) == change.after


@pytest.mark.parametrize("text", ["', --", '"', "$1 ?1 :a @b %s {}", "\\", "ÄÖ 😀 שלום", "\n\t", " "])
async def test_no_text_is_special(storage: Storage, text: str):
    """Ids, names and texts are parameters: whatever stands in them is kept and means nothing."""
    begun = await begin(
        storage, Start(id=f"c{text}", workspace=f"w{text}", inbox=f"i{text}", visitor=f"v{text}", name=text)
    )
    change = committed(begun, every_event.messages(1, text), said(begun), key=key(text, text, text))
    await storage.log.append(change)

    workspace_id = begun.workspace_id
    assert await storage.log.load(workspace_id, begun.id) == change.after
    assert await storage.log.read(workspace_id, begun.id, Seq(1), 1) == change.records
    answer = await storage.log.answer(workspace_id, text, text)
    assert answer == Answer(begun.id, text, Seq(2), Seq(2))
    assert await storage.log.open_conversation(workspace_id, begun.inbox_id, begun.visitor.id) == begun.id


# --- one version ----------------------------------------------------------------------------------------------------


async def test_an_append_to_a_head_that_has_moved_is_refused_and_writes_nothing(storage: Storage):
    begun = await begin(storage)
    first = await append(storage, commit(begun, said(begun, "first")))

    late = commit(begun, said(begun, "late"), key=key())
    with pytest.raises(VersionMoved):
        await storage.log.append(late)

    assert await storage.log.load(WORKSPACE, begun.id) == first
    assert len(await storage.log.read(WORKSPACE, begun.id, BEGINNING, 10)) == 2
    assert await storage.log.answer(WORKSPACE, "v_1", "k_1") is None


async def test_a_refused_append_leaves_the_effect_that_it_would_have_finished(storage: Storage):
    begun = await begin(storage)
    first = await append(storage, commit(begun, said(begun)))
    (asks,) = commit(begun, said(begun)).effects
    await append(storage, commit(first, said(first)))

    with pytest.raises(VersionMoved):
        await storage.log.append(commit(first, said(first, "answer"), finished=asks))

    leased = await storage.effects.lease(NODE, Millis(1_000_000), Millis(2_000_000), 10)
    assert asks.key in {one.effect.key for one in leased}


async def test_an_append_to_a_conversation_that_is_not_there_is_refused(storage: Storage):
    begun = started().after

    with pytest.raises(VersionMoved):
        await storage.log.append(commit(begun, said(begun)))

    assert await storage.log.load(WORKSPACE, begun.id) is None


async def test_an_append_to_a_head_that_was_never_written_is_refused(storage: Storage):
    begun = await begin(storage)
    lost = commit(begun, said(begun)).after

    with pytest.raises(VersionMoved):
        await storage.log.append(commit(lost, said(lost)))

    assert await storage.log.load(WORKSPACE, begun.id) == begun
    assert len(await storage.log.read(WORKSPACE, begun.id, BEGINNING, 10)) == 1


async def test_a_conversation_begins_once(storage: Storage):
    await begin(storage)

    with pytest.raises(VersionMoved):
        await storage.log.append(started(Start(visitor="v_2")))


async def test_of_many_that_append_to_one_head_exactly_one_does(storage: Storage):
    begun = await begin(storage)
    racers = [commit(begun, said(begun, f"racer {number}"), key=key(f"k_{number}")) for number in range(50)]

    outcomes = await asyncio.gather(*map(storage.log.append, racers), return_exceptions=True)

    (winner,) = (racer for racer, outcome in zip(racers, outcomes, strict=True) if outcome is None)
    assert [type(outcome) for outcome in outcomes].count(VersionMoved) == 49
    assert await storage.log.load(WORKSPACE, begun.id) == winner.after
    assert await storage.log.read(WORKSPACE, begun.id, Seq(1), 10) == winner.records


# --- one open conversation ------------------------------------------------------------------------------------------


async def test_a_visitor_has_one_open_conversation_in_an_inbox(storage: Storage):
    await begin(storage)

    with pytest.raises(AlreadyOpen) as open_already:
        await storage.log.append(started(Start(id="c_2"), key=key()))

    assert open_already.value.conversation_id == "c_1"
    assert await storage.log.load(WORKSPACE, ConversationId("c_2")) is None
    assert await storage.log.answer(WORKSPACE, "v_1", "k_1") is None


async def test_of_twenty_starts_at_once_one_opens_and_the_others_are_told_which(storage: Storage):
    starts = [started(Start(id=f"c_{number}")) for number in range(20)]

    outcomes = await asyncio.gather(*map(storage.log.append, starts), return_exceptions=True)

    opened = await storage.log.open_conversation(WORKSPACE, INBOX, "v_1")
    refusals = [outcome for outcome in outcomes if isinstance(outcome, AlreadyOpen)]
    assert outcomes.count(None) == 1
    assert [refusal.conversation_id for refusal in refusals] == [opened] * 19


async def test_other_visitors_inboxes_and_workspaces_have_their_own(storage: Storage):
    await begin(storage)

    await begin(storage, Start(id="c_2", visitor="v_2"))
    await begin(storage, Start(id="c_3", inbox="in_2"))
    await begin(storage, Start(id="c_1", workspace=OTHER))

    assert await storage.log.open_conversation(WORKSPACE, INBOX, "v_2") == "c_2"
    assert await storage.log.open_conversation(WORKSPACE, InboxId("in_2"), "v_1") == "c_3"


async def test_after_the_end_of_one_the_visitor_may_open_the_next(storage: Storage):
    begun = await begin(storage)
    await append(storage, commit(begun, resolved(begun)))
    assert await storage.log.open_conversation(WORKSPACE, INBOX, "v_1") is None
    assert await storage.log.latest_conversation(WORKSPACE, INBOX, "v_1") == "c_1"

    await begin(storage, Start(id="c_2", at=9_000))

    assert await storage.log.open_conversation(WORKSPACE, INBOX, "v_1") == "c_2"
    assert await storage.log.latest_conversation(WORKSPACE, INBOX, "v_1") == "c_2"


async def test_an_old_conversation_is_not_opened_again_beside_a_new_one(storage: Storage):
    begun = await begin(storage)
    closed = await append(storage, commit(begun, resolved(begun)))
    await begin(storage, Start(id="c_2", at=9_000))

    with pytest.raises(AlreadyOpen) as open_already:
        await storage.log.append(commit(closed, reopened(closed)))

    assert open_already.value.conversation_id == "c_2"
    assert await storage.log.load(WORKSPACE, closed.id) == closed


async def test_a_closed_conversation_is_opened_again_where_no_other_is_open(storage: Storage):
    begun = await begin(storage)
    closed = await append(storage, commit(begun, resolved(begun)))

    await append(storage, commit(closed, reopened(closed)))

    assert await storage.log.open_conversation(WORKSPACE, INBOX, "v_1") == "c_1"


async def test_a_moved_version_is_told_before_an_open_conversation(storage: Storage):
    begun = await begin(storage)
    closed = await append(storage, commit(begun, resolved(begun)))
    labelled = await append(storage, committed(closed, every_event.LABELLING, taken(closed)))
    await begin(storage, Start(id="c_2", at=9_000))

    with pytest.raises(VersionMoved):
        await storage.log.append(commit(closed, reopened(closed)))
    with pytest.raises(AlreadyOpen):
        await storage.log.append(commit(labelled, reopened(labelled)))


# --- workspaces -----------------------------------------------------------------------------------------------------


async def test_nothing_is_seen_from_another_workspace(storage: Storage):
    begun = await begin(storage)
    await append(storage, commit(begun, said(begun), key=key()))

    assert await storage.log.load(OTHER, begun.id) is None
    assert not await storage.log.read(OTHER, begun.id, BEGINNING, 10)
    assert await storage.log.answer(OTHER, "v_1", "k_1") is None
    assert await storage.log.open_conversation(OTHER, INBOX, "v_1") is None
    assert await storage.log.latest_conversation(OTHER, INBOX, "v_1") is None


async def test_nothing_is_written_into_another_workspace(storage: Storage):
    begun = await begin(storage)
    elsewhere = replace(begun, workspace_id=OTHER)

    with pytest.raises(VersionMoved):
        await storage.log.append(commit(elsewhere, said(elsewhere)))

    assert await storage.log.load(WORKSPACE, begun.id) == begun


# --- lists see what the log says ------------------------------------------------------------------------------------


async def test_whoever_has_control_is_the_same_in_the_state_and_in_the_log(storage: Storage):
    begun = await begin(storage)
    owned = await append(storage, commit(begun, taken(begun, MARIA)))
    spoken = await append(storage, commit(owned, said(owned, "Hi, Maria here", by=MARIA)))

    log = await storage.log.read(WORKSPACE, begun.id, BEGINNING, 10)

    stored = await storage.log.load(WORKSPACE, begun.id)
    assert stored == fold(begun.id, log) == spoken
    assert stored is not None
    assert stored.owner == Actor(ActorKind.AGENT, "ag_maria", "Maria")
