"""Writes docs/control.md from the core itself: the table, the commands, the events, the refusals."""

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from inspect import getdoc

import relevo.core.conversation as state
from relevo.core.commands import COMMANDS, Command
from relevo.core.errors import Refusal
from relevo.core.events import EVENTS, Event

HEAD = """# Control: every move, event and refusal

This page is written by `RELEVO_TEST_REWRITE=1 pytest tests/docs`; a test keeps it current. The code it tells about is in `src/relevo/core`.

## The table

A row for each command and who gives it, a column for each state. A cell names the events that follow, or after `!` the refusal's code;
`-` means that nothing happens and the answer is the same as before. Owner means the agent in control, colleague another.
"""


def page() -> str:
    """Return the page."""
    table = [line for line in (state.__doc__ or "").splitlines() if line.startswith("|")]
    parts = [HEAD, *table, "", "## Commands", "", *_commands(), "", "## Events", "", *_events(), "", "## Refusals", ""]
    return "\n".join([*parts, *_refusals(), ""])


def _commands() -> Iterator[str]:
    yield "| command | what it asks | from outside |"
    yield "|---|---|---|"
    for command in COMMANDS:
        yield f"| `{command.__name__}` | {_said(command)} | {_route(command)} |"


def _route(command: type[Command]) -> str:
    public = getattr(command, "public", None)
    body = [_field(field) for field in fields(command) if "body" in field.metadata]
    told = f" `{{{', '.join(body)}}}`" if body else ""
    if public is None:
        return told.strip() or "–"
    audience, verb = public
    start = "/v1/visitor/conversations" if audience == "visitor" else "/v1/conversations"
    return f"`POST {start}/{{id}}/{verb}`{told}"


def _field(field: "Field[object]") -> str:
    is_needed = field.default is MISSING and field.default_factory is MISSING
    return str(field.metadata["body"] or field.name) + ("" if is_needed else "?")


def _events() -> Iterator[str]:
    yield "| event | what happened | changes control | visitors see it |"
    yield "|---|---|---|---|"
    for name, event in EVENTS.items():
        changes = "yes" if event.changes_control else ""
        yield f"| `{name}` | {_said(event)} | {changes} | {'no' if event.is_internal else 'yes'} |"


def _refusals() -> Iterator[str]:
    yield "| code | refusal | when |"
    yield "|---|---|---|"
    for refusal in sorted(_all(Refusal), key=lambda one: (one.code, one.__name__)):
        yield f"| `{refusal.code}` | `{refusal.__name__}` | {_said(refusal)} |"


def _all(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for refusal in kind.__subclasses__():
        if refusal.__module__ == Refusal.__module__:
            yield refusal
            yield from _all(refusal)


def _said(kind: type[Command] | type[Event] | type[Refusal]) -> str:
    """Return the first paragraph of a class's docstring on one line."""
    return " ".join((getdoc(kind) or "").split("\n\n")[0].split()).replace("|", "\\|")
