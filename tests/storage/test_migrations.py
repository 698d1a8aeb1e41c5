"""A database comes to this version's schema in whole steps, and is left alone by a version that does not fit it."""

import threading
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from relevo.storage.errors import CannotOpen, NotADatabase, SchemaAltered, SchemaTooNew
from relevo.storage.schema import Migration, migrations
from relevo.storage.sqlite import migrate, open_database, schema_status
from relevo.storage.sqlite.connection import open_connection
from relevo.storage.sqlite.migrate import look, upgrade

FIRST = Migration(1, "first", "CREATE TABLE a (x INTEGER);", "f1")
SECOND = Migration(2, "second", "CREATE TABLE b (x INTEGER); INSERT INTO a VALUES (1); INSERT INTO a VALUES (2);", "f2")
WRONG = Migration(
    2, "wrong", "CREATE TABLE b (x INTEGER); INSERT INTO a VALUES (1); INSERT INTO nowhere VALUES (1);", "f3"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "relevo.db"
    path.touch()
    return path


def connect(path: Path) -> apsw.Connection:
    return open_connection(path, cache_kib=1_000)


def tables(connection: apsw.Connection) -> set[object]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


# --- forwards -------------------------------------------------------------------------------------------------------


def test_an_empty_file_gets_every_migration_in_order(path: Path):
    connection = connect(path)

    after = upgrade(connection, (FIRST, SECOND))

    assert after.applied == ("0001_first", "0002_second")
    assert after.is_current
    assert tables(connection) == {"schema_migrations", "a", "b"}
    assert connection.execute("SELECT x FROM a").fetchall() == [(1,), (2,)]


def test_only_what_is_missing_is_applied(path: Path):
    connection = connect(path)
    upgrade(connection, (FIRST,))
    connection.execute("INSERT INTO a VALUES (7)")

    upgrade(connection, (FIRST, SECOND))
    upgrade(connection, (FIRST, SECOND))

    assert connection.execute("SELECT x FROM a").fetchall() == [(7,), (1,), (2,)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(path: Path):
    connection = connect(path)

    with pytest.raises(apsw.SQLError):
        upgrade(connection, (FIRST, WRONG))

    assert tables(connection) == {"schema_migrations", "a"}
    assert not connection.execute("SELECT x FROM a").fetchall()
    assert not connection.in_transaction
    assert look(connection, (FIRST, WRONG)).pending == ("0002_wrong",)


def test_many_that_start_at_once_apply_each_migration_once(path: Path):
    failures: list[Exception] = []
    # Opened one after the other, as the lock beside the file sees to: no two can turn a new file to write-ahead logging at once.
    connections = [connect(path) for _ in range(8)]
    barrier = threading.Barrier(len(connections), timeout=60)

    def start(connection: apsw.Connection) -> None:
        try:
            barrier.wait()
            upgrade(connection, (FIRST, SECOND))
        except Exception as error:  # noqa: BLE001 - reported below
            failures.append(error)
        connection.close()

    threads = [threading.Thread(target=start, args=(connection,)) for connection in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failures
    assert connect(path).execute("SELECT x FROM a").fetchall() == [(1,), (2,)]


def test_the_shipped_migrations_apply_and_are_numbered_without_a_gap(path: Path):
    known = migrations()

    after = upgrade(connect(path))

    assert [migration.number for migration in known] == list(range(1, len(known) + 1))
    assert after.applied == tuple(migration.title for migration in known)


def test_every_table_knows_its_workspace(path: Path):
    """Rows of different workspaces are kept apart by their key, not by a check that somebody may forget."""
    connection = connect(path)
    upgrade(connection)

    # The index of words is one for all, as its kind must be; each document has its workspace among its tags.
    names = {name for name in tables(connection) if not str(name).startswith("search_words")} - {"schema_migrations"}
    assert {"events", "conversations", "agents"} <= names
    for name in names:
        key = [column[1] for column in connection.execute(f"PRAGMA table_info({name})") if column[5] == 1]
        assert key == ["workspace_id"], f"{name} has {key} as the first column of its key"


def test_the_log_and_the_answers_of_an_older_database_are_all_there_and_still_unique(path: Path):
    connection = connect(path)
    upgrade(connection, migrations()[:5])
    connection.executemany(
        "INSERT INTO events VALUES (?, ?, ?, 1, 0, '{}', 'message', ?)",
        [(f"ws_{place % 2}", f"c_{place % 3}", place, "words " * place) for place in range(60)],
    )
    connection.executemany(
        "INSERT INTO answers VALUES (?, ?, ?, 'f', 'c_1', 1, 2, ?)",
        [(f"ws_{place % 2}", f"agent:{place % 3}", f"key {place}", place) for place in range(60)],
    )
    whole = "SELECT * FROM {} ORDER BY 1, 2, 3"
    before = [connection.execute(whole.format(table)).fetchall() for table in ("events", "answers")]
    assert list(map(len, before)) == [60, 60]

    upgrade(connection)

    assert [connection.execute(whole.format(table)).fetchall() for table in ("events", "answers")] == before
    for table, rows in zip(("events", "answers"), before, strict=True):
        # With the place of each row, which a table that is kept within its key does not have.
        assert len(connection.execute(f"SELECT rowid FROM {table}").fetchall()) == 60
        with pytest.raises(apsw.ConstraintError):
            connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows[7])


def test_the_first_writes_after_a_migration_do_not_wait_for_what_it_has_written(path: Path):
    connection = connect(path)
    upgrade(connection, migrations()[:5])
    connection.executemany(
        "INSERT INTO events VALUES ('ws_1', 'c_1', ?, 1, 0, '{}', 'message', ?)",
        [(place, "words " * 200) for place in range(2_000)],
    )

    upgrade(connection)

    assert path.with_name(f"{path.name}-wal").stat().st_size == 0
    indices = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    assert ("answers_by_age",) in indices


# --- a version that does not fit -------------------------------------------------------------------------------------


def test_a_database_of_a_newer_version_is_refused_and_left_alone(path: Path):
    connection = connect(path)
    upgrade(connection, (FIRST, SECOND))

    with pytest.raises(SchemaTooNew, match=r"0002_second.*ends with 0001_first.*newer Relevo"):
        upgrade(connection, (FIRST,))

    assert not connection.in_transaction


def test_a_migration_that_was_edited_after_it_was_applied_is_refused(path: Path):
    connection = connect(path)
    upgrade(connection, (FIRST, SECOND))

    with pytest.raises(SchemaAltered, match=r"0001_first is not what was applied.*add a new one"):
        upgrade(connection, (replace(FIRST, checksum="f9"), SECOND))


def test_a_migration_that_was_renamed_is_refused(path: Path):
    connection = connect(path)
    upgrade(connection, (FIRST, SECOND))

    with pytest.raises(SchemaAltered):
        upgrade(connection, (FIRST, replace(SECOND, name="other")))


def test_a_server_does_not_start_on_a_newer_database(tmp_path: Path):
    path = tmp_path / "relevo.db"
    migrate(path)
    connection = connect(path)
    connection.execute("INSERT INTO schema_migrations VALUES (9999, 'from_the_future', 'f')")
    connection.close()

    for start in (migrate, schema_status, lambda path: open_database(path, "n")):
        with pytest.raises(SchemaTooNew, match="9999_from_the_future"):
            start(path)


def test_a_server_does_not_start_on_an_altered_database(tmp_path: Path):
    path = tmp_path / "relevo.db"
    migrate(path)
    connection = connect(path)
    connection.execute("UPDATE schema_migrations SET checksum = 'edited' WHERE number = 1")
    connection.close()

    for start in (migrate, schema_status, lambda path: open_database(path, "n")):
        with pytest.raises(SchemaAltered, match="0001_log"):
            start(path)


def test_somebody_elses_database_is_refused_and_left_alone(path: Path):
    connection = connect(path)
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()

    with pytest.raises(NotADatabase, match="songs"):
        migrate(path)

    assert tables(connect(path)) == {"songs"}


@pytest.mark.parametrize("content", [b"no database at all, only words" * 200, b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, content: bytes):
    path.write_bytes(content)

    with pytest.raises(CannotOpen):
        open_database(path, "n")

    assert path.read_bytes() == content


# --- the report -----------------------------------------------------------------------------------------------------


def test_the_status_of_what_is_not_there_makes_nothing(tmp_path: Path):
    path = tmp_path / "relevo.db"

    assert schema_status(path).pending == tuple(migration.title for migration in migrations())
    assert not path.exists()


async def test_the_status_can_be_asked_while_the_database_is_in_use(tmp_path: Path):
    database = open_database(tmp_path / "relevo.db", "n")

    assert schema_status(database.path).is_current

    await database.close()


def test_what_is_meant_for_one_database_is_a_comment_to_the_others():
    migration = replace(FIRST, sql='CREATE TABLE a (x TEXT /*postgresql COLLATE "C"*/) /*sqlite WITHOUT ROWID*/;')

    assert migration.sql_for("sqlite") == 'CREATE TABLE a (x TEXT /*postgresql COLLATE "C"*/) WITHOUT ROWID;'
    assert migration.sql_for("postgresql") == 'CREATE TABLE a (x TEXT COLLATE "C") /*sqlite WITHOUT ROWID*/;'
