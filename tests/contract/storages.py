"""Every storage that the contract holds for: a name, and how to open an empty one.

Another database is one more function and one more entry. Nothing is tested here.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

from relevo.core.ids import Millis
from relevo.ports import EffectQueue, EventLog, Inbox, Tables
from relevo.storage.memory import Memory
from relevo.storage.sqlite import open_database

NODE = "node-1"
"""The node that every storage is opened for."""


class Log(EventLog, Protocol):
    """The port, and what operators need besides."""

    async def purge_answers(self, before: Millis) -> int: ...


class Storage(Protocol):
    """What a storage offers to the parts above it."""

    @property
    def log(self) -> Log: ...
    @property
    def effects(self) -> EffectQueue: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def tables(self) -> Tables: ...
    @property
    def is_healthy(self) -> bool: ...


@asynccontextmanager
async def in_memory(place: Path) -> AsyncIterator[Storage]:
    yield Memory(NODE)


@asynccontextmanager
async def on_sqlite(place: Path) -> AsyncIterator[Storage]:
    database = open_database(place / "relevo.db", NODE)
    try:
        yield database
    finally:
        await database.close()


STORAGES: dict[str, Callable[[Path], AbstractAsyncContextManager[Storage]]] = {
    "memory": in_memory,
    "sqlite": on_sqlite,
}
