"""`python -m bench.storage [--appends N] [--conversations N]`: what an append, a read and a list cost on SQLite.

The floor is measured beside it in the same run: one row a transaction through the same writer, which is the least that
anything durable can cost here. Not here: anything above storage.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import apsw
import uvloop

from bench.lists import AGENTS, Language, conversation_id, grow, index, lists
from relevo.core.actors import Actor, ActorKind
from relevo.core.commands import PostMessage, StartConversation
from relevo.core.conversation import Conversation
from relevo.core.decide import decide
from relevo.core.evolve import record
from relevo.core.ids import InboxId, Millis, Seq, WorkspaceId
from relevo.core.react import Effect, EffectKind, react
from relevo.core.rules import Rules
from relevo.ports import Commit, IdempotencyKey
from relevo.storage.sqlite import Database, open_database
from relevo.storage.sqlite.connection import open_connection
from relevo.storage.sqlite.writer import Writer

WORKSPACE = WorkspaceId("ws_0190c8d2-aaaa-7bbb-8ccc-0123456789ab")
ASSISTANT = Actor(ActorKind.ASSISTANT, "as_0190c8d2-aaaa-7bbb-8ccc-0123456789ab", "Bean")
TEXT = "Where is my order number 4711? I have waited for two weeks now."
OPEN_AT_ONCE = 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--appends", type=int, default=20_000)
    parser.add_argument("--conversations", type=int, default=100_000)
    chosen = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}, SQLite {apsw.sqlite_lib_version()}, {chosen.appends} operations each")
    with tempfile.TemporaryDirectory(prefix="relevo-bench-", dir=".") as folder:
        uvloop.run(measure(Path(folder), chosen.appends, chosen.conversations))


async def measure(folder: Path, appends: int, conversations: int) -> None:
    for callers in (1, 32):
        await floor(folder / f"floor{callers}.db", callers, appends)
        database = open_database(folder / f"appends{callers}.db", "bench")
        await append_many(database, callers, appends)
        await database.close()
    database = open_database(folder / "grown.db", "bench")
    language = Language()
    await grow(database, WORKSPACE, conversations, language)
    await index(database, conversations)
    await points(database, conversations)
    await lists(database, WORKSPACE, language, timed)
    await database.close()


async def floor(path: Path, callers: int, count: int) -> None:
    connection = new_connection(path)
    connection.execute("CREATE TABLE n (i INTEGER PRIMARY KEY, text TEXT)")
    writer = Writer(connection)

    async def one(number: int) -> None:
        await writer.submit(lambda target: target.execute("INSERT INTO n VALUES (?, ?)", (number, TEXT)).fetchall())

    await timed(f"one row, {callers} callers", callers, count, one)
    writer.close()


async def append_many(database: Database, callers: int, count: int) -> None:
    """Append visitors' messages as the engine does, to many conversations in turn: key, event, row, effect, finished effect."""
    heads = [await begin(database, number) for number in range(OPEN_AT_ONCE)]
    prepared_s = 0.0

    async def one(number: int) -> None:
        nonlocal prepared_s
        begun = time.thread_time()
        place = number % OPEN_AT_ONCE
        commit = message(heads[place], number)
        prepared_s += time.thread_time() - begun
        await database.log.append(commit)
        heads[place] = commit.after

    await timed(f"append, {callers} callers", callers, count, one)
    print(f"    of it the core, outside of storage: {prepared_s / count * 1e6:.0f} µs")


async def timed(name: str, callers: int, count: int, one: Callable[[int], Awaitable[None]]) -> None:
    """Do something many times, and say what it takes. With one caller the processor's time of each is told too: on a machine
    that others use, only that can be compared.
    """
    waits: list[float] = []
    works: list[float] = []

    async def caller(first: int) -> None:
        for number in range(first, count, callers):
            begun, worked = time.perf_counter(), time.process_time()
            await one(number)
            waits.append((time.perf_counter() - begun) * 1_000)
            works.append((time.process_time() - worked) * 1_000)

    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(caller(first) for first in range(callers)))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    (p50, p99), (_, most) = middle_and_late(waits), middle_and_late(works)
    alone = f", of CPU {most:.2f} ms" if callers == 1 else ""
    print(
        f"{name:<28} {count / wall:8,.0f}/s  {cpu / count * 1e6:6.0f} µs of CPU  p50 {p50:.2f}  p99 {p99:.2f} ms{alone}"
    )


def middle_and_late(figures: list[float]) -> tuple[float, float]:
    """Return the 50th and the 99th of a hundred."""
    figures.sort()
    return figures[len(figures) // 2], figures[len(figures) * 99 // 100]


async def begin(database: Database, number: int) -> Conversation:
    visitor = Actor(ActorKind.VISITOR, f"vi_0190c8d2-aaaa-7bbb-8ccc-{number:012x}", f"Ann {number}")
    command = StartConversation(
        by=visitor, at=Millis(number), workspace_id=WORKSPACE, inbox_id=InboxId("in_1"), channel="web", visitor=visitor,
        assistant=ASSISTANT,
    )  # fmt: skip
    after, records = record(conversation_id(number), None, decide(None, command, Rules()), command)
    await database.log.append(Commit(None, after, records))
    return after


def message(before: Conversation, number: int) -> Commit:
    at = Millis(1_000_000 + number)
    command = PostMessage(by=before.visitor, at=at, message_id=f"me_{number:032x}", text=TEXT, client_id=f"cl_{number}")
    after, records = record(before.id, before, decide(before, command, Rules()), command)
    effects = tuple(effect for recorded in records for effect in react(after, recorded))
    asked = Effect(EffectKind.ASK_ASSISTANT, WORKSPACE, before.id, before.head_seq, before.epoch, before.updated_at)
    key = IdempotencyKey(before.visitor.id, f"cl_{number}", f"{number:064x}")
    return Commit(before, after, records, effects, Millis(at + 90_000), (key,), asked)


async def points(database: Database, conversations: int) -> None:
    """Reads of one conversation, spread over all of them, on the event loop's thread."""
    log, count = database.log, 5_000
    ids = [conversation_id(number * 7_919 % conversations) for number in range(count)]
    reads: dict[str, Callable[[int], Awaitable[object]]] = {
        "load": lambda number: log.load(WORKSPACE, ids[number]),
        "read, 10 events": lambda number: log.read(WORKSPACE, ids[number], Seq(1), 10),
        "answer": lambda number: log.answer(WORKSPACE, "vi_1", f"cl_{number}"),
        "next due effect": lambda _: database.effects.next_due(),
        "counts of the views": lambda _: database.inbox.counts(WORKSPACE, AGENTS[7].id),
    }
    for name, read in reads.items():
        begun = time.process_time()
        for number in range(count):
            await read(number)
        print(f"{name:<24} {(time.process_time() - begun) / count * 1e6:6.1f} µs of CPU")


def new_connection(path: Path) -> apsw.Connection:
    path.touch()
    return open_connection(path, cache_kib=32_768)


if __name__ == "__main__":
    main()
