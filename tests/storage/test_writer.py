"""The writer groups what waits, lets no failure spoil another's write, and acknowledges nothing that is not on the disk."""

import asyncio
import threading
from pathlib import Path

import apsw
import pytest

from relevo.core.conversation import Conversation
from relevo.core.ids import Seq
from relevo.ports import Unavailable, VersionMoved
from relevo.storage.sqlite import Database, open_database
from relevo.storage.sqlite import writer as writer_module
from relevo.storage.sqlite.writer import Writer
from tests.contract.given import WORKSPACE, commit, said, started
from tests.storage.conftest import Watched, begin, counted, fail_halfway, held, insert, refuse, stored

# --- groups ---------------------------------------------------------------------------------------------------------


async def test_what_waits_is_written_in_one_transaction(writer: Writer, connection: Watched):
    go_on = await held(writer)
    waiting = [writer.submit(insert(number)) for number in range(60)]
    go_on.set()

    assert await asyncio.gather(*waiting) == list(range(60))
    assert connection.commits == 2
    assert stored(connection) == list(range(60))


async def test_a_transaction_holds_a_bounded_number_of_operations(writer: Writer, connection: Watched):
    go_on = await held(writer)
    waiting = [writer.submit(insert(number)) for number in range(260)]
    go_on.set()
    await asyncio.gather(*waiting)

    assert connection.commits == 1 + 3


async def test_a_refusal_is_the_answer_of_its_caller_only(writer: Writer, connection: Watched):
    go_on = await held(writer)
    waiting = [writer.submit(refuse if number == 30 else insert(number)) for number in range(60)]
    go_on.set()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)

    assert isinstance(outcomes[30], VersionMoved)
    assert stored(connection) == [number for number in range(60) if number != 30]
    assert connection.commits == 2


async def test_an_unforeseen_error_halfway_undoes_its_own_operation_only(writer: Writer, connection: Watched):
    go_on = await held(writer)
    waiting = [writer.submit(fail_halfway if number in (10, 20) else insert(number)) for number in range(30)]
    go_on.set()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)

    assert [type(outcomes[number]) for number in (10, 20)] == [ZeroDivisionError] * 2
    assert stored(connection) == [number for number in range(30) if number not in (10, 20)]
    assert writer.is_healthy


async def test_after_an_unforeseen_error_nobody_waits_for_those_behind_them(writer: Writer):
    heard = threading.Event()
    waits: list[bool] = []

    def wait_for_the_first(connection: apsw.Connection) -> None:
        # The first time all stand in one transaction, where nobody can have heard anything.
        waits.append(heard.wait(5 if waits else 0))

    go_on = await held(writer)
    first = writer.submit(insert(1))
    first.add_done_callback(lambda _: heard.set())
    rest = [writer.submit(wait_for_the_first), writer.submit(fail_halfway)]
    go_on.set()
    await asyncio.gather(first, *rest, return_exceptions=True)

    assert waits == [False, True]


async def test_one_failing_compare_and_set_does_not_spoil_the_batch(database: Database):
    conversations = [await begin(database, number) for number in range(40)]
    for stale in conversations[::4]:
        await database.log.append(commit(stale, said(stale, "faster")))

    changes = [commit(one, said(one, "mine")) for one in conversations]
    outcomes = await asyncio.gather(*map(database.log.append, changes), return_exceptions=True)

    assert [index for index, outcome in enumerate(outcomes) if isinstance(outcome, VersionMoved)] == list(
        range(0, 40, 4)
    )
    for index, change in enumerate(changes):
        expected = 2 if index % 4 == 0 else change.after.head_seq
        conversation = await database.log.load(WORKSPACE, change.after.id)
        assert conversation is not None
        assert conversation.head_seq == expected


async def test_sixteen_writers_append_a_thousand_times_each_and_none_is_told_to_wait(database: Database):
    async def write(number: int) -> Conversation:
        conversation = await begin(database, number)
        for _ in range(1_000):
            change = commit(conversation, said(conversation))
            await database.log.append(change)
            conversation = change.after
        return conversation

    written = await asyncio.gather(*map(write, range(16)))

    for conversation in written:
        log = await database.log.read(WORKSPACE, conversation.id, Seq(0), 2_000)
        assert [recorded.seq for recorded in log] == list(range(1, 1_002))
        assert await database.log.load(WORKSPACE, conversation.id) == conversation


def test_callers_on_several_event_loops_each_get_their_answer(tmp_path: Path):
    database = open_database(tmp_path / "relevo.db", "n")
    failures: list[BaseException] = []

    async def write(first: int) -> None:
        for number in range(first, first + 50):
            await begin(database, number)

    def run(first: int) -> None:
        try:
            asyncio.run(write(first))
        except BaseException as error:  # noqa: BLE001 - reported below
            failures.append(error)

    threads = [threading.Thread(target=run, args=(first,)) for first in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failures
    assert asyncio.run(counted(database)) == 150
    asyncio.run(database.close())


# --- callers who leave ----------------------------------------------------------------------------------------------


async def test_what_nobody_waits_for_any_more_is_not_begun(writer: Writer, connection: Watched):
    go_on = await held(writer)
    gone, stays = writer.submit(insert(1)), writer.submit(insert(2))
    gone.cancel()
    go_on.set()

    await stays

    assert stored(connection) == [2]


async def test_a_caller_who_leaves_during_the_write_harms_nobody(writer: Writer, connection: Watched):
    go_on = await held(writer)
    waiting = [writer.submit(insert(number)) for number in range(10)]
    go_on.set()
    while not waiting[0].done():
        waiting[5].cancel()
        await asyncio.sleep(0)

    await asyncio.gather(*waiting, return_exceptions=True)

    assert set(stored(connection)) >= {0, 1, 2, 3, 4, 6, 7, 8, 9}


# --- ends -----------------------------------------------------------------------------------------------------------


async def test_closing_carries_out_what_waits(writer: Writer, connection: Watched):
    waiting = [writer.submit(insert(number)) for number in range(200)]

    await asyncio.to_thread(writer.close)

    assert await asyncio.gather(*waiting) == list(range(200))
    assert stored(connection) == list(range(200))


async def test_a_closed_writer_takes_nothing(writer: Writer):
    writer.close()

    assert not writer.is_healthy
    with pytest.raises(Unavailable, match="closed"):
        await writer.submit(insert(1))


async def test_a_closed_database_answers_nothing(tmp_path: Path):
    database = open_database(tmp_path / "relevo.db", "n")
    await database.close()

    with pytest.raises(Unavailable):
        await database.log.append(started())
    with pytest.raises(Unavailable):
        await database.log.load(WORKSPACE, started().after.id)
    with pytest.raises(Unavailable):
        await database.inbox.counts(WORKSPACE, "a")


async def test_a_disk_that_does_not_keep_up_is_told_rather_than_hidden(
    writer: Writer, connection: Watched, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(writer_module, "MOST_WAITING", 10)
    go_on = await held(writer)
    waiting = [writer.submit(insert(number)) for number in range(10)]

    with pytest.raises(Unavailable, match="too many"):
        writer.submit(insert(10))

    go_on.set()
    assert await asyncio.gather(*waiting) == list(range(10))


# --- the write-ahead log --------------------------------------------------------------------------------------------


async def test_the_write_ahead_log_is_copied_before_it_grows_without_end(
    writer: Writer, connection: Watched, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(writer_module, "CHECKPOINT_PAGES", 50)
    writer._checkpoint_at = 50
    wal = Path(connection.filename_wal)

    largest = 0
    for number in range(500):
        await writer.submit(insert(number))
        largest = max(largest, size(wal))

    assert largest < 120 * 4_096


def size(path: Path) -> int:
    return path.stat().st_size
