"""A database file is opened with what durability needs, by one process at a time, readable by its owner only."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Unavailable
from relevo.storage.errors import AlreadyRunning, CannotOpen, NotADatabase, SqliteTooOld
from relevo.storage.sqlite import migrate, open_database
from relevo.storage.sqlite.connection import require_safe_sqlite
from tests.contract.given import Start, commit, said, started

HOLD = """
import sys, time
from relevo.storage.sqlite import open_database
database = open_database(sys.argv[1], "other")
print("open", flush=True)
time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relevo.db"


def pragma(connection: apsw.Connection, name: str) -> object:
    return connection.pragma(name)


async def test_every_commit_waits_for_the_disk(path: Path):
    database = open_database(path, "n")

    assert pragma(database._connection, "journal_mode") == "wal"
    assert pragma(database._connection, "synchronous") == 2  # FULL
    assert pragma(database._connection, "foreign_keys") == 1

    await database.close()


async def test_readers_cannot_write(path: Path):
    database = open_database(path, "n")

    with pytest.raises(Unavailable):
        await database.tables.rows("DELETE FROM workspaces RETURNING 1")

    await database.close()


async def test_what_was_written_is_there_after_a_restart(path: Path):
    database = open_database(path, "n")
    begun = started()
    await database.log.append(begun)
    change = commit(begun.after, said(begun.after))
    await database.log.append(change)
    await database.close()

    again = open_database(path, "n")

    assert await again.log.load(WorkspaceId("ws_1"), begun.after.id) == change.after
    await again.close()


async def test_a_closed_database_leaves_one_file_and_an_empty_lock(path: Path):
    database = open_database(path, "n")
    await database.log.append(started())

    await database.close()

    assert {file.name for file in path.parent.iterdir()} == {"relevo.db", "relevo.db.lock"}
    assert (path.parent / "relevo.db.lock").read_bytes() == b""


async def test_a_database_may_be_closed_twice(path: Path):
    database = open_database(path, "n")

    await database.close()
    await database.close()


async def test_only_the_owner_can_read_the_files(path: Path):
    database = open_database(path, "n")
    await database.log.append(started())

    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name

    await database.close()


async def test_folders_are_made(tmp_path: Path):
    database = open_database(tmp_path / "a" / "b" / "relevo.db", "n")

    await database.close()


# --- one process ----------------------------------------------------------------------------------------------------


async def test_a_database_is_opened_once(path: Path):
    database = open_database(path, "n")

    with pytest.raises(AlreadyRunning, match=rf"in use by process {os.getpid()}\..*PostgreSQL"):
        open_database(path, "n")
    with pytest.raises(AlreadyRunning):
        migrate(path)

    await database.close()
    await open_database(path, "n").close()


def test_another_process_is_named_and_a_killed_one_is_no_hindrance(path: Path):
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"

        with pytest.raises(AlreadyRunning, match=rf"process {other.pid}\..*kill {other.pid}"):
            open_database(path, "n")

        other.send_signal(signal.SIGKILL)
        other.wait()
        asyncio.run(open_database(path, "n").close())


def test_a_start_that_fails_lets_the_next_one_try(path: Path):
    path.write_bytes(b"x" * 10_000)
    for _ in range(2):
        with pytest.raises(NotADatabase):
            open_database(path, "n")

    path.unlink()
    asyncio.run(open_database(path, "n").close())


# --- what cannot be opened ------------------------------------------------------------------------------------------


def test_a_folder_is_no_database(tmp_path: Path):
    with pytest.raises(NotADatabase, match="Is a directory"):
        open_database(tmp_path, "n")


def test_a_place_that_nobody_may_write_to_is_told(tmp_path: Path):
    (tmp_path / "file").touch()

    with pytest.raises(CannotOpen, match=r"Not a directory.*Check"):
        open_database(tmp_path / "file" / "folder" / "relevo.db", "n")


def test_a_disk_without_room_for_the_schema_is_told(path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(connection: apsw.Connection) -> None:
        raise apsw.FullError("database or disk is full")

    monkeypatch.setattr("relevo.storage.sqlite.database.upgrade", full)

    with pytest.raises(CannotOpen, match=r"database or disk is full.*room"):
        open_database(path, "n")
    with pytest.raises(CannotOpen, match=r"database or disk is full.*room"):
        migrate(path)


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.9.99", "2.8.17"])
def test_an_sqlite_with_the_corruption_bug_is_refused(version: str):
    with pytest.raises(SqliteTooOld, match=rf"SQLite {version} .*apsw"):
        require_safe_sqlite(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.54.1", "3.100.0", "4.0.0"])
def test_a_safe_sqlite_is_taken(version: str):
    require_safe_sqlite(version)


# --- copies ---------------------------------------------------------------------------------------------------------


async def test_a_backup_is_a_whole_database_of_its_own(path: Path, tmp_path: Path):
    database = open_database(path, "n")
    await database.log.append(started())
    target = tmp_path / "copy.db"

    await database.backup(target)
    await database.log.append(started(Start(id="c_2", visitor="v_2")))
    await database.close()

    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    copy = open_database(target, "n")
    assert await copy.log.open_conversation(WorkspaceId("ws_1"), started().after.inbox_id, "v_1") == "c_1"
    assert await copy.log.open_conversation(WorkspaceId("ws_1"), started().after.inbox_id, "v_2") is None
    await copy.close()


async def test_a_backup_overwrites_nothing(path: Path, tmp_path: Path):
    database = open_database(path, "n")
    target = tmp_path / "letter.txt"
    target.write_text("Dear Ann")

    with pytest.raises(FileExistsError):
        await database.backup(target)

    assert target.read_text() == "Dear Ann"
    await database.close()


async def test_what_a_dead_process_had_in_hand_is_due_again_at_once(path):
    first = open_database(path, "first")
    begin = started()
    await first.log.append(begin)
    word = commit(begin.after, said(begin.after))
    await first.log.append(word)
    (effect,) = word.effects
    assert await first.effects.lease("first", effect.due_at, Millis(effect.due_at + 1), 10) == ()
    await first.close()

    second = open_database(path, "second")

    leased = await second.effects.lease("second", effect.due_at, Millis(effect.due_at + 1), 10)
    assert [one.effect for one in leased] == [effect]
    await second.close()
