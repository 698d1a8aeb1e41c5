"""Why a database cannot be opened, each with its mend.

    CannotOpen
    ├── SchemaTooNew      a newer Relevo has migrated it
    ├── SchemaAltered     a migration is not what was applied
    ├── AlreadyRunning    another process has it
    ├── SqliteTooOld      the SQLite library has a known corruption bug
    └── NotADatabase      the file is something else, or cannot be read and written

Not here: failures while running; those are `ports.Unavailable`.
"""


class CannotOpen(Exception):
    """The database cannot be used. `problem` says why, `mend` what to do; the message is both."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"{problem} {mend}")
        self.problem = problem
        self.mend = mend


class SchemaTooNew(CannotOpen):
    """The database has migrations that this version does not know."""


class SchemaAltered(CannotOpen):
    """A migration that was applied differs from the one of the same number here, or is missing between others."""


class AlreadyRunning(CannotOpen):
    """Another process has the database open."""


class SqliteTooOld(CannotOpen):
    """The SQLite library is older than the first one that is safe here."""


class NotADatabase(CannotOpen):
    """The path leads to no usable database."""
