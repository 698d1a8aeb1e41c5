"""Every setting of an installation: its default, limits and meaning, and where its value came from.

Not here: what a workspace decides about its own conversations; those settings are rows in the database.
"""

from relevo.settings.loading import PREFIX, Loaded, Misconfigured, Origin, load
from relevo.settings.sections import (
    Assistant,
    Database,
    Fanout,
    Handoff,
    Limits,
    Log,
    Outgoing,
    Plans,
    Section,
    Server,
    Settings,
    Streams,
)

__all__ = [
    "PREFIX",
    "Assistant",
    "Database",
    "Fanout",
    "Handoff",
    "Limits",
    "Loaded",
    "Log",
    "Misconfigured",
    "Origin",
    "Outgoing",
    "Plans",
    "Section",
    "Server",
    "Settings",
    "Streams",
    "load",
]
