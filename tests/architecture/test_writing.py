"""What can be read can be trusted: every module says what lives in it, every link leads somewhere, every decision is listed.

What the texts say is for a reader to judge, not for this file.
"""

import ast
import re
from pathlib import Path

from tests.architecture.sources import ROOT, Place, files, sources, told

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
DECISION = re.compile(r"^\d{4}-[a-z0-9-]+\.md$")


def test_every_module_says_what_lives_in_it() -> None:
    found = [
        Place(source.path, 1, "no docstring")
        for source in sources()
        if source.tree.body and not ast.get_docstring(source.tree)
    ]
    assert not found, told(found)


def test_every_shipped_module_says_what_does_not_live_in_it_too() -> None:
    """Two sentences at least; a package marker may do with one."""
    found = [
        Place(source.path, 1, "one sentence on what lives here, one on what does not")
        for source in sources("src/relevo/")
        if not source.is_test
        and not source.path.endswith("__init__.py")
        and sentences(ast.get_docstring(source.tree) or "") < 2
    ]
    assert not found, told(found)


def test_every_link_within_the_documentation_leads_somewhere() -> None:
    found = [
        Place(path, number, target)
        for path in files(".md")
        if "/node_modules/" not in path
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
        for target in links(line)
        if not ((ROOT / path).parent / target).exists()
    ]
    assert not found, told(found)


def test_every_decision_is_numbered_dated_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text("utf-8")
    for decision in sorted(folder.glob("*.md")):
        if decision.name == "README.md":
            continue
        assert DECISION.match(decision.name), decision.name
        assert f"({decision.name})" in listed, f"{decision.name} is missing in the list"
        text = decision.read_text("utf-8")
        assert re.search(r"^\d{4}-\d{2}-\d{2}", text, re.MULTILINE), f"{decision.name} has no date"
        assert "## Alternatives" in text, f"{decision.name} names no alternatives"


def test_links_are_read_as_markdown_means_them() -> None:
    line = "see [a](b.md#part), ![c](d.png), [e](https://example.org/f), [g](#here) and [h](i/)"
    assert links(line) == ["b.md", "d.png", "i/"]


def test_sentences_are_counted_by_their_ends() -> None:
    assert sentences("One thing lives here.\n\nAnother does not: `a.b` is elsewhere.") == 2
    assert sentences("Only v1.2 of it.") == 1


def links(line: str) -> list[str]:
    """The files that a line of Markdown links to; other sites and places in the same file are left out."""
    targets = (first or second for first, second in LINK.findall(line))
    return [
        Path(target.split("#")[0]).as_posix() + ("/" if target.endswith("/") else "")
        for target in targets
        if "://" not in target and not target.startswith(("#", "mailto:"))
    ]


def sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?=\s|$)", text))
