"""Relevo on one SQLite file."""
