"""docs/control.md says what the code does: the page is made from it, and a page that has fallen behind fails.

`RELEVO_TEST_REWRITE=1 pytest tests/docs` writes it anew.
"""

import os
from pathlib import Path

from relevo.core.commands import COMMANDS
from relevo.core.events import EVENTS
from tests.docs.control_page import ADDRESSES, OPERATIONS, page

DOCUMENT = Path(__file__).parents[2] / "docs" / "control.md"


def test_the_page_is_what_the_code_says() -> None:
    if os.environ.get("RELEVO_TEST_REWRITE"):
        DOCUMENT.write_text(page(), "utf-8")
    assert DOCUMENT.read_text("utf-8") == page(), "written anew by RELEVO_TEST_REWRITE=1 pytest tests/docs"


def test_the_page_names_every_command_and_event() -> None:
    written = page()
    for name in [*(command.__name__ for command in COMMANDS), *EVENTS]:
        assert f"| `{name}` |" in written


def test_every_public_command_has_an_address_on_the_page() -> None:
    for command in COMMANDS:
        is_public = hasattr(command, "public") or command.__name__ in OPERATIONS
        row = next(line for line in page().splitlines() if line.startswith(f"| `{command.__name__}` |"))
        assert not is_public or "/v1/" in row


def test_every_operation_that_the_page_relies_on_exists() -> None:
    assert {name for names in OPERATIONS.values() for name in names} <= set(ADDRESSES)
