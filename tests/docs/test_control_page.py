"""The page on control says what the core does, and leaves no command, event or refusal out."""

import os
from pathlib import Path

from relevo.core.commands import COMMANDS
from relevo.core.events import EVENTS
from tests.docs.control_page import page

PAGE = Path(__file__).parents[2] / "docs/control.md"


def test_the_page_on_control_is_current():
    """`RELEVO_TEST_REWRITE=1 pytest tests/docs` writes the page anew."""
    if os.environ.get("RELEVO_TEST_REWRITE"):
        PAGE.write_text(page(), "utf-8")

    assert PAGE.read_text("utf-8") == page()


def test_every_command_event_and_refusal_says_what_it_is():
    """A dataclass without a docstring gets its signature as one, which says nothing."""
    written = page()
    for kind in (*COMMANDS, *EVENTS.values()):
        assert kind.__doc__ is not None
        assert not kind.__doc__.startswith(f"{kind.__name__}(")
    assert all(f"`{command.__name__}`" in written for command in COMMANDS)
    assert all(f"`{name}`" in written for name in EVENTS)
