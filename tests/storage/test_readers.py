"""Short reads do not leave the event loop's thread, long ones do not hold it up, and none is stopped by mistake."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import apsw
import pytest

from relevo.core.ids import Seq
from relevo.ports import Unavailable
from relevo.storage.sqlite import Database, open_database
from relevo.storage.sqlite.readers import THREADS
from tests.contract.every_event import messages
from tests.contract.given import WORKSPACE, committed, said, started

T = TypeVar("T")
COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT count(*) FROM n"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = open_database(tmp_path / "relevo.db", "n")
    yield database
    await database.close()


async def test_a_short_read_is_answered_at_once(database: Database):
    """Without a turn of the event loop: nothing else can come between."""
    await database.log.append(started())

    assert await_without_waiting(database.log.load(WORKSPACE, started().after.id)) == started().after
    assert len(await_without_waiting(database.log.read(WORKSPACE, started().after.id, Seq(0), 10))) == 1
    assert await_without_waiting(database.effects.next_due()) is None


async def test_short_reads_are_never_taken_for_a_long_one(database: Database):
    """SQLite counts the steps of a statement over all its uses."""
    await database.log.append(started())
    for _ in range(5_000):
        assert await_without_waiting(database.log.load(WORKSPACE, started().after.id))


async def test_a_long_read_leaves_the_event_loop_to_others(database: Database):
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, time.perf_counter() - begun)

    watching = asyncio.create_task(watch())
    begun = time.perf_counter()
    assert await database.tables.rows(COUNT, 3_000_000) == [(3_000_000,)]
    lasted = time.perf_counter() - begun
    watching.cancel()

    assert longest < lasted / 3


async def test_a_long_log_is_read_elsewhere_and_a_short_one_here(database: Database):
    await database.log.append(started())
    begun = started().after
    await database.log.append(committed(begun, messages(3_000), said(begun)))

    with pytest.raises(AssertionError, match="waited"):
        await_without_waiting(database.log.read(WORKSPACE, begun.id, Seq(0), 5_000))

    assert len(await database.log.read(WORKSPACE, begun.id, Seq(0), 5_000)) == 3_001


async def test_reads_and_writes_do_not_wait_for_each_other(database: Database):
    """A reader in the middle of a long query neither stops the writer nor sees what it writes."""
    counts = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000)"
    slow = asyncio.create_task(
        database._readers.apart(
            lambda connection: connection.execute(
                f"SELECT (SELECT count(*) FROM conversations), (SELECT count(*) FROM ({counts} SELECT i FROM n))"
            ).fetchall()
        )
    )
    await asyncio.sleep(0.05)

    await database.log.append(started())
    assert not slow.done()

    assert await database.log.load(WORKSPACE, started().after.id)
    assert (await slow)[0][0] == 0


async def test_a_damaged_page_is_told_and_not_guessed(tmp_path: Path):
    database = open_database(tmp_path / "relevo.db", "n")
    await database.log.append(started())
    begun = started().after
    await database.log.append(committed(begun, messages(500), said(begun)))
    await database.close()
    damage(database.path)
    database = open_database(database.path, "n")

    with pytest.raises(Unavailable):
        await database.log.read(WORKSPACE, begun.id, Seq(0), 1_000)

    await database.close()


async def test_closing_waits_for_the_reads_that_run(tmp_path: Path):
    database = open_database(tmp_path / "relevo.db", "n")
    slow = asyncio.create_task(database.tables.rows(COUNT, 2_000_000))
    await asyncio.sleep(0.05)

    await database.close()

    assert await slow == [(2_000_000,)]
    # The one that closed has done its work by now, and may still be on its way out.
    left = {thread.name for thread in threading.enumerate()} - {"sqlite-close"}
    assert not [name for name in left if name.startswith("sqlite-")]


def await_without_waiting(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that must not wait for anything, and return what it returns."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        answer: T = done.value
        return answer
    coroutine.close()
    raise AssertionError("it waited")


def damage(path: Path) -> None:
    """Overwrite the pages of the events, not those of the schema."""
    connection = apsw.Connection(str(path))
    pages = [page for (page,) in connection.execute("SELECT pageno FROM dbstat WHERE name = 'events'")]
    connection.close()
    with path.open("r+b") as file:
        for page in pages:
            file.seek((int(str(page)) - 1) * 4_096)
            file.write(b"\xa5" * 4_096)


class Locked:
    """The connection of the event loop's thread, while somebody else has the whole file."""

    def execute(self, sql: str, values: object) -> None:
        raise apsw.BusyError

    def close(self) -> None:
        """Nothing to close."""


async def test_all_reads_of_one_piece_of_work_see_the_same(database: Database):
    """Else what a search has found may be gone when it is loaded."""
    await database.log.append(started())
    count = "SELECT COUNT(*) FROM conversations"
    erasing = apsw.Connection(str(database.path))

    def work(connection: apsw.Connection) -> tuple[object, object]:
        before = connection.execute(count).fetchall()
        erasing.execute("DELETE FROM conversations")
        return before, connection.execute(count).fetchall()

    assert await database._readers.apart(work) == ([(1,)], [(1,)])
    assert await database.tables.rows(count) == [(0,)]
    erasing.close()


async def test_work_that_fails_leaves_its_connection_to_the_next(database: Database):
    for _ in range(2 * THREADS):
        with pytest.raises(ZeroDivisionError):
            await database._readers.apart(lambda _: 1 // 0)

    await database.log.append(started())

    for _ in range(2 * THREADS):
        assert await database._readers.apart(lambda one: one.execute("SELECT COUNT(*) FROM conversations").get) == 1


async def test_a_failure_with_which_sqlite_has_ended_the_transaction_is_told_as_what_it_is(database: Database):
    """As after an error of the disk: there is nothing left to be rolled back."""

    def lost(connection: apsw.Connection) -> None:
        connection.execute("ROLLBACK")
        raise apsw.IOError("disk I/O error")

    for _ in range(THREADS + 1):
        with pytest.raises(Unavailable):
            await database._readers.apart(lost)
    assert await database._readers.apart(lambda connection: connection.execute("SELECT 1").fetchall()) == [(1,)]


async def test_a_read_that_finds_the_file_locked_waits_in_the_pool_or_says_so(database: Database):
    readers = database._readers
    near, readers._near = readers._near, Locked()  # type: ignore[assignment]
    try:
        assert await readers.rows(COUNT, (3,)) == [(3,)]
        assert COUNT not in readers._long
        with pytest.raises(Unavailable):
            readers.short(COUNT, (3,))
    finally:
        readers._near = near
