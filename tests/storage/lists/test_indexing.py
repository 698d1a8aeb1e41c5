"""The index of words follows the log: nothing that is due is lost, whatever happens in between, and it can be made anew.

Not here: what is found (`tests/contract/test_search.py`).
"""

import asyncio
from pathlib import Path

import apsw
import pytest

from relevo.engine.codec import encode_conversation
from relevo.ports import Filter, Unavailable
from relevo.storage.lists import control_kind_of, owner_id_of, stage_of
from relevo.storage.schema import migrations
from relevo.storage.sqlite import Database, migrate, open_database
from relevo.storage.sqlite import indexing as indexing_module
from relevo.storage.sqlite import search as search_module
from relevo.storage.sqlite.connection import open_connection
from relevo.storage.sqlite.indexing import CHARS_AT_ONCE, MOST_BEFORE_SEARCH, Due, portions, prepared, write
from relevo.storage.sqlite.migrate import upgrade
from relevo.storage.statements import ADD_EVENT, event_values
from tests.contract.given import WORKSPACE, Start, asked_for_human, at, commit, labelled, said, started, taken
from tests.storage.lists.given import begin, due, found, say


async def test_what_changed_is_due_until_it_is_indexed_and_over_a_restart(tmp_path: Path):
    database = open_database(tmp_path / "relevo.db", "n")
    await begin(database, 1, "a kettle")
    assert await due(database) == 1
    await database.close()

    database = open_database(tmp_path / "relevo.db", "n")
    assert await due(database) == 1
    assert await found(database, "kettle") == ["c_0001"]
    assert await due(database) == 0
    await database.close()


async def test_the_background_makes_up_for_what_is_due(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(indexing_module, "PAUSE_S", 0.01)
    for number in range(3):
        await begin(database, number, "a kettle")

    following = asyncio.create_task(database.index.follow())
    async with asyncio.timeout(10):
        while await due(database):
            await asyncio.sleep(0.01)
    following.cancel()

    assert len(await found(database, "kettle")) == 3


async def test_the_background_outlives_whatever_goes_wrong(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(indexing_module, "PAUSE_S", 0.01)
    tried: list[int] = []

    async def fails_once(index: object) -> bool:
        tried.append(1)
        if len(tried) == 1:
            raise ZeroDivisionError
        return True

    monkeypatch.setattr(indexing_module.Index, "catch_up", fails_once)
    following = asyncio.create_task(database.index.follow())
    async with asyncio.timeout(10):
        while len(tried) < 3:
            await asyncio.sleep(0.01)
    following.cancel()


async def test_a_search_waits_for_a_bounded_part_and_the_rest_follows(database: Database):
    for number in range(MOST_BEFORE_SEARCH + 20):
        await begin(database, number)

    assert not await database.index.catch_up()
    assert await due(database) == 20
    assert await database.index.catch_up()
    assert await due(database) == 0


async def test_what_was_written_down_in_a_write_that_failed_is_written_down_again(database: Database):
    conversation = await begin(database, 1, "a kettle")
    await database.index.catch_up()
    database._connection.execute("VACUUM")  # or the pages that a migration has left free would hold what follows
    database._connection.pragma("max_page_count", database._connection.pragma("page_count"))
    with pytest.raises(Unavailable):
        await say(database, conversation, "filler " * 1_000)
    assert await due(database) == 0
    database._connection.pragma("max_page_count", 1_000_000)

    await say(database, conversation, "and tea")

    assert await due(database) == 1
    assert await found(database, "kettle tea") == ["c_0001"]


async def test_a_busy_conversation_is_due_again_after_each_indexing(database: Database):
    conversation = await begin(database, 1, "a kettle")
    for word in ("tea", "milk", "sugar"):
        conversation = await say(database, conversation, word)
        conversation = await say(database, conversation, "stirred")
        assert await due(database) == 1
        await database.index.catch_up()
        assert await due(database) == 0
        assert await found(database, f"kettle {word}") == ["c_0001"]


async def test_what_changes_while_it_is_read_stays_due(database: Database):
    conversation = await begin(database, 1, "a kettle")
    reader = open_connection(database.path, cache_kib=1_000, is_reader=True)
    old = prepared(reader, [(WORKSPACE, conversation.id)])
    await say(database, conversation, "and tea")

    await database.index._writer.submit(lambda connection: write(connection, old, Due()))

    assert await due(database) == 1
    assert await found(database, "kettle tea") == ["c_0001"]
    reader.close()


async def test_words_that_were_read_long_ago_do_not_replace_newer_ones(database: Database):
    conversation = await begin(database, 1, "a kettle")
    reader = open_connection(database.path, cache_kib=1_000, is_reader=True)
    old = prepared(reader, [(WORKSPACE, conversation.id)])
    await say(database, conversation, "and tea")
    assert await found(database, "tea") == ["c_0001"]

    await database.index._writer.submit(lambda connection: write(connection, old, Due()))

    assert await found(database, "tea") == ["c_0001"]
    reader.close()


async def test_long_conversations_are_indexed_in_portions_between_which_messages_get_their_turn(database: Database):
    for number in range(6):
        await begin(database, number, *("filler " * 1_000 for _ in range(4)), "a kettle")
    reader = open_connection(database.path, cache_kib=1_000, is_reader=True)
    ready = prepared(reader, [(WORKSPACE, f"c_{number:04}") for number in range(6)])

    parted = list(portions(ready))

    assert [one for portion in parted for one in portion] == ready
    assert [len(portion) for portion in parted] == [2, 2, 2]
    assert all(sum(one.length for one in portion) <= CHARS_AT_ONCE for portion in parted)
    assert len(await found(database, "kettle")) == 6
    reader.close()


async def test_a_conversation_that_is_longer_than_a_portion_is_one(database: Database):
    await begin(database, 1, *("filler " * 1_000 for _ in range(12)))
    reader = open_connection(database.path, cache_kib=1_000, is_reader=True)
    (ready,) = prepared(reader, [(WORKSPACE, "c_0001")])

    assert ready.length > CHARS_AT_ONCE
    assert list(portions([ready])) == [[ready]]
    assert list(portions([])) == []
    reader.close()


async def test_an_erased_conversation_leaves_the_index(database: Database):
    await begin(database, 1, "a kettle")
    assert await found(database, "kettle") == ["c_0001"]
    gone = await begin(database, 2, "a kettle")

    await database.tables.write(("DELETE FROM conversations WHERE conversation_id IN ($1, $2)", ("c_0001", gone.id)))

    assert await found(database, "kettle") == []
    assert await due(database) == 0
    ((documents,),) = await database.tables.rows("SELECT COUNT(*) FROM search_words WHERE search_words MATCH 'kettle'")
    assert documents == 0


async def test_more_than_one_pool_is_read_to_its_end(database: Database, monkeypatch: pytest.MonkeyPatch):
    """Ranked pool by pool, the latest first; each conversation once, although some change meanwhile."""
    monkeypatch.setattr(search_module, "MOST", 20)
    total = 70
    conversations = [await begin(database, number, "kettle " * (1 + number % 3)) for number in range(total)]
    while not await database.index.catch_up():
        pass
    seen: list[str] = []
    cursor = None
    while True:
        page = await database.inbox.page(WORKSPACE, Filter(text="kettle"), cursor, 9)
        seen += [one.id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
        moving = len(seen) % 30
        conversations[moving] = await say(database, conversations[moving], "more")

    unmoved = [one.id for one in conversations[30:]]
    assert set(unmoved) <= set(seen)
    assert len([id for id in seen if id in set(unmoved)]) == len(unmoved)


async def test_a_conversation_that_says_too_much_is_found_by_its_latest_words(database: Database):
    conversation = await begin(database, 1, "ancient")
    await say(database, conversation, *("filler " * 1_000 for _ in range(40)), "recent")

    assert await found(database, "recent") == ["c_0001"]
    assert await found(database, "ancient") == []


async def test_an_event_that_cannot_be_read_hides_nothing_else(database: Database):
    await begin(database, 1, "a kettle", "broken row", "and tea")
    await database.tables.write(("UPDATE events SET data = '{' WHERE seq = 3", ()))

    assert await found(database, "kettle tea") == ["c_0001"]


# --- migrating ------------------------------------------------------------------------------------------------------


def older_database(path: Path) -> None:
    """A database as the version before lists had an index of words has left it."""
    path.touch()
    connection = open_connection(path, cache_kib=1_000)
    upgrade(connection, migrations()[:2])
    columns = (
        "workspace_id, conversation_id, head_seq, stage, status, control_kind, owner_id, inbox_id, channel, visitor_id, labels,"
        " created_at, updated_at, search, state"
    )
    connection.execute("BEGIN")
    for number in range(60):
        start = started(Start(id=f"c_{number:04}", visitor=f"v_{number}", name="Bob", at=1_000 + number))
        records, one = list(start.records), start.after
        for step in (said(one, f"kettle number {number}"), asked_for_human(one), at(taken(one), 90_000)):
            change = commit(one, step)
            records, one = [*records, *change.records], change.after
            if number % 3 == 0 and len(records) > 2:
                break
        values = (
            WORKSPACE, one.id, one.head_seq, stage_of(one), one.status, control_kind_of(one), owner_id_of(one), one.inbox_id,
            one.channel, one.visitor.id, "\x1f", one.created_at, one.updated_at, "bob", encode_conversation(one).decode(),
        )  # fmt: skip
        marks = ", ".join(f"?{place + 1}" for place in range(len(values)))
        connection.execute(f"INSERT INTO conversations ({columns}) VALUES ({marks})", values)
        for recorded in records:
            connection.execute(ADD_EVENT.replace("$", "?"), event_values(one, recorded))
    connection.execute("COMMIT")
    connection.close()


async def test_an_older_database_is_indexed_when_it_is_migrated(tmp_path: Path):
    path = tmp_path / "relevo.db"
    older_database(path)
    told: list[tuple[int, int]] = []

    migrate(path, lambda done, total: told.append((done, total)))

    assert told == [(50, 60), (60, 60)]
    database = open_database(path, "n")
    assert await due(database) == 0
    assert await found(database, "kettle 17") == ["c_0017"]
    await database.close()


async def test_an_older_database_can_be_searched_at_once_without_being_indexed_before(tmp_path: Path):
    path = tmp_path / "relevo.db"
    older_database(path)

    database = open_database(path, "n")

    assert len(await found(database, "kettle")) == 60
    await database.close()


async def test_a_migrated_row_stands_where_a_written_one_would(tmp_path: Path):
    path = tmp_path / "relevo.db"
    older_database(path)
    database = open_database(path, "n")
    columns = "SELECT waiting_since, assistant_id, team_id FROM conversations ORDER BY conversation_id"
    migrated = await database.tables.rows(columns)
    for number in range(60):
        one = await database.log.load(WORKSPACE, started(Start(id=f"c_{number:04}")).after.id)
        assert one is not None
        change = commit(one, labelled(one, "vip"))
        await database.log.append(change)

    assert await database.tables.rows(columns) == migrated
    await database.close()


async def test_an_index_can_be_made_anew(tmp_path: Path):
    path = tmp_path / "relevo.db"
    database = open_database(path, "n")
    await begin(database, 1, "a kettle")
    assert await found(database, "kettle") == ["c_0001"]
    await database.close()
    connection = apsw.Connection(str(path))
    connection.execute("DELETE FROM search_words WHERE rowid = 1")
    connection.close()
    database = open_database(path, "n")
    assert await found(database, "kettle") == []
    await database.close()

    migrate(path, reindexes=True)

    database = open_database(path, "n")
    assert await found(database, "kettle") == ["c_0001"]
    await database.close()
