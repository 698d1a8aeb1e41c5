"""What the written pages point to is there: links between them, and in the tour the folders and tests that it names."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, files

LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)")
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)*/?)`")
PLACES = ("", "src/relevo")


def anchors(page: Path) -> set[str]:
    """Return what can stand after `#`: the headings as GitHub writes them."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", files(".md"))
def test_every_link_leads_to_a_page_and_a_heading(path: str) -> None:
    page = ROOT / path
    for target, heading in LINK.findall(page.read_text("utf-8")):
        found = page.parent / target if target else page
        assert found.exists(), target
        assert not heading or heading in anchors(found), f"{target}#{heading}"


def test_everything_that_the_tour_names_beside_a_promise_is_there() -> None:
    rows = [line for line in (ROOT / "docs/tour.md").read_text("utf-8").splitlines() if line.startswith("|")]
    named = {name for row in rows for name in PATH.findall(row) if "/" in name}
    assert len(named) > 50
    assert [name for name in sorted(named) if not any((ROOT / place / name).exists() for place in PLACES)] == []
