"""When the machine fails, nothing is acknowledged that is not on the disk, and nothing is lost that was acknowledged."""

import asyncio

import apsw
import pytest

from relevo.ports import Conflict, Unavailable, Uncertain
from relevo.storage.sqlite import Database
from relevo.storage.sqlite.writer import Writer
from tests.storage.conftest import Watched, begin, counted, fail_halfway, held, insert, stored


async def test_a_failed_flush_is_acknowledged_to_nobody_and_never_tried_again(writer: Writer, connection: Watched):
    """A second flush may succeed without having written what the first one lost."""
    go_on = await held(writer)
    waiting = [writer.submit(insert(number)) for number in range(10)]
    connection.failing["COMMIT"] = apsw.IOError("disk I/O error")
    go_on.set()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    connection.failing.clear()
    commits = connection.commits

    assert [type(outcome) for outcome in outcomes] == [Unavailable] * 10
    assert not writer.is_healthy
    assert writer.is_broken
    with pytest.raises(Unavailable):
        await writer.submit(insert(11))
    assert connection.commits == commits


async def test_a_write_whose_flush_failed_may_be_on_the_disk_and_what_was_never_tried_is_not(
    writer: Writer, connection: Watched
):
    connection.failing["COMMIT"] = apsw.IOError("disk I/O error")
    with pytest.raises(Uncertain):
        await writer.submit(insert(1))
    with pytest.raises(Unavailable) as refused:
        await writer.submit(insert(2))
    assert not isinstance(refused.value, Uncertain)
    connection.failing.clear()


@pytest.mark.parametrize("error", [apsw.FullError("full"), apsw.BusyError("locked")])
async def test_a_full_or_locked_database_goes_on_once_it_can(writer: Writer, connection: Watched, error: Exception):
    connection.failing["COMMIT"] = error

    with pytest.raises(Unavailable):
        await writer.submit(insert(1))
    assert not writer.is_healthy
    assert not writer.is_broken
    connection.failing.clear()
    assert await writer.submit(insert(2)) == 2

    assert writer.is_healthy
    assert stored(connection) == [2]


async def test_a_rollback_that_fails_stops_the_writer(writer: Writer, connection: Watched):
    connection.failing["ROLLBACK"] = apsw.IOError("disk I/O error")

    with pytest.raises(Unavailable):
        await writer.submit(fail_halfway)

    assert writer.is_broken
    connection.failing.clear()
    connection.execute("ROLLBACK")


async def test_a_disk_without_room_refuses_everything_and_loses_nothing(database: Database):
    """The file may not grow, as on a full disk; what was acknowledged before stays, and everything works once there is room."""
    first = await begin(database, 0)
    pages = database._connection.pragma("page_count")
    database._connection.pragma("max_page_count", pages)
    kept, refused = [first.id], 0
    for number in range(1, 40):
        try:
            kept.append((await begin(database, number)).id)
        except Unavailable:
            refused += 1
    assert refused
    assert not database.is_healthy
    assert await counted(database) == len(kept)

    database._connection.pragma("max_page_count", 1_000_000)
    await begin(database, 99)

    assert database.is_healthy
    assert await counted(database) == len(kept) + 1
    assert database._connection.pragma("integrity_check") == "ok"


async def test_somebody_elses_lock_is_waited_for_and_then_told(database: Database):
    shell = apsw.Connection(str(database.path))
    database._connection.set_busy_timeout(50)
    shell.execute("BEGIN IMMEDIATE")

    with pytest.raises(Unavailable):
        await begin(database, 1)
    shell.execute("ROLLBACK")
    await begin(database, 1)

    assert database.is_healthy
    shell.close()


async def test_a_duplicate_in_a_table_is_no_failure_of_the_machine(database: Database):
    row = ("INSERT INTO workspaces VALUES ('w', 'a', 'free', '{}', 1, 1, 1)", ())
    await database.tables.write(row)

    with pytest.raises(Conflict):
        await database.tables.write(row)

    assert database.is_healthy
