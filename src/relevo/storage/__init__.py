"""Where conversations are kept: one package for each database, and what they share (rows, lists, SQL, migrations)."""
