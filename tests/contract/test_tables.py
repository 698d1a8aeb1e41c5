"""What plain tables keep: rows as they were written, all statements of a write or none."""

import asyncio

import pytest

from relevo.ports import Conflict
from tests.contract.storages import Storage

MAKE = "INSERT INTO workspaces VALUES ($1, $2, 'free', '{}', 1, 1, $3)"
NAMES = "SELECT workspace_id, name FROM workspaces ORDER BY workspace_id"


async def test_a_written_row_is_read_as_it_was(storage: Storage):
    assert await storage.tables.write((MAKE, ("w_1", "Ann's 100% “shop”", 2**62))) == (1,)

    rows = await storage.tables.rows("SELECT name, created_at FROM workspaces WHERE workspace_id = $1", "w_1")

    assert [tuple(row) for row in rows] == [("Ann's 100% “shop”", 2**62)]


async def test_a_parameter_may_stand_in_several_places(storage: Storage):
    await storage.tables.write((MAKE, ("w_1", "a", 1)), (MAKE, ("w_2", "b", 2)))

    sql = "SELECT workspace_id FROM workspaces WHERE ($2 = 'x' OR name = $1) AND workspace_id <> $2 AND created_at < $3"

    assert list(await storage.tables.rows(sql, "b", "w_1", 10)) == [("w_2",)]


async def test_a_write_says_how_many_rows_each_statement_changed(storage: Storage):
    counts = await storage.tables.write(
        (MAKE, ("w_1", "a", 1)),
        (MAKE, ("w_2", "b", 1)),
        ("UPDATE workspaces SET name = $1", ("c",)),
        ("DELETE FROM workspaces WHERE workspace_id = $1", ("w_3",)),
    )

    assert counts == (1, 1, 2, 0)


async def test_a_violated_uniqueness_undoes_the_whole_write(storage: Storage):
    await storage.tables.write((MAKE, ("w_1", "a", 1)))

    with pytest.raises(Conflict):
        await storage.tables.write((MAKE, ("w_2", "b", 1)), (MAKE, ("w_1", "again", 1)))

    assert list(await storage.tables.rows(NAMES)) == [("w_1", "a")]


async def test_a_mistake_in_one_write_harms_no_other(storage: Storage):
    writes = [storage.tables.write((MAKE, (f"w_{number:02}", "a", 1))) for number in range(10)]
    wrong = [
        storage.tables.write((MAKE, ("w_wrong", "b", 1)), ("INSERT INTO nowhere VALUES (1)", ())),
        storage.tables.write((MAKE, ("w_wrong", "b", 1)), (MAKE, ("w_01", None, 1))),
    ]

    outcomes = await asyncio.gather(*writes[:5], *wrong, *writes[5:], return_exceptions=True)

    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 2
    assert not any(isinstance(outcome, Conflict) for outcome in outcomes)
    assert [row[0] for row in await storage.tables.rows(NAMES)] == [f"w_{number:02}" for number in range(10)]


async def test_what_a_write_changed_is_seen_by_the_next_read(storage: Storage):
    for number in range(20):
        await storage.tables.write((MAKE, (f"w_{number:02}", "a", 1)))
        assert len(await storage.tables.rows(NAMES)) == number + 1


async def test_a_long_query_is_answered_like_a_short_one(storage: Storage):
    count = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT count(*), max(i) FROM n"
    )

    for length in (10, 200_000, 200_000, 10):
        assert list(await storage.tables.rows(count, length)) == [(length, length)]
