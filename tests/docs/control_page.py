"""Writes docs/control.md from the core itself: the table of moves, every command, event and refusal.

What a reader needs to know beside the lists stands here as text; nothing on the page is typed twice.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields
from typing import Any

from relevo.api.openapi import document
from relevo.api.problems import STATUS
from relevo.core import conversation
from relevo.core.commands import COMMANDS, Command
from relevo.core.errors import Refusal
from relevo.core.events import EVENTS, Event
from tests.core.table.drawing import COLUMNS, Table, drawn, parsed

HEAD = """\
# Control: every move, event and refusal

Who may speak to the visitor is one value, `control`: an assistant, nobody yet (waiting), or one agent. It changes in one place
(`relevo.core.decide`), and each change raises the `epoch` by one. An assistant's turn carries the epoch it began in; under any other
nothing it says is committed. Whether the conversation is active or closed is a field of its own.

This page is written by `tests/docs/test_control_page.py` from the code that it describes."""

TABLE = """\
## The table

What happens, for each command and who gives it, in each state. A cell names the events that follow, or the refusal's code after `!`;
`-` means that nothing happens and the answer is the same as before. *Owner* is the agent in control, a *colleague* another agent.
Policies are the defaults, and no offer of a person is open."""

COMMANDS_TEXT = """\
## Commands

What can be asked. Those without an address are asked by Relevo itself: the keyword rule, an assistant's turn, the clock."""

EVENTS_TEXT = """\
## Events

What happened, in the order of `seq`, without a hole for the team. Visitors never get what only the team sees; their streams skip its
position. Every event has `seq`, `type`, `at` (milliseconds UTC), `epoch` (in force from it on), `actor` and `data`."""

REFUSALS_TEXT = """\
## Refusals

The domain's no. Nothing is written when one is given; over HTTP it is a problem of the type `…/problems/<code>`."""

# Two routes for one command, because visitors and agents come through different doors.
OPERATIONS = {"PostMessage": ("post_visitor_message", "post_agent_message")}


def page() -> str:
    """Return the whole page."""
    table = parsed(conversation.__doc__ or "")
    parts = [
        HEAD,
        TABLE,
        drawn(Table({row: tuple(map(_cell, cells)) for row, cells in table.rows.items()})),
        COMMANDS_TEXT,
        _list(("command", "what it does", "over HTTP", "body"), map(_command, COMMANDS)),
        EVENTS_TEXT,
        _list(("event", "what happened", "changes control", "visitor sees it"), map(_event, EVENTS.values())),
        REFUSALS_TEXT,
        _list(("code", "status", "when", "met in the table by"), _refusals(table)),
    ]
    return "\n\n".join(parts) + "\n"


def _cell(cell: str) -> str:
    return cell if cell == "-" else " ".join(f"`{word}`" for word in cell.split())


def _command(command: type[Command]) -> tuple[str, ...]:
    asked = [_asked(field) for field in fields(command) if "body" in field.metadata]
    return f"`{command.__name__}`", _first_line(command), "<br>".join(_routes(command)), ", ".join(asked)


def _asked(field: "Field[Any]") -> str:
    is_required = field.default is MISSING and field.default_factory is MISSING
    return f"`{field.metadata['body'] or field.name}{'' if is_required else '?'}`"


def _routes(command: type[Command]) -> Iterator[str]:
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", command.__name__).lower()
    for operation in OPERATIONS.get(command.__name__, (snake,)):
        if operation in ADDRESSES:
            yield f"`{ADDRESSES[operation]}`"


def _event(event: type[Event]) -> tuple[str, ...]:
    return (
        f"`{event.type}`",
        _first_line(event),
        "yes" if event.changes_control else "",
        "" if event.is_internal else "yes",
    )


def _refusals(table: Table) -> Iterator[tuple[str, ...]]:
    for kind in _tree(Refusal):
        if "code" in vars(kind):
            status, _ = STATUS[kind.code]
            yield f"`{kind.code}`", str(status), _first_line(kind), ", ".join(_met_by(table, kind.code))


def _met_by(table: Table, code: str) -> list[str]:
    rows = [row for row in table.rows for column in COLUMNS if table.cell(row, column) == f"!{code}"]
    return [f"`{name}`" for name in dict.fromkeys(row.split()[0] for row in rows)]


def _tree(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _tree(sub)


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]


def _list(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, tuple("---" for _ in head), *rows))


def _addresses() -> dict[str, str]:
    return {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if "operationId" in operation
    }


ADDRESSES = _addresses()
