"""A row that cannot be read any more: it is left out of the index, and everything else is found as before."""

import pytest

from relevo.engine.codec import encode_conversation
from relevo.storage.sqlite import Database
from tests.storage.lists.given import begin, due, found, say

SPOILT = ["{", '{"id": 1}', b"\xff\xfe"]


async def spoil(database: Database, id: str, state: str | bytes) -> None:
    """Make a conversation's row unreadable, and due."""
    set_state = "UPDATE conversations SET state = CAST($2 AS TEXT) WHERE conversation_id = $1"
    make_due = "INSERT INTO search_due SELECT workspace_id, conversation_id FROM conversations WHERE conversation_id = $1 ON CONFLICT DO NOTHING"
    await database.tables.write((set_state, (id, state)), (make_due, (id,)))


@pytest.mark.parametrize("state", SPOILT)
async def test_a_conversation_that_cannot_be_read_keeps_no_other_from_being_found(
    database: Database, state: str | bytes
):
    for number in range(3):
        await begin(database, number, "a kettle")
    assert len(await found(database, "kettle")) == 3

    await spoil(database, "c_0001", state)
    await begin(database, 3, "a kettle too")

    assert sorted(await found(database, "kettle")) == ["c_0000", "c_0002", "c_0003"]
    assert await due(database) == 0, "it would be tried again and again"


async def test_one_that_can_be_read_again_is_found_again_once_it_has_changed(database: Database):
    conversation = await begin(database, 1, "a kettle")
    await spoil(database, "c_0001", "{")
    assert await found(database, "kettle") == []

    await spoil(database, "c_0001", encode_conversation(conversation).decode())
    await say(database, conversation, "still a kettle")

    assert await found(database, "kettle") == ["c_0001"]
