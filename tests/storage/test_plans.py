"""Every query finds its rows through an index; one that reads a whole table would be slow only once there are many."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Filter, Value, View
from relevo.storage import statements
from relevo.storage.list_queries import page_query
from relevo.storage.lists import Cursor
from relevo.storage.sqlite.connection import numbered, open_connection
from relevo.storage.sqlite.inbox import COUNTS
from relevo.storage.sqlite.migrate import upgrade

WORKSPACE = WorkspaceId("ws_1")
HOT = [
    "LOAD", "START", "MOVE", "MOVE_STATUS", "OPEN", "LATEST", "ADD_EVENT", "READ", "ADD_ANSWER", "ANSWER", "TAKE_BACK_ANSWER",
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


@pytest.mark.parametrize("after", [None, Cursor(Millis(1), "c_1")], ids=["first", "next"])
@pytest.mark.parametrize("view", View)
def test_a_page_is_found_through_the_index_of_its_view(connection: apsw.Connection, view: View, after: Cursor | None):
    steps = plan(connection, *page_query(WORKSPACE, Filter(view=view, agent_id="a"), after, 50))

    assert not scans(steps), steps
    searches = [step for step in steps if step.startswith("SEARCH")]
    index = "conversations_by_owner" if view is View.MINE else "conversations_by_stage"
    assert searches
    assert all(index in search for search in searches), searches
    assert all(("(updated_at,conversation_id)<" in search) == (after is not None) for search in searches), searches


@pytest.mark.parametrize("view", [View.HANDOFF, View.MINE, View.ASSISTANT, View.CLOSED])
def test_a_page_of_one_stage_needs_no_sorting(connection: apsw.Connection, view: View):
    steps = plan(connection, *page_query(WORKSPACE, Filter(view=view, agent_id="a", text="x", label="y"), None, 50))

    assert not [step for step in steps if "TEMP B-TREE" in step], steps


def test_counts_are_read_and_not_counted(connection: apsw.Connection):
    assert [step for step in plan(connection, COUNTS) if "tallies" in step] == [
        "SEARCH tallies USING PRIMARY KEY (workspace_id=? AND kind=?)",
        "SEARCH tallies USING PRIMARY KEY (workspace_id=? AND kind=? AND name=?)",
    ]


def test_a_text_of_a_caller_is_never_part_of_the_query():
    hostile = "'; DROP TABLE events; --"

    sql, values = page_query(
        WORKSPACE, Filter(text=hostile, label=hostile, channel=hostile, responded_by=hostile, agent_id=hostile), None, 5
    )

    assert "DROP" not in sql
    assert sum("drop" in str(value).lower() for value in values) == 4
