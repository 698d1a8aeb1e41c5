"""A storage that hangs is told as one that fails, in time; what lands late is announced, and nothing is done twice (G14)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from relevo.engine.node import Node
from relevo.engine.patience import STORAGE_S, patient
from relevo.engine.views import Audience
from relevo.ports import Commit, Unavailable, Uncertain
from relevo.testing import MemoryNode, ScriptedAssistant, memory_node
from tests.engine.given import WORKSPACE, Talk, a_talk, read_frames
from tests.engine.test_turns import answers
from tests.engine.waiting import until
from tests.standins.hanging import Hanging, When

SOON_S = 0.05


@dataclass(frozen=True, slots=True)
class Stuck:
    """A node on a storage that can be made to hang, and a conversation on it."""

    talk: Talk
    log: Hanging
    effects: Hanging

    @property
    def node(self) -> Node:
        return self.talk.on.node


@asynccontextmanager
async def on_a_storage_that_hangs(*replies: str | float) -> AsyncIterator[Stuck]:
    async with memory_node(ScriptedAssistant(list(replies))) as on:
        await on.node.stop()
        log, effects = Hanging(on.memory.log), Hanging(on.memory.effects)
        node = Node(replace(on.node.ports, log=log, effects=effects, storage_s=SOON_S))
        node.start()
        try:
            yield Stuck(await a_talk(_with(on, node)), log, effects)
        finally:
            log.go_on()
            effects.go_on()
            await node.stop()


def _with(on: MemoryNode, node: Node) -> MemoryNode:
    return replace(on, node=node)


def test_nobody_waits_ten_seconds_for_the_storage() -> None:
    assert STORAGE_S <= 5


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_write_that_gets_no_answer_may_be_done_and_the_same_again_is_done_once(when: When) -> None:
    async with on_a_storage_that_hangs() as stuck:
        stuck.log.hang(when)
        with pytest.raises(Uncertain):
            await stuck.talk.visitor_says("Hello?", key="k1")
        stuck.log.go_on()

        again = await stuck.talk.visitor_says("Hello?", key="k1")

        assert [recorded.event.type for recorded in again.records] == ["message"]
        assert (await stuck.talk.types()).count("message") == 1


async def test_no_answer_in_one_conversation_refuses_nobody_in_the_line_of_another(monkeypatch: pytest.MonkeyPatch):
    async with memory_node(ScriptedAssistant([])) as on:
        one, other = await a_talk(on, "c1"), await a_talk(on, "c2")
        append, may_land = on.node.handle._log.append, asyncio.Event()

        async def chosen(commit: Commit) -> None:
            if commit.after.id == "c1":
                raise Unavailable("not this one")
            await may_land.wait()
            await append(commit)

        monkeypatch.setattr(on.node.handle._log, "append", chosen)
        waiting = [asyncio.create_task(other.visitor_says(word)) for word in ("One.", "Two.")]
        await asyncio.sleep(0)
        with pytest.raises(Unavailable):
            await one.visitor_says("Hello?")
        may_land.set()

        await asyncio.gather(*waiting)

        assert (await other.types()).count("message") == 2


async def test_who_waits_behind_somebody_without_an_answer_is_told_with_them_and_not_one_after_the_other():
    async with on_a_storage_that_hangs() as stuck:
        stuck.log.hang()
        told = await asyncio.gather(*[stuck.talk.visitor_says("Hello?") for _ in range(5)], return_exceptions=True)
        assert [type(refusal) for refusal in told] == [Uncertain, *[Unavailable] * 4]
        stuck.log.go_on()

        await stuck.talk.visitor_says("Are you back?")

        assert (await stuck.talk.types()).count("message") == 2


async def test_what_lands_late_is_announced_all_the_same() -> None:
    async with on_a_storage_that_hangs() as stuck:
        stream = stuck.node.streams.open(await stuck.talk.conversation(), Audience.AGENT, None)
        stuck.log.hang()
        with pytest.raises(Uncertain):
            await stuck.talk.take_over()
        stuck.log.go_on()

        async with asyncio.timeout(5):
            assert [frame.type for frame in await read_frames(stream, "taken_over")] == ["taken_over"]
        assert (await stuck.talk.conversation()).owner is not None


async def test_a_caller_who_goes_away_leaves_a_commit_that_everybody_sees() -> None:
    async with on_a_storage_that_hangs() as stuck:
        announced: list[int] = []
        stuck.node.handle.announced.append(lambda outcome: announced.append(outcome.conversation.head_seq))
        stuck.log.hang()
        asking = asyncio.create_task(stuck.talk.take_over())
        await asyncio.sleep(0.01)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        stuck.log.go_on()

        async def is_announced() -> bool:
            return announced == [2]

        await until(is_announced)


async def test_a_read_that_gets_no_answer_has_changed_nothing() -> None:
    async with on_a_storage_that_hangs() as stuck:
        stuck.log.hang()
        with pytest.raises(Unavailable) as refused:
            await stuck.node.handle.load(WORKSPACE, stuck.talk.id)
        assert not isinstance(refused.value, Uncertain)


@pytest.mark.parametrize("which", ["log", "effects"])
async def test_effects_wait_for_a_storage_that_hangs_and_are_done_when_it_goes_on(monkeypatch, which: str) -> None:
    monkeypatch.setattr("relevo.engine.effects.runner.UNAVAILABLE_PAUSE_S", 0.02)
    async with on_a_storage_that_hangs("Here I am.") as stuck:
        await stuck.talk.visitor_says("Hi")
        hanging: Hanging = getattr(stuck, which)
        hanging.hang()
        await asyncio.sleep(4 * SOON_S)
        hanging.go_on()

        async def is_answered() -> bool:
            return await answers(stuck.talk) == ["Here I am."]

        await until(is_answered)
        await asyncio.sleep(2 * SOON_S)
        assert await answers(stuck.talk) == ["Here I am."]


async def test_only_a_write_is_uncertain() -> None:
    class Slow:
        async def read(self) -> None:
            await asyncio.sleep(60)

        async def write(self) -> None:
            await asyncio.sleep(60)

        async def append(self) -> str:
            await asyncio.sleep(2 * SOON_S)
            return "done"

    port = patient(Slow(), SOON_S, without=frozenset({"append"}))
    with pytest.raises(Uncertain):
        await port.write()
    with pytest.raises(Unavailable) as refused:
        await port.read()
    assert type(refused.value) is Unavailable
    assert await port.append() == "done"
