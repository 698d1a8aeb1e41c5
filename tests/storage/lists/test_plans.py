"""Every query finds its rows through an index; one that reads a whole table would be slow only once there are many."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest

from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Filter, Order, Value, View
from relevo.storage import statements
from relevo.storage.list_queries import Part, page_query
from relevo.storage.lists import Cursor, Place, places_of
from relevo.storage.search.document import wanted
from relevo.storage.search.question import phrases
from relevo.storage.sqlite.connection import numbered, open_connection
from relevo.storage.sqlite.inbox import COUNTS
from relevo.storage.sqlite.migrate import upgrade
from relevo.storage.sqlite.search import asked, search, with_score

WORKSPACE = WorkspaceId("ws_1")
HOT = [
    "LOAD", "START", "TALK", "MOVE", "MOVE_STATUS", "OPEN", "LATEST", "ADD_EVENT", "MARK_DUE", "READ", "ADD_ANSWER", "ANSWER", "TAKE_BACK_ANSWER",
    "PURGE_ANSWERS", "ADD_EFFECT", "FINISH", "POSTPONE", "BURY", "NEXT_DUE", "READY", "LEASE",
]  # fmt: skip

AT_START = ["RELEASE_LEASES"]
"""Carried out once, when nobody waits: a scan of the effects is cheaper than an index that every message pays for."""


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[apsw.Connection]:
    path = tmp_path / "x.db"
    path.touch()
    connection = open_connection(path, cache_kib=1_000)
    upgrade(connection)
    yield connection
    connection.close()


def plan(connection: apsw.Connection, sql: str, values: tuple[Value, ...] | None = None) -> list[str]:
    sql = numbered(sql)
    given = values or (1,) * max([0, *(number for number in range(1, 30) if f"?{number}" in sql)])
    return [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", given)]


def scans(steps: list[str]) -> list[str]:
    """Steps that read a whole table or index; the parts of a merged list are small by their limit."""
    return [
        step for step in steps if step.startswith("SCAN") and not step.endswith(("part", "merged")) and "(" not in step
    ]


def test_every_statement_is_looked_at():
    named = {name for name, value in vars(statements).items() if name.isupper() and isinstance(value, str)}

    assert {name for name in named if not name.startswith("_")} == {*HOT, *AT_START}


@pytest.mark.parametrize("name", sorted(set(HOT) - {"NEXT_DUE"}))
def test_no_statement_of_the_log_reads_a_whole_table(connection: apsw.Connection, name: str):
    steps = plan(connection, getattr(statements, name))

    assert not scans(steps), steps
    assert not [step for step in steps if "TEMP B-TREE" in step], steps


def test_the_next_due_effect_is_the_first_of_its_index(connection: apsw.Connection):
    assert plan(connection, statements.NEXT_DUE) == ["SCAN effects USING INDEX effects_by_readiness"]


@pytest.mark.parametrize("place", [None, Place.WAITING, Place.RECENT], ids=["first", "waiting", "recent"])
@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("view", View)
def test_a_page_is_found_through_the_index_of_its_view(
    connection: apsw.Connection, view: View, order: Order, place: Place | None
):
    after = Cursor(place, Millis(1), "c_1") if place else None
    for part in places_of(order):
        query = page_query(WORKSPACE, Part(Filter(view=view, agent_id="a"), order, part, after), 50)
        if query is None:
            continue
        steps = plan(connection, *query)
        searches = [step for step in steps if step.startswith("SEARCH")]
        assert not scans(steps), steps
        assert searches
        assert all(index_of(view, part) in search for search in searches), searches
        begins = "(waiting_since,conversation_id)>" if part is Place.WAITING else "(updated_at,conversation_id)<"
        assert all((begins in search) == (part is place) for search in searches), searches


def index_of(view: View, place: Place) -> str:
    if place is Place.WAITING:
        return "conversations_waiting_for_owner" if view is View.MINE else "conversations_waiting "
    return "conversations_by_owner" if view is View.MINE else "conversations_by_stage"


@pytest.mark.parametrize("view", [View.HANDOFF, View.MINE, View.ASSISTANT, View.CLOSED])
@pytest.mark.parametrize("order", Order)
def test_a_page_of_one_stage_needs_no_sorting(connection: apsw.Connection, view: View, order: Order):
    for part in places_of(order):
        query = page_query(WORKSPACE, Part(Filter(view=view, agent_id="a", labels=("y",)), order, part), 50)
        steps = plan(connection, *query) if query else []
        assert not [step for step in steps if "TEMP B-TREE" in step], steps


@pytest.mark.parametrize("view", [View.HANDOFF, View.ASSISTANT, View.CLOSED])
def test_nobody_is_looked_for_where_nobody_can_be(view: View):
    """A part that a stage cannot have rows in would be read to its end in vain."""
    parts = [page_query(WORKSPACE, Part(Filter(view=view), Order.URGENCY, place), 50) for place in Place]

    assert [part is None for part in parts] == [view is not View.HANDOFF, view is View.HANDOFF]


def test_few_that_pass_a_filter_are_fetched_one_by_one(connection: apsw.Connection):
    chosen = Filter(labels=("y",))
    query = page_query(WORKSPACE, Part(chosen, Order.RECENT, Place.RECENT, None, asked((), wanted("w", chosen))), 50)
    assert query is not None

    steps = plan(connection, *query)

    assert steps[0].startswith("SCAN search_words VIRTUAL TABLE INDEX"), steps
    assert "conversations_by_document" in steps[1], steps


def test_a_search_reads_what_it_finds_in_order_and_scores_no_more_than_it_ranks(connection: apsw.Connection):
    with_score(connection)
    seen: list[tuple[str, Any]] = []

    def note(cursor: apsw.Cursor, sql: str, values: Any) -> bool:
        seen.append((sql, values or ()))
        return True

    connection.set_exec_trace(note)
    search(connection, (WORKSPACE, Filter(text="x"), phrases("x")), None, 50)
    connection.set_exec_trace(None)
    ((sql, values),) = [one for one in seen if "relevo_score" in one[0]]

    steps = plan(connection, sql, values)

    assert len(steps) == 2, steps
    assert "conversations_by_document" in steps[1], steps


def test_counts_are_read_and_not_counted(connection: apsw.Connection):
    assert [step for step in plan(connection, COUNTS) if "tallies" in step] == [
        "SEARCH tallies USING PRIMARY KEY (workspace_id=? AND kind=?)",
        "SEARCH tallies USING PRIMARY KEY (workspace_id=? AND kind=? AND name=?)",
    ]


def test_a_text_of_a_caller_is_never_part_of_the_query():
    hostile = "'; DROP TABLE events; --"

    chosen = Filter(
        labels=(hostile,), channel=hostile, responded_by=hostile, agent_id=hostile, view=View.MINE, text=hostile
    )
    query = page_query(WORKSPACE, Part(chosen, Order.RECENT, Place.RECENT), 5)
    assert query is not None
    sql, values = query

    assert "DROP" not in sql
    assert sum("drop" in str(value).lower() for value in values) == 4


@pytest.mark.parametrize(
    "hostile", ["'; DROP TABLE events; --", '" OR tags : "t', "a* NEAR(b, 2)", "{about} : x ^y", "\0\x1f"]
)
def test_no_text_of_a_caller_is_understood_as_the_language_of_the_index(hostile: str):
    question = asked(phrases(hostile), wanted(hostile, Filter(labels=(hostile,), channel=hostile)))

    outside = re.sub(r'"[^\W_]+(?: [^\W_]+)*"(?: \*)?', "", question)
    assert set(re.findall(r"\w+", outside)) <= {"about", "said", "tags", "AND", *re.findall(r"t[0-9a-f]{16}", question)}
