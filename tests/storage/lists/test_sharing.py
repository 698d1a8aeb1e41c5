"""Searches at once share one look at what is due, and its failure.

Not here: what is indexed, and when it is due (`test_indexing`).
"""

import asyncio
import threading
from collections.abc import Sequence

import apsw
import pytest

from relevo.ports import Unavailable
from relevo.storage.sqlite import Database
from relevo.storage.sqlite import indexing as indexing_module
from relevo.storage.sqlite.indexing import Prepared, prepared
from tests.storage.lists.given import begin, found, say


async def test_many_searches_at_once_agree(database: Database):
    conversations = [await begin(database, number, "a kettle") for number in range(30)]
    for one in conversations[:10]:
        await say(database, one, "tea")

    answers = await asyncio.gather(*(found(database, "kettle tea") for _ in range(20)))

    assert {tuple(sorted(answer)) for answer in answers} == {tuple(f"c_{number:04}" for number in range(10))}
    ((documents,),) = await database.tables.rows("SELECT COUNT(*) FROM search_words")
    assert documents == 30


async def test_searches_at_once_share_the_work(database: Database, monkeypatch: pytest.MonkeyPatch):
    for number in range(30):
        await begin(database, number, "a kettle")
    read: list[str] = []

    def counting(connection: apsw.Connection, keys: Sequence[tuple[str, str]]) -> list[Prepared]:
        read.extend(id for _, id in keys)
        return prepared(connection, keys)

    monkeypatch.setattr(indexing_module, "prepared", counting)
    answers = await asyncio.gather(*(found(database, "kettle") for _ in range(20)))

    assert {len(answer) for answer in answers} == {30}
    assert sorted(read) == [f"c_{number:04}" for number in range(30)]


async def test_a_search_does_not_rely_on_a_pass_that_began_before_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    """That one may have looked before the words were said that are searched for."""
    conversation = await begin(database, 1, "a kettle")
    has_looked, go_on = threading.Event(), threading.Event()

    def slow(connection: apsw.Connection, keys: Sequence[tuple[str, str]]) -> list[Prepared]:
        ready = prepared(connection, keys)
        has_looked.set()
        go_on.wait(10)
        return ready

    monkeypatch.setattr(indexing_module, "prepared", slow)
    earlier = asyncio.create_task(found(database, "kettle"))
    await asyncio.to_thread(has_looked.wait, 10)
    await say(database, conversation, "and tea")
    later = [asyncio.create_task(found(database, "kettle tea")) for _ in range(3)]
    await asyncio.sleep(0.01)
    go_on.set()

    assert await earlier == ["c_0001"]
    assert await asyncio.gather(*later) == [["c_0001"]] * 3


async def test_a_search_that_is_given_up_takes_no_other_with_it(database: Database, monkeypatch: pytest.MonkeyPatch):
    await begin(database, 1, "a kettle")
    has_looked, go_on = threading.Event(), threading.Event()

    def slow(connection: apsw.Connection, keys: Sequence[tuple[str, str]]) -> list[Prepared]:
        has_looked.set()
        go_on.wait(10)
        return prepared(connection, keys)

    monkeypatch.setattr(indexing_module, "prepared", slow)
    impatient = asyncio.create_task(found(database, "kettle"))
    await asyncio.to_thread(has_looked.wait, 10)
    patient = asyncio.create_task(found(database, "kettle"))
    await asyncio.sleep(0.01)
    impatient.cancel()
    go_on.set()

    assert await patient == ["c_0001"]
    with pytest.raises(asyncio.CancelledError):
        await impatient


async def test_searches_that_wait_for_a_pass_share_its_failure(database: Database, monkeypatch: pytest.MonkeyPatch):
    """Or the last of them would wait as many times the storage's patience as there are before it (trust.md G14)."""
    await begin(database, 1, "a kettle")
    tried: list[int] = []
    is_running, go_on = threading.Event(), threading.Event()

    def failing(connection: apsw.Connection, keys: Sequence[tuple[str, str]]) -> list[Prepared]:
        tried.append(len(keys))
        is_running.set()
        go_on.wait(10)
        raise apsw.BusyError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(indexing_module, "prepared", failing)
        first = asyncio.create_task(found(database, "kettle"))
        await asyncio.to_thread(is_running.wait, 10)
        others = [asyncio.create_task(found(database, "kettle")) for _ in range(6)]
        await asyncio.sleep(0.01)
        go_on.set()
        outcomes = await asyncio.gather(first, *others, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [Unavailable] * 7
    assert tried == [1, 1], "the one that went on, and one for all who came meanwhile"
    assert await found(database, "kettle") == ["c_0001"]
