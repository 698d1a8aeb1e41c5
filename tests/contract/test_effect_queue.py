"""What every effect queue keeps: due things are leased by one node at a time, until they are finished, later, or buried."""

import asyncio
from dataclasses import replace

from msgspec import structs

from relevo.core.conversation import Conversation
from relevo.core.ids import Epoch, Millis, Seq, WorkspaceId
from relevo.core.react import Effect, EffectKind
from relevo.ports import Commit, Leased
from tests.contract.given import WORKSPACE, Start, asked_for_human, commit, said, started, without_events
from tests.contract.storages import NODE, Storage

SOON = Millis(10_000)
LATER = Millis(20_000)
MUCH_LATER = Millis(30_000)
ANOTHER = "node-2"


async def with_effects(storage: Storage, *due: int, id: str = "c_1", lease_until: int = 0) -> tuple[Effect, ...]:
    """A conversation whose first commit leaves one effect for each moment."""
    start = started(Start(id=id, visitor=id))
    effects = tuple(effect(start.after, seq, due_at) for seq, due_at in enumerate(due, 1))
    await storage.log.append(structs.replace(start, effects=effects, lease_until=Millis(lease_until)))
    return effects


def effect(of: Conversation, seq: int, due_at: int, kind: EffectKind = EffectKind.NOTIFY) -> Effect:
    return Effect(kind, of.workspace_id, of.id, Seq(seq), Epoch(0), Millis(due_at))


async def keys(storage: Storage, now: int, limit: int = 100) -> list[str]:
    """Lease what is due, without keeping it from the next who asks."""
    return [one.effect.key for one in await storage.effects.lease("looking", Millis(now), Millis(now), limit)]


# --- leasing --------------------------------------------------------------------------------------------------------


async def test_a_due_effect_is_leased_as_it_was_written(storage: Storage):
    (due,) = await with_effects(storage, 5_000)

    leased = await storage.effects.lease(NODE, Millis(5_000), LATER, 10)

    assert leased == (Leased(due, 1),)


async def test_what_is_not_due_yet_is_left(storage: Storage):
    await with_effects(storage, 5_000)

    assert not await storage.effects.lease(NODE, Millis(4_999), LATER, 10)


async def test_a_leased_effect_is_nobody_elses_until_the_lease_ends(storage: Storage):
    (due,) = await with_effects(storage, 5_000)
    await storage.effects.lease(NODE, SOON, LATER, 10)

    assert not await storage.effects.lease(ANOTHER, Millis(LATER - 1), MUCH_LATER, 10)
    assert await storage.effects.lease(ANOTHER, LATER, MUCH_LATER, 10) == (Leased(due, 2),)


async def test_what_has_been_ready_longest_comes_first(storage: Storage):
    await with_effects(storage, 3_000, 1_000, 2_000)

    assert await keys(storage, SOON) == ["notify:2", "notify:3", "notify:1"]


async def test_effects_that_are_ready_together_come_in_the_order_of_their_names(storage: Storage):
    await with_effects(storage, 1_000, 1_000, id="c_b")
    await with_effects(storage, 1_000, id="c_a")

    leased = await storage.effects.lease(NODE, SOON, LATER, 10)

    assert [(one.effect.conversation_id, one.effect.key) for one in leased] == [
        ("c_a", "notify:1"),
        ("c_b", "notify:1"),
        ("c_b", "notify:2"),
    ]


async def test_an_effect_whose_node_vanished_goes_behind_those_that_were_ready_before(storage: Storage):
    await with_effects(storage, 1_000, 5_000)
    await storage.effects.lease(NODE, Millis(1_000), Millis(6_000), 1)

    assert await keys(storage, SOON) == ["notify:2", "notify:1"]


async def test_no_more_are_leased_than_asked_for(storage: Storage):
    await with_effects(storage, 1_000, 2_000, 3_000)

    assert await keys(storage, SOON, limit=2) == ["notify:1", "notify:2"]
    assert not await storage.effects.lease(NODE, SOON, LATER, 0)


async def test_two_nodes_never_lease_the_same_effect(storage: Storage):
    await with_effects(storage, *range(1_000, 1_200))

    asked = [storage.effects.lease(node, SOON, LATER, 7) for node in (NODE, ANOTHER) for _ in range(20)]
    leased = [one.effect.key for answer in await asyncio.gather(*asked) for one in answer]

    assert len(leased) == len(set(leased)) == 200


async def test_effects_of_all_workspaces_are_leased(storage: Storage):
    for workspace in ("ws_1", "ws_2"):
        start = started(Start(workspace=workspace))
        await storage.log.append(
            structs.replace(start, effects=(effect(start.after, 1, 1_000),), lease_until=Millis(0))
        )

    leased = await storage.effects.lease(NODE, SOON, LATER, 10)

    assert [one.effect.workspace_id for one in leased] == ["ws_1", "ws_2"]


# --- effects that a commit writes -----------------------------------------------------------------------------------


async def test_an_effect_that_is_due_at_once_belongs_to_the_node_that_wrote_it(storage: Storage):
    begun = await appended(storage, started())
    change = commit(begun, said(begun))
    await storage.log.append(change)
    (asks,) = change.effects

    assert not await storage.effects.lease(ANOTHER, Millis(change.lease_until - 1), LATER, 10)
    assert await storage.effects.lease(ANOTHER, change.lease_until, LATER, 10) == (Leased(asks, 2),)


async def test_a_timer_of_a_commit_belongs_to_nobody_until_it_is_due(storage: Storage):
    begun = await appended(storage, started())
    change = commit(begun, asked_for_human(begun))
    await storage.log.append(change)
    (timer,) = (one for one in change.effects if one.kind is EffectKind.EXPIRE_WAIT)

    far = Millis(timer.due_at + 1_000)
    leased = await storage.effects.lease(ANOTHER, timer.due_at, far, 10)

    assert Leased(timer, 1) in leased


async def test_a_commit_removes_the_effect_that_it_completes(storage: Storage):
    begun = await appended(storage, started())
    asking = commit(begun, said(begun))
    said_once = await appended(storage, asking)
    (asks,) = asking.effects

    await storage.log.append(commit(said_once, said(said_once), finished=asks))

    left = await storage.effects.lease(ANOTHER, MUCH_LATER, MUCH_LATER, 10)
    assert asks.key not in {one.effect.key for one in left}


async def test_a_commit_without_events_completes_an_effect_too(storage: Storage):
    begun = await appended(storage, started())
    asking = commit(begun, said(begun))
    after = await appended(storage, asking)

    await storage.log.append(without_events(after, finished=asking.effects[0]))

    assert not await storage.effects.lease(ANOTHER, MUCH_LATER, MUCH_LATER, 10)


async def test_completing_an_effect_that_is_gone_is_no_error(storage: Storage):
    begun = await appended(storage, started())
    asking = commit(begun, said(begun))
    after = await appended(storage, asking)
    await storage.effects.finish(asking.effects[0])

    await storage.log.append(without_events(after, finished=asking.effects[0]))

    assert await storage.log.load(WORKSPACE, after.id) == after


# --- done, later, never ---------------------------------------------------------------------------------------------


async def test_a_finished_effect_is_gone_and_may_be_finished_again(storage: Storage):
    (due,) = await with_effects(storage, 1_000)
    await storage.effects.lease(NODE, SOON, LATER, 10)

    await storage.effects.finish(due)
    await storage.effects.finish(due)

    assert not await keys(storage, MUCH_LATER)
    assert await storage.effects.next_due() is None


async def test_a_postponed_effect_is_due_at_its_new_moment(storage: Storage):
    (due,) = await with_effects(storage, 1_000)
    await storage.effects.lease(NODE, SOON, MUCH_LATER, 10)

    await storage.effects.postpone(due, LATER, "no route to host")

    assert await storage.effects.next_due() == LATER
    assert not await storage.effects.lease(ANOTHER, Millis(LATER - 1), MUCH_LATER, 10)
    assert await storage.effects.lease(ANOTHER, LATER, MUCH_LATER, 10) == (Leased(replace(due, due_at=LATER), 2),)


async def test_a_timer_that_looks_again_counts_no_attempt(storage: Storage):
    """Otherwise an owner who is watched for an hour would have used up all attempts before the first failure."""
    (due,) = await with_effects(storage, 1_000)
    for _ in range(20):
        await storage.effects.lease(NODE, SOON, LATER, 10)
        await storage.effects.postpone(due, SOON, None)

    (leased,) = await storage.effects.lease(NODE, SOON, LATER, 10)

    assert leased.attempts == 1


async def test_attempts_are_counted_over_failures(storage: Storage):
    (due,) = await with_effects(storage, 1_000)
    for _ in range(3):
        await storage.effects.lease(NODE, SOON, LATER, 10)
        await storage.effects.postpone(due, SOON, "no route to host")

    (leased,) = await storage.effects.lease(NODE, SOON, LATER, 10)

    assert leased.attempts == 4


async def test_a_buried_effect_is_out_of_the_way(storage: Storage):
    first, second = await with_effects(storage, 1_000, 2_000)

    await storage.effects.bury(first, "gave up")

    assert await storage.effects.next_due() == second.due_at
    assert await keys(storage, MUCH_LATER) == [second.key]


async def test_changing_an_effect_that_is_gone_is_no_error(storage: Storage):
    (due,) = await with_effects(storage, 1_000)
    await storage.effects.finish(due)

    await storage.effects.postpone(due, LATER, None)
    await storage.effects.bury(due, "gave up")

    assert await storage.effects.next_due() is None


async def test_an_effect_of_the_same_name_elsewhere_is_another_one(storage: Storage):
    (here,) = await with_effects(storage, 1_000, id="c_1")
    (there,) = await with_effects(storage, 1_000, id="c_2")
    stranger = replace(here, workspace_id=WorkspaceId("ws_2"))

    await storage.effects.finish(stranger)
    await storage.effects.finish(here)

    assert [one.effect for one in await storage.effects.lease(NODE, SOON, LATER, 10)] == [there]


# --- when to look ---------------------------------------------------------------------------------------------------


async def test_nothing_to_do_means_no_moment_to_look(storage: Storage):
    await appended(storage, started())

    assert await storage.effects.next_due() is None


async def test_the_next_moment_is_the_next_due_time_or_end_of_a_lease(storage: Storage):
    await with_effects(storage, 25_000, 1_000)
    assert await storage.effects.next_due() == 1_000

    await storage.effects.lease(NODE, SOON, LATER, 10)
    assert await storage.effects.next_due() == LATER

    await storage.effects.lease(NODE, LATER, MUCH_LATER, 10)
    assert await storage.effects.next_due() == 25_000


async def test_the_lease_of_the_writing_node_is_a_moment_to_look_too(storage: Storage):
    await with_effects(storage, 1_000, lease_until=LATER)

    assert await storage.effects.next_due() == LATER


async def appended(storage: Storage, change: Commit) -> Conversation:
    await storage.log.append(change)
    return change.after
