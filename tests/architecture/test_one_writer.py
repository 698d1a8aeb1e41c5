"""One writer: whatever happens to a conversation goes through engine/handle, and no other code writes the log (docs/trust.md, rule 1).

Without a `Commit` nothing can be appended to an event log, and past it there is only SQL.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Place, Source, product, references, told

# module or its beginning: why it may know a Commit
KNOWN_TO = {
    "relevo.engine.handle": "the one writer",
    "relevo.ports": "says what a Commit is",
    "relevo.storage": "carries it out",
}
STORAGE = "relevo.storage"
COMMITS = ("relevo.ports.Commit", "relevo.ports.log.Commit")
WRITING = re.compile(
    r"\b(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE(?: OR \w+)?|DELETE FROM)\s+(?:events|conversations)\b"
)


def test_only_the_writer_makes_commits() -> None:
    found = [place for source in product() for place in commits(source)]
    assert not found, told(found)


def test_only_the_storage_writes_the_tables_of_the_log() -> None:
    found = [place for source in product() for place in writings(source)]
    assert not found, told(found)


@pytest.mark.parametrize(
    "text",
    [
        "from relevo.ports import Commit\nCommit(1)",
        "from relevo import ports\nports.Commit(1)",
        "import relevo.ports.log as kept\nkept.Commit(1)",
    ],
)
def test_the_rule_of_commits_bites(text: str) -> None:
    assert list(commits(Source.of("src/relevo/features/x.py", text)))
    assert not list(commits(Source.of("src/relevo/engine/handle/x.py", text)))


@pytest.mark.parametrize(
    "sql", ["UPDATE conversations SET epoch = 1", "INSERT INTO events VALUES (1)", "DELETE FROM  events"]
)
def test_the_rule_of_tables_bites(sql: str) -> None:
    text = f'STATEMENT = """{sql}"""'
    assert list(writings(Source.of("src/relevo/workspace/x.py", text)))
    assert not list(writings(Source.of("src/relevo/storage/x.py", text)))
    assert not list(writings(Source.of("src/relevo/workspace/x.py", 'STATEMENT = "UPDATE visitors SET name = 1"')))


def commits(source: Source) -> Iterator[Place]:
    if is_in(source, *KNOWN_TO):
        return
    for name, line in references(source):
        if name in COMMITS:
            yield Place(source.path, line, "only engine/handle writes the log")


def writings(source: Source) -> Iterator[Place]:
    if is_in(source, STORAGE):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITING.search(node.value):
            yield Place(source.path, node.lineno, "only the storage writes these tables")


def is_in(source: Source, *places: str) -> bool:
    return any(source.module == place or source.module.startswith(f"{place}.") for place in places)
