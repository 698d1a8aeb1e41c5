"""Compares what is stored of every conversation with what its log adds up to (G22), in a database that may be in use.

Not here: what clients are shown of a log (`checking`).
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

from relevo.core.evolve import fold
from relevo.core.ids import ConversationId
from relevo.engine.codec import decode_conversation
from relevo.storage.sqlite.connection import numbered, open_connection
from relevo.storage.statements import READ, START, recorded_of, start_values

COLUMNS = [name.strip() for name in START[START.index("(") + 1 : START.index(")")].split(",")]
"""Every column that a conversation's row has from the start, in the order of `start_values`."""
STATE = COLUMNS.index("state")
ALL = -1
Row = Sequence[Any]


def faults_of_states(path: Path) -> list[str]:
    """Fold every log of a database and compare the outcome with the row, column for column, as of one moment."""
    with closing(open_connection(path, cache_kib=1_000, is_reader=True)) as connection:
        connection.execute("BEGIN")
        faults = [fault for row in _rows(connection) for fault in _faults_of_row(connection, row)]
        orphans = connection.execute(
            "SELECT DISTINCT conversation_id FROM events WHERE (workspace_id, conversation_id) NOT IN"
            " (SELECT workspace_id, conversation_id FROM conversations)"
        )
        return faults + [f"{id} has a log and no row" for (id,) in orphans]


def count_of_states(path: Path) -> int:
    """Return how many conversations a database has."""
    with closing(open_connection(path, cache_kib=1_000, is_reader=True)) as connection:
        return len(list(_rows(connection)))


def _rows(connection: apsw.Connection) -> Iterator[Row]:
    yield from connection.execute(f"SELECT {', '.join(COLUMNS)} FROM conversations")


def _faults_of_row(connection: apsw.Connection, row: Row) -> list[str]:
    workspace_id, id = str(row[0]), str(row[1])
    log = [recorded_of(event) for event in connection.execute(numbered(READ), (workspace_id, id, 0, ALL))]
    seqs = [recorded.seq for recorded in log]
    if seqs != list(range(1, len(seqs) + 1)):
        return [f"{id}: its log has a hole"]
    told = fold(ConversationId(id), log)
    if told is None:
        return [f"{id} has a row and no log"]
    expected = start_values(told)
    # The state is compared as what it says: fields that hold their default may be written or left out.
    found = [
        f"{id}: {name} is {stored!r}, its log says {due!r}"
        for name, stored, due in zip(COLUMNS, row, expected, strict=True)
        if name != "state" and stored != due
    ]
    if decode_conversation(str(row[STATE])) != told:
        found.append(f"{id}: the state is {row[STATE]!r}, its log says {expected[STATE]!r}")
    return found
