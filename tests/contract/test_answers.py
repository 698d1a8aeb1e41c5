"""What every event log remembers of requests with a key: the same request is carried out once and always answered alike."""

import asyncio

import pytest
from msgspec import structs

from relevo.core.ids import ConversationId, Millis, Seq, WorkspaceId
from relevo.ports import AlreadyApplied, Answer, VersionMoved
from tests.contract.given import WORKSPACE, Start, commit, key, said, started, without_events
from tests.contract.steps import append, begin
from tests.contract.storages import Storage

OTHER = WorkspaceId("ws_2")


async def test_a_known_key_is_answered_with_the_events_of_the_first_time(storage: Storage):
    begun = await begin(storage)
    first = await append(storage, commit(begun, said(begun), key=key()))

    with pytest.raises(AlreadyApplied) as applied:
        await storage.log.append(commit(first, said(first, "again"), key=key()))

    assert applied.value.answer == Answer(begun.id, "f_1", Seq(2), Seq(2))
    assert await storage.log.answer(WORKSPACE, "v_1", "k_1") == applied.value.answer
    assert await storage.log.load(WORKSPACE, begun.id) == first


async def test_a_repeated_request_hears_of_its_answer_before_it_hears_of_a_moved_version(storage: Storage):
    begun = await begin(storage)
    first = await append(storage, commit(begun, said(begun), key=key()))
    await append(storage, commit(first, said(first)))

    with pytest.raises(AlreadyApplied):
        await storage.log.append(commit(begun, said(begun), key=key()))


async def test_a_known_key_is_known_in_other_conversations_too(storage: Storage):
    begun = await begin(storage)
    await append(storage, commit(begun, said(begun), key=key()))
    other = await begin(storage, Start(id="c_2", inbox="in_2"))

    with pytest.raises(AlreadyApplied) as applied:
        await storage.log.append(commit(other, said(other), key=key(fingerprint="f_2")))

    assert applied.value.answer.conversation_id == begun.id
    assert await storage.log.load(WORKSPACE, other.id) == other


async def test_a_request_with_two_names_is_known_by_either_and_by_both_or_by_none(storage: Storage):
    begun = await begin(storage)
    named, numbered = key("k_named"), key("k_numbered", fingerprint="f_2")
    both = structs.replace(commit(begun, said(begun)), keys=(named, numbered))
    first = await append(storage, both)

    for one in (named, numbered):
        with pytest.raises(AlreadyApplied) as applied:
            await storage.log.append(structs.replace(commit(first, said(first)), keys=(one, key("k_new"))))
        assert applied.value.answer == Answer(begun.id, one.fingerprint, Seq(2), Seq(2))
        with pytest.raises(AlreadyApplied):
            await storage.log.append(structs.replace(commit(first, said(first)), keys=(key("k_new"), one)))

    assert await storage.log.answer(WORKSPACE, "v_1", "k_new") is None
    with pytest.raises(VersionMoved):
        await storage.log.append(structs.replace(commit(begun, said(begun)), keys=(key("k_3"), key("k_4"))))
    assert await storage.log.answer(WORKSPACE, "v_1", "k_3") is None
    assert await storage.log.answer(WORKSPACE, "v_1", "k_4") is None


async def test_a_repeated_start_is_answered_before_anything_else(storage: Storage):
    await storage.log.append(started(key=key()))

    with pytest.raises(AlreadyApplied) as applied:
        await storage.log.append(started(Start(id="c_2"), key=key()))

    assert applied.value.answer == Answer(ConversationId("c_1"), "f_1", Seq(1), Seq(1))


async def test_keys_belong_to_one_caller_in_one_workspace(storage: Storage):
    begun = await begin(storage)
    first = await append(storage, commit(begun, said(begun), key=key()))

    await append(storage, commit(first, said(first), key=key(principal="ag_maria")))
    elsewhere = await begin(storage, Start(workspace=OTHER))
    await append(storage, commit(elsewhere, said(elsewhere), key=key()))

    assert (await storage.log.answer(WORKSPACE, "ag_maria", "k_1")) == Answer(begun.id, "f_1", Seq(3), Seq(3))
    assert (await storage.log.answer(OTHER, "v_1", "k_1")) == Answer(begun.id, "f_1", Seq(2), Seq(2))


async def test_of_one_request_sent_twenty_times_at_once_one_is_applied(storage: Storage):
    begun = await begin(storage)
    change = commit(begun, said(begun), key=key())

    outcomes = await asyncio.gather(*(storage.log.append(change) for _ in range(20)), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes].count(AlreadyApplied) == 19
    assert outcomes.count(None) == 1
    assert await storage.log.read(WORKSPACE, begun.id, Seq(1), 10) == change.records


async def test_a_key_of_a_refused_request_is_free_again(storage: Storage):
    begun = await begin(storage)
    moved = await append(storage, commit(begun, said(begun)))
    with pytest.raises(VersionMoved):
        await storage.log.append(commit(begun, said(begun), key=key()))

    await append(storage, commit(moved, said(moved), key=key()))

    assert await storage.log.answer(WORKSPACE, "v_1", "k_1") == Answer(begun.id, "f_1", Seq(3), Seq(3))


async def test_a_request_that_changed_nothing_is_remembered_as_such(storage: Storage):
    begun = await begin(storage)

    await storage.log.append(without_events(begun, key=key()))

    assert await storage.log.answer(WORKSPACE, "v_1", "k_1") == Answer(begun.id, "f_1", Seq(2), Seq(1))
    assert await storage.log.load(WORKSPACE, begun.id) == begun


async def test_old_answers_are_forgotten_when_told_to_and_no_others(storage: Storage):
    conversation = await begin(storage)
    for number in range(3):
        change = commit(conversation, said(conversation), key=key(f"k_{number}"))
        conversation = await append(storage, structs.replace(change, lease_until=Millis(0)))
    last_at = conversation.updated_at

    assert await storage.log.purge_answers(last_at) == 2

    assert await storage.log.answer(WORKSPACE, "v_1", "k_1") is None
    assert await storage.log.answer(WORKSPACE, "v_1", "k_2") is not None
    assert await storage.log.purge_answers(last_at) == 0


async def test_an_answer_without_events_is_as_young_as_its_request(storage: Storage):
    begun = await begin(storage)
    much_later = Millis(begun.updated_at + 100_000)
    await storage.log.append(structs.replace(without_events(begun, key=key()), lease_until=much_later))

    assert await storage.log.purge_answers(much_later) == 0
