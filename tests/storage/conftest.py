"""A writer that tests can hold back and whose connection can be told to fail, and a whole database.

Nothing is tested here.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

import apsw
import pytest

from relevo.core.conversation import Conversation
from relevo.ports import VersionMoved
from relevo.storage.sqlite import Database, open_database
from relevo.storage.sqlite.connection import open_connection
from relevo.storage.sqlite.writer import Writer
from tests.contract.given import Start, started


class Watched:
    """A connection that counts transactions and can be told to fail."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self.commits = 0
        self.failing: dict[str, Exception] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> apsw.Cursor:
        self.commits += sql == "COMMIT"
        if sql in self.failing:
            raise self.failing[sql]
        return self._connection.execute(sql, values)


@pytest.fixture
def connection(tmp_path: Path) -> Watched:
    path = tmp_path / "x.db"
    path.touch()
    connection = open_connection(path, cache_kib=1_000)
    connection.execute("CREATE TABLE n (i INTEGER PRIMARY KEY)")
    return Watched(connection)


@pytest.fixture
def writer(connection: Watched) -> Iterator[Writer]:
    writer = Writer(cast("apsw.Connection", connection))
    yield writer
    if not writer._is_closed:
        writer.close()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = open_database(tmp_path / "relevo.db", "n")
    yield database
    await database.close()


def insert(number: int):
    def operation(connection: apsw.Connection) -> int:
        connection.execute("INSERT INTO n VALUES (?)", (number,))
        return number

    return operation


def refuse(connection: apsw.Connection) -> None:
    raise VersionMoved


def fail_halfway(connection: apsw.Connection) -> None:
    connection.execute("INSERT INTO n VALUES (-1)")
    raise ZeroDivisionError


def stored(connection: Watched) -> list[int]:
    return [int(str(i)) for (i,) in connection.execute("SELECT i FROM n ORDER BY i")]


async def held(writer: Writer) -> threading.Event:
    """Keep the writer busy until the event is set, so that what is submitted meanwhile waits together."""
    begun, go_on = threading.Event(), threading.Event()

    def wait(connection: apsw.Connection) -> None:
        begun.set()
        go_on.wait(10)

    task = writer.submit(wait)
    await asyncio.to_thread(begun.wait, 10)
    assert not task.done()
    return go_on


async def begin(database: Database, number: int) -> Conversation:
    change = started(Start(id=f"c_{number}", visitor=f"v_{number}"))
    await database.log.append(change)
    return change.after


async def counted(database: Database) -> int:
    ((count,),) = await database.tables.rows("SELECT COUNT(*) FROM conversations")
    assert isinstance(count, int)
    return count
