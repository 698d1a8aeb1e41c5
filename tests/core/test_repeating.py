"""Asking twice: every command, given again at once, changes nothing more. A double click is no second decision.

What is said is said as often as it is sent; that a retry does not say it twice is the affair of idempotency keys
(`engine/handle`).
"""

from contextlib import suppress

import pytest

from relevo.core.commands import Command
from relevo.core.errors import Refusal
from tests.core.given import MARIA, Talk, a_conversation, closed, waiting, with_agent
from tests.core.table.rows import ROWS

SAID = {
    row for row in ROWS if row.startswith(("PostMessage visitor", "PostMessage owner", "PostMessage colleague taking"))
} | {"AddNote"}
STATES = {"assistant": a_conversation, "waiting": waiting, "agent": lambda: with_agent(MARIA), "closed": closed}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("row", [row for row in ROWS if row not in SAID])
def test_a_command_given_again_changes_nothing(row: str, state: str) -> None:
    talk = STATES[state]()
    command = ROWS[row](talk.conversation)
    asked(talk, command)
    once = talk.conversation
    asked(talk, command)
    assert talk.conversation == once


def test_what_is_said_again_is_there_twice() -> None:
    """Otherwise the test above could not fail."""
    for row in SAID:
        talk = with_agent(MARIA) if row == "PostMessage owner" else a_conversation()
        command = ROWS[row](talk.conversation)
        asked(talk, command)
        once = talk.conversation
        asked(talk, command)
        assert talk.conversation.head_seq > once.head_seq


def asked(talk: Talk, command: Command) -> None:
    with suppress(Refusal):
        talk.when(command)
