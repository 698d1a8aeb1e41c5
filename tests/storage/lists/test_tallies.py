"""The counts that are kept are the counts that counting finds, whatever writes to the conversations."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from relevo.core.conversation import Conversation
from relevo.core.ids import Seq
from relevo.storage.sqlite.connection import numbered, open_connection
from relevo.storage.sqlite.migrate import upgrade
from relevo.storage.statements import MOVE, START, move_values, start_values
from tests.contract.given import MARIA, TOM, Start, asked_for_human, commit, released, said, started, taken

KEPT = "SELECT workspace_id, kind, name, count FROM tallies WHERE count <> 0 ORDER BY 1, 2, 3"
COUNTED = """
SELECT workspace_id, 'stage', stage, COUNT(*) FROM conversations GROUP BY workspace_id, stage
UNION ALL
SELECT workspace_id, 'owner', owner_id, COUNT(*) FROM conversations WHERE owner_id IS NOT NULL GROUP BY workspace_id, owner_id
ORDER BY 1, 2, 3
"""


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[apsw.Connection]:
    path = tmp_path / "x.db"
    path.touch()
    connection = open_connection(path, cache_kib=1_000)
    upgrade(connection)
    yield connection
    connection.close()


def begin(connection: apsw.Connection, id: str, workspace: str = "ws_1") -> Conversation:
    conversation = started(Start(id=id, visitor=id, workspace=workspace)).after
    connection.execute(numbered(START), start_values(conversation))
    return conversation


def move(connection: apsw.Connection, conversation: Conversation, *steps) -> Conversation:
    for step in steps:
        after = commit(conversation, step(conversation)).after
        connection.execute(numbered(MOVE), move_values(after, conversation.head_seq))
        conversation = after
    return conversation


def kept(connection: apsw.Connection) -> list[tuple[object, ...]]:
    found = connection.execute(KEPT).fetchall()
    assert found == connection.execute(COUNTED).fetchall()
    return found


def test_starting_and_moving_is_counted(connection: apsw.Connection):
    first, second = begin(connection, "c_1"), begin(connection, "c_2")
    begin(connection, "c_1", "ws_2")
    assert kept(connection) == [("ws_1", "stage", "assistant", 2), ("ws_2", "stage", "assistant", 1)]

    owned = move(connection, first, asked_for_human, taken)
    move(connection, second, lambda one: taken(one, TOM))
    assert ("ws_1", "owner", MARIA.id, 1) in kept(connection)

    move(connection, owned, released)
    assert ("ws_1", "owner", MARIA.id, 1) not in kept(connection)


def test_erased_conversations_are_not_counted(connection: apsw.Connection):
    begin(connection, "c_1")
    move(connection, begin(connection, "c_2"), taken)

    connection.execute("DELETE FROM conversations WHERE conversation_id = 'c_2'")
    assert kept(connection) == [("ws_1", "stage", "assistant", 1)]

    connection.execute("DELETE FROM conversations")
    assert kept(connection) == []


def test_an_append_that_is_refused_is_not_counted(connection: apsw.Connection):
    conversation = begin(connection, "c_1")

    connection.execute(numbered(START), start_values(conversation))
    connection.execute(numbered(MOVE), move_values(commit(conversation, taken(conversation)).after, Seq(7)))

    assert kept(connection) == [("ws_1", "stage", "assistant", 1)]


def test_a_message_touches_no_count(connection: apsw.Connection):
    """Messages are most of what is written."""
    conversation = begin(connection, "c_1")
    connection.execute("CREATE TRIGGER alarm AFTER UPDATE ON tallies BEGIN SELECT RAISE(ABORT, 'touched'); END")

    spoken = move(connection, conversation, said, said)

    with pytest.raises(apsw.ConstraintError, match="touched"):
        move(connection, spoken, asked_for_human)
