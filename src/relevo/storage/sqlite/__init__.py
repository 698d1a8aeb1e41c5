"""Relevo on one SQLite file, in one process.

Not here: what other databases share with it; that stands in `relevo.storage`.
"""

from relevo.storage.sqlite.database import Database, migrate, open_database, schema_status

__all__ = ["Database", "migrate", "open_database", "schema_status"]
