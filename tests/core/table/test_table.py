"""The control table of `relevo.core.conversation`, cell by cell: what it says is what happens, and it says everything.

Moves that need more than a state and a command (an open offer, a policy) have tests of their own beside this one.
"""

import re

import pytest

from relevo.core import conversation as documented
from relevo.core.commands import COMMANDS, Command
from relevo.core.conversation import Conversation
from relevo.core.decide import decide
from relevo.core.errors import Refusal
from relevo.core.events import EVENTS
from relevo.core.rules import Rules
from tests.core.given import MARIA, Talk, a_conversation, names, resolves, waiting, with_agent
from tests.core.table.drawing import COLUMNS, Table, drawn, parsed
from tests.core.table.rows import ROWS

TABLE = parsed(documented.__doc__ or "")


def states() -> dict[str, list[Conversation]]:
    """A conversation for each column; for the last one of each kind that can be closed."""
    begun: dict[str, list[Talk]] = {
        "assistant": [a_conversation()],
        "waiting": [waiting()],
        "agent": [with_agent(MARIA)],
    }
    ends = [talk.given(resolves(MARIA)) for talk in (a_conversation(), waiting(), with_agent(MARIA))]
    return {column: [talk.conversation for talk in talks] for column, talks in (begun | {"closed": ends}).items()}


STATES = states()
CELLS = [(row, column) for row in ROWS for column in COLUMNS]


@pytest.mark.parametrize(("row", "column"), CELLS, ids=[f"{row}: {column}" for row, column in CELLS])
def test_a_cell_says_what_happens(row: str, column: str) -> None:
    answers = {answer(state, ROWS[row](state)) for state in STATES[column]}
    assert answers == {TABLE.cell(row, column)}


def test_every_row_is_tested() -> None:
    assert list(TABLE.rows) == list(ROWS), "the table and tests/core/table/rows.py name different rows"


def test_every_command_has_a_row() -> None:
    assert {row.split()[0] for row in TABLE.rows} == {command.__name__ for command in COMMANDS}


def test_every_class_of_command_is_listed() -> None:
    """By name: a dataclass with slots leaves the class behind that it was made from."""
    assert {kind.__name__ for kind in COMMANDS} == {kind.__name__ for kind in Command.__subclasses__()}


def test_every_row_asks_what_it_is_named_after() -> None:
    for row, ask in ROWS.items():
        for state in (state for column in STATES.values() for state in column):
            assert type(ask(state)).__name__ == row.split()[0]


def test_every_cell_names_events_or_a_refusal_that_exist() -> None:
    codes = {refusal.code for refusal in refusals()}
    for row in TABLE.rows:
        for column in COLUMNS:
            cell = TABLE.cell(row, column)
            known = (
                cell == "-" or cell.removeprefix("!") in codes if cell[0] in "-!" else set(cell.split()) <= set(EVENTS)
            )
            assert known, f"{row}, {column}: {cell}"


def test_a_table_that_is_drawn_can_be_parsed() -> None:
    assert parsed(drawn(TABLE)) == TABLE


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda text: text.replace("| renamed  ", "|          ", 1), "no entry"),
        (lambda text: re.sub(r"\n\| Rename viewer[^\n]*", r"\g<0>\g<0>", text), "twice"),
        (lambda text: re.sub(r"(\n\| Rename viewer[^\n]*)\|[^|\n]*\|", r"\1|", text), "columns"),
        (lambda text: text.replace("| command by", "| command of"), "no table"),
    ],
)
def test_a_spoilt_table_is_no_table(spoil, complaint) -> None:
    with pytest.raises(ValueError, match=complaint):
        parsed(spoil(documented.__doc__))


def answer(state: Conversation, command: Command) -> str:
    """What happens, in the notation of the table."""
    try:
        return names(decide(state, command, Rules())) or "-"
    except Refusal as refusal:
        return f"!{refusal.code}"


def refusals(kind: type[Refusal] = Refusal) -> list[type[Refusal]]:
    return [found for sub in kind.__subclasses__() for found in (sub, *refusals(sub))]


def suggested() -> dict[str, tuple[str, ...]]:
    """The table as the code would fill it in."""
    return {
        row: tuple(answer(STATES[column][0], ask(STATES[column][0])) for column in COLUMNS) for row, ask in ROWS.items()
    }


if __name__ == "__main__":
    # `python -m tests.core.table.test_table` after a move was added: read it before you paste it.
    print(drawn(Table(suggested())))
