"""A process that appends and says so, made to be killed: `python -m tests.storage.crashing DATABASE ROUND CALLERS APPENDS`.

It prints one line for each acknowledged append, at once and unbuffered: `ack CONVERSATION SEQ NAME`, or `no REASON` for an
append that was refused. `read_acks` and `unkept` are the other side: what was promised, and which of it is not there.
"""

import asyncio
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import apsw
import structlog

from relevo.core.conversation import Conversation
from relevo.core.events import Message
from relevo.core.evolve import fold
from relevo.core.ids import ConversationId, Seq
from relevo.ports import Unavailable
from relevo.storage.sqlite import Database, open_database
from relevo.storage.sqlite import writer as writer_module
from tests.contract.given import WORKSPACE, Start, commit, key, said, started

CHECKPOINT_PAGES = 60
"""Far below the product's, so that a short life meets checkpoints too."""

NEITHER_INDEXED_NOR_DUE = """
SELECT conversation_id FROM conversations WHERE document IS NULL AND conversation_id NOT IN (SELECT conversation_id FROM search_due)
"""


@dataclass(frozen=True, slots=True)
class Ack:
    """A promise that the event `seq` is on the disk, and the text that only it bears."""

    conversation_id: ConversationId
    seq: Seq
    text: str


async def run(path: Path, life: str, callers: int, appends: int) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    writer_module.CHECKPOINT_PAGES = CHECKPOINT_PAGES
    database = open_database(path, "n")
    say("open")
    await asyncio.gather(*(append_many(database, f"c_{number}", life, appends) for number in range(callers)))
    say(f"healthy {database.is_healthy}")
    await database.close()
    say("closed")


async def append_many(database: Database, id: str, life: str, appends: int) -> None:
    conversation = await database.log.load(WORKSPACE, ConversationId(id)) or await begin(database, id)
    for number in range(appends):
        if conversation is None:
            return
        text = f"{id}/{life}/{number}"
        change = commit(conversation, said(conversation, text), key=key(text, id))
        try:
            await database.log.append(change)
        except Unavailable as error:
            say(f"no {error}")
            continue
        say(f"ack {id} {change.after.head_seq} {text}")
        conversation = change.after
        if number % 5 == 4:
            with suppress(Unavailable):
                await database.index.catch_up()


async def begin(database: Database, id: str) -> Conversation | None:
    change = started(Start(id=id, visitor=id))
    try:
        await database.log.append(change)
    except Unavailable as error:
        say(f"no {error}")
        return None
    return change.after


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def read_acks(output: bytes) -> list[Ack]:
    """Return what a killed process had promised; a line that it could not finish was promised to nobody."""
    lines = output.decode().rpartition("\n")[0].splitlines()
    words = [line.split() for line in lines if line.startswith("ack ")]
    return [Ack(ConversationId(id), Seq(int(seq)), text) for _, id, seq, text in words]


async def unkept(path: Path, acks: Iterable[Ack]) -> list[str]:
    """Return what is wrong with a database after crashes: lost promises, broken pages, states that the log does not tell."""
    wrong: list[str] = []
    database = open_database(path, "n")
    logs = {}
    for (id,) in await database.tables.rows("SELECT conversation_id FROM conversations"):
        name = ConversationId(str(id))
        logs[name] = await database.log.read(WORKSPACE, name, Seq(0), 1_000_000)
        if fold(name, logs[name]) != await database.log.load(WORKSPACE, name):
            wrong.append(f"{name}: the state is not what the log tells")
        if [recorded.seq for recorded in logs[name]] != list(range(1, len(logs[name]) + 1)):
            wrong.append(f"{name}: the log has a hole")
    for (lost,) in await database.tables.rows(NEITHER_INDEXED_NOR_DUE):
        wrong.append(f"{lost!s}: no search will ever find it")
    for ack in acks:
        log = logs.get(ack.conversation_id, ())
        event = log[ack.seq - 1].event if len(log) >= ack.seq else None
        if not isinstance(event, Message) or event.text != ack.text:
            wrong.append(f"lost: {ack}")
        if await database.log.answer(WORKSPACE, ack.conversation_id, ack.text) is None:
            wrong.append(f"forgotten: {ack}")
    await database.close()
    connection = apsw.Connection(str(path))
    connection.execute("INSERT INTO search_words (search_words) VALUES ('integrity-check')")
    if (state := connection.pragma("integrity_check")) != "ok":
        wrong.append(f"integrity: {state}")
    connection.close()
    return wrong


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
