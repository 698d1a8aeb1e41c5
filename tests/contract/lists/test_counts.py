"""Counts never drift: after a thousand random events each is what counting the conversations gives, for every agent.

Not here: which conversation belongs into which view, example by example (`test_inbox`).
"""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from msgspec import structs

from relevo.core.actors import Actor, ActorKind
from relevo.core.commands import Command
from relevo.core.conversation import Conversation, Waiting, WithAssistant
from relevo.core.errors import Refusal
from relevo.core.ids import Millis, Seq
from relevo.ports import Filter, Order, VersionMoved, View
from tests.contract import given
from tests.contract.given import MARIA, TOM, WORKSPACE, Start, started
from tests.contract.lists.listing import paged
from tests.contract.storages import Storage

EVENTS = 1_000
CONVERSATIONS = 40
AGENTS = [MARIA, TOM, *(Actor(ActorKind.AGENT, f"ag_{number}", f"Agent {number}") for number in range(3))]
WORDS = ("kettle", "refund", "order 4711", "Größe", "订单")

Step = Callable[[Conversation], Command]


def step_of(chance: random.Random) -> Step:
    agent, word = chance.choice(AGENTS), chance.choice(WORDS)
    steps: list[Step] = [
        lambda one: given.said(one, f"I ask for {word}"),
        lambda one: given.said(one, f"I say {word}", by=agent),
        given.asked_for_human,
        lambda one: given.taken(one, agent),
        lambda one: given.released(one, agent),
        lambda one: given.resolved(one, agent),
        lambda one: given.reopened(one, agent),
        lambda one: given.labelled(one, *chance.sample(("vip", "late", "new"), chance.randrange(3))),
    ]
    return chance.choices(steps, weights=(6, 6, 3, 3, 2, 1, 2, 2))[0]


def holds(view: View, agent_id: str, one: Conversation) -> bool:
    """The views by their own words, independent of how any storage sorts conversations into them."""
    match view:
        case View.HANDOFF:
            return one.is_claimable
        case View.UNASSIGNED:
            return one.is_unassigned
        case View.MINE:
            return not one.is_closed and one.owner is not None and one.owner.id == agent_id
        case View.ASSISTANT:
            return not one.is_closed and isinstance(one.control, WithAssistant) and not one.is_claimable
        case View.ALL:
            return not one.is_closed
        case View.CLOSED:
            return one.is_closed


FILTERS: dict[str, tuple[Filter, Callable[[Conversation], bool]]] = {
    "label": (Filter(labels=("vip",)), lambda one: not one.is_closed and "vip" in one.labels),
    "labels": (Filter(labels=("vip", "late")), lambda one: not one.is_closed and {"vip", "late"} <= set(one.labels)),
    "closed label": (Filter(view=View.CLOSED, labels=("new",)), lambda one: one.is_closed and "new" in one.labels),
    "responder": (
        Filter(responded_by=TOM.id),
        lambda one: not one.is_closed and one.last_responder is not None and one.last_responder.id == TOM.id,
    ),
    "waiting": (
        Filter(view=View.HANDOFF, agent_type="ai"),
        lambda one: one.is_claimable and not isinstance(one.control, Waiting),
    ),
    "mine": (
        Filter(view=View.MINE, agent_id=MARIA.id, labels=("vip",)),
        lambda one: holds(View.MINE, MARIA.id, one) and "vip" in one.labels,
    ),
}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_counts_are_what_counting_gives_after_a_thousand_random_events(storage: Storage, seed: int):
    chance, now, happened = random.Random(seed), 1_000, 0
    heads: dict[str, Conversation] = {}
    while happened < EVENTS:
        now += chance.randrange(1, 2_000)
        id = f"c_{chance.randrange(CONVERSATIONS)}"
        try:
            change = (
                given.commit(heads[id], replace(step_of(chance)(heads[id]), at=Millis(now)))
                if id in heads
                else started(Start(id=id, visitor=id, at=now))
            )
        except Refusal:
            continue
        if chance.random() < 0.05 and change.before is not None:
            late = structs.replace(change, before=replace(change.before, head_seq=Seq(change.before.head_seq + 1)))
            with pytest.raises(VersionMoved):
                await storage.log.append(late)
        await storage.log.append(change)
        heads[id], happened = change.after, happened + len(change.records)
        if chance.random() < 0.01:
            await require_right_counts(storage, list(heads.values()))
    await require_right_counts(storage, list(heads.values()))
    await require_right_searches(storage)
    assert all(any(holds(view, MARIA.id, one) for one in heads.values()) for view in (View.MINE, View.ALL, View.CLOSED))


async def require_right_counts(storage: Storage, heads: list[Conversation]) -> None:
    for agent in AGENTS:
        expected = {view: sum(holds(view, agent.id, one) for one in heads) for view in View}
        assert await storage.inbox.counts(WORKSPACE, agent.id) == expected
        filters = [Filter(view=view, agent_id=agent.id) for view in View]
        assert list(await storage.inbox.count_each(WORKSPACE, filters)) == list(expected.values())
        for chosen in filters:
            for order in Order:
                assert len(set(await paged(storage, chosen, 7, order))) == expected[chosen.view]
    filters = [chosen for chosen, _ in FILTERS.values()]
    recounted = [sum(map(is_held, heads)) for _, is_held in FILTERS.values()]
    assert list(await storage.inbox.count_each(WORKSPACE, filters)) == recounted
    assert [len(await paged(storage, chosen, 5)) for chosen in filters] == recounted


async def require_right_searches(storage: Storage) -> None:
    for word in WORDS:
        (count,) = await storage.inbox.count_each(WORKSPACE, [Filter(text=word)])
        assert count == len(set(await paged(storage, Filter(text=word), 4)))
