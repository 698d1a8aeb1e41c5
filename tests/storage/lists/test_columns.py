"""The columns that lists look at say what the state says, whichever statement wrote them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from relevo.core.commands import Command
from relevo.core.conversation import Conversation, WithAgent
from relevo.engine.codec import decode_conversation
from relevo.storage.lists import stands_as
from relevo.storage.sqlite import Database
from relevo.storage.statements import start_values
from tests.contract.given import (
    MARIA,
    TOM,
    asked_for_human,
    commit,
    labelled,
    released,
    reopened,
    resolved,
    said,
    taken,
)
from tests.storage.lists.given import begin

COLUMNS = (
    "workspace_id, conversation_id, head_seq, stage, control_kind, owner_id, responder_id, labels, updated_at, waiting_since,"
    " assistant_id, team_id, status, inbox_id, channel, visitor_id, created_at"
)
"""In the order of START, the state left out."""

Step = Callable[[Conversation], Command]


def replied(conversation: Conversation) -> Command:
    return said(conversation, "Hi", by=MARIA)


def vip(conversation: Conversation) -> Command:
    return labelled(conversation, "vip")


async def assert_columns_tell_the_state(database: Database) -> None:
    ((*told, state),) = await database.tables.rows(f"SELECT {COLUMNS}, state FROM conversations")
    standing = start_values(decode_conversation(str(state)))
    assert told == [*standing[:12], *standing[13:]]


@pytest.mark.parametrize(
    "steps",
    [
        (said, vip, said),
        (asked_for_human, said, vip, taken, replied, replied, vip),
        (taken, said, replied, released, said),
        (asked_for_human, taken, said, replied, said, resolved, reopened, said),
    ],
    ids=["labels", "waiting", "release", "resolve"],
)
async def test_every_step_writes_what_it_changes(database: Database, steps: tuple[Step, ...]):
    conversation = await begin(database, 1)
    for step in steps:
        change = commit(conversation, step(conversation))
        await database.log.append(change)
        conversation = change.after
        await assert_columns_tell_the_state(database)


async def test_a_word_leaves_a_conversation_where_it_stands_and_nothing_else_does(database: Database):
    conversation = await begin(database, 1, "Hello")
    owned = commit(conversation, taken(conversation)).after
    spoken = commit(owned, replied(owned)).after

    assert stands_as(spoken, commit(spoken, replied(spoken)).after)
    assert stands_as(spoken, commit(spoken, said(spoken, "Thanks")).after)
    moved = [
        replace(spoken, control=WithAgent(TOM, spoken.updated_at, has_spoken=True)),
        replace(spoken, requested_at=spoken.updated_at),
        replace(spoken, labels=("vip",)),
        replace(spoken, assistant=replace(spoken.assistant, id="as_2")),
        commit(spoken, resolved(spoken)).after,
    ]
    assert not [one for one in moved if stands_as(spoken, one)]
