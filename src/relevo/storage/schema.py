"""The migrations that this version of Relevo knows, and how a database stands to them.

A migration is a file `migrations/NNNN_name.sql`, applied in order of its number and never changed afterwards. One text
serves every database: what only one of them understands stands in a comment that begins with its name, such as
`/*sqlite WITHOUT ROWID*/`. Not here: applying them; each storage does that in its own transactions.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from relevo.storage.errors import SchemaAltered, SchemaTooNew

_FILE = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")

REMEMBER = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
)
"""
"""Where a database remembers what was applied to it."""
APPLIED = "SELECT number, name, checksum FROM schema_migrations ORDER BY number"
RECORD = "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)"


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step; `checksum` is the SHA-256 of its text."""

    number: int
    name: str
    sql: str
    checksum: str

    @property
    def title(self) -> str:
        """The name of its file without the ending."""
        return f"{self.number:04}_{self.name}"

    def sql_for(self, database: str) -> str:
        """Return the text with what is meant for one database (`sqlite`, `postgresql`) taken out of its comments."""
        return re.sub(rf"/\*{database}\s(.*?)\*/", r"\1", self.sql, flags=re.DOTALL)


@dataclass(frozen=True, slots=True)
class Applied:
    """A migration as the database remembers it."""

    number: int
    name: str
    checksum: str


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """How a database stands: the titles of what was applied, and of what is to be applied."""

    applied: tuple[str, ...]
    pending: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Is there nothing to apply?"""
        return not self.pending


@cache
def migrations() -> tuple[Migration, ...]:
    """Return every migration of this version, in order. Raises ValueError when two share a number."""
    found = [
        _read(match, entry.read_text("utf-8"))
        for entry in files("relevo.storage").joinpath("migrations").iterdir()
        if (match := _FILE.fullmatch(entry.name))
    ]
    found.sort(key=lambda migration: migration.number)
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"migrations must count 1, 2, 3 …: {', '.join(migration.title for migration in found)}")
    return tuple(found)


def pending(known: Sequence[Migration], applied: Sequence[Applied]) -> tuple[Migration, ...]:
    """Return what is still to be applied.

    Raises:
        SchemaTooNew: the database has a migration beyond the known ones.
        SchemaAltered: the database has another text under one of the numbers.
    """
    if len(applied) > len(known):
        beyond = applied[len(known)]
        raise SchemaTooNew(
            f"The database was migrated by a newer Relevo: it has {beyond.number:04}_{beyond.name}, this version ends"
            f" with {known[-1].title if known else 'nothing'}.",
            "Start the newer Relevo again, or restore the backup from before the upgrade.",
        )
    for mine, theirs in zip(known, applied, strict=False):
        if (mine.number, mine.name, mine.checksum) != (theirs.number, theirs.name, theirs.checksum):
            raise SchemaAltered(
                f"Migration {mine.title} is not what was applied to the database"
                f" ({theirs.number:04}_{theirs.name}, {theirs.checksum[:12]}… there, {mine.checksum[:12]}… here).",
                "Install the released package again; a migration that was applied may not be edited, add a new one.",
            )
    return tuple(known[len(applied) :])


def status(known: Sequence[Migration], applied: Sequence[Applied]) -> SchemaStatus:
    """Return how a database stands. Raises as `pending` does."""
    todo = pending(known, applied)
    return SchemaStatus(
        tuple(f"{one.number:04}_{one.name}" for one in applied), tuple(migration.title for migration in todo)
    )


def _read(match: re.Match[str], text: str) -> Migration:
    checksum = hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()
    return Migration(int(match[1]), match[2], text, checksum)
