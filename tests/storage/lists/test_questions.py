"""What the index is asked finds the same, whichever of its lists it goes through; and texts are read as they were stored.

Not here: what is found (`tests/contract/lists/test_search.py`).
"""

import itertools
from functools import partial

import msgspec
import pytest

from relevo.core.conversation import Conversation
from relevo.core.events import Event, Message, NoteAdded, Party, Transferred
from relevo.core.ids import WorkspaceId
from relevo.engine.codec import encode_event
from relevo.ports import Filter, View
from relevo.storage.search.document import IS_ACTIVE, IS_CLOSED, Wanted, text_of, text_stored, wanted
from relevo.storage.search.question import phrases
from relevo.storage.sqlite import Database
from relevo.storage.sqlite.search import asked, by_short_lists
from tests.contract.every_event import EVENTS_WITH_EVERYTHING
from tests.contract.given import TOM, WORKSPACE, Start, commit, resolved, started, taken
from tests.storage.lists.given import begin, found

OTHER = WorkspaceId("ws_2")


async def close(database: Database, conversation: Conversation) -> None:
    for step in (taken, resolved):
        change = commit(conversation, step(conversation))
        await database.log.append(change)
        conversation = change.after


async def given(database: Database, *, closed: int, others: int) -> None:
    """Eight conversations, some closed, and some of another workspace, all with the same word."""
    for number in range(8):
        conversation = await begin(database, number, "a kettle")
        if number < closed:
            await close(database, conversation)
    for number in range(others):
        start = Start(id=f"c_9{number:03}", visitor=f"v_{number}", workspace=OTHER, name="Kettle")
        await database.log.append(started(start))
    await database.index.catch_up()


@pytest.mark.parametrize("closed", [0, 2, 6, 8])
@pytest.mark.parametrize("others", [0, 3])
async def test_short_lists_find_the_same(database: Database, closed: int, others: int):
    await given(database, closed=closed, others=others)
    sought = phrases("kettle")

    for view, workspace in itertools.product(View, (WORKSPACE, OTHER)):
        wish = wanted(workspace, Filter(view=view, agent_id="ag_maria"))
        short = await database._readers.apart(partial(by_short_lists, workspace_id=workspace, of=wish))
        long_way, short_way = [
            await database.tables.rows("SELECT rowid FROM search_words WHERE search_words MATCH $1", asked(sought, one))
            for one in (wish, short)
        ]
        assert short_way == long_way, (view, short)
    assert sorted(await found(database, "kettle")) == [f"c_{number:04}" for number in range(closed, 8)]


async def test_what_nearly_all_have_is_not_asked_for(database: Database):
    everybody = wanted(WORKSPACE, Filter())
    await given(database, closed=2, others=0)

    alone = await database._readers.apart(partial(by_short_lists, workspace_id=WORKSPACE, of=everybody))
    await database.log.append(started(Start(id="c_9", workspace=OTHER)))
    among_others = await database._readers.apart(partial(by_short_lists, workspace_id=WORKSPACE, of=everybody))

    assert (alone.every, alone.none) == ((), (("stage", "closed"),))
    assert (among_others.every, among_others.none) == ((("workspace", WORKSPACE),), (("stage", "closed"),))


async def test_where_most_are_closed_the_active_ones_are_asked_for(database: Database):
    await given(database, closed=6, others=0)

    short = await database._readers.apart(
        partial(by_short_lists, workspace_id=WORKSPACE, of=wanted(WORKSPACE, Filter()))
    )

    assert (short.every, short.none) == ((("status", "active"),), ())


def test_whoever_has_what_is_left_out_does_not_belong_into_the_list():
    chosen = Wanted((("channel", "web"),), none=(IS_CLOSED,))

    assert chosen.holds(frozenset({("channel", "web"), IS_ACTIVE}))
    assert not chosen.holds(frozenset({("channel", "web"), IS_CLOSED}))


@pytest.mark.parametrize(
    "event", [*EVENTS_WITH_EVERYTHING, Transferred(Party("agent", "a", "A", None), TOM, None, "Tom")]
)
def test_a_stored_text_is_the_one_that_was_said(event: Event):
    assert text_stored(event.type, encode_event(event)) == text_of(event)


@pytest.mark.parametrize("type", [Message.type, NoteAdded.type, Transferred.type])
@pytest.mark.parametrize("raw", ["{", "[]", '{"text": 4711, "note": 4711}', "{}"])
def test_a_text_that_cannot_be_read_is_said_to_be_so(type: str, raw: str):
    with pytest.raises(msgspec.DecodeError):
        text_stored(type, raw)
