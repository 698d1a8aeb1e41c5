"""The whole storage in memory, for tests of Relevo and of what is built on it: the same contracts, nothing survives.

Not here: durability. Production uses a database; one contract suite (`tests/contract`) runs on this and on those.
"""

from relevo.storage.memory.effects import MemoryEffects
from relevo.storage.memory.inbox import MemoryInbox
from relevo.storage.memory.log import MemoryLog
from relevo.storage.memory.shelf import Shelf
from relevo.storage.memory.tables import MemoryTables

__all__ = ["Memory"]


class Memory:
    """A storage in memory; `node` is who holds the leases of effects that a commit writes as due at once."""

    def __init__(self, node: str) -> None:
        self._shelf = Shelf(node)
        self.log = MemoryLog(self._shelf)
        self.effects = MemoryEffects(self._shelf)
        self.inbox = MemoryInbox(self._shelf)
        self.tables = MemoryTables(self._shelf)

    @property
    def is_healthy(self) -> bool:
        """Can it take work?"""
        return self._shelf.is_available

    def break_down(self) -> None:
        """From now on every call raises `Unavailable`, as after a disk failure."""
        self._shelf.is_available = False

    def recover(self) -> None:
        """Answer again; everything that was written is still there."""
        self._shelf.is_available = True
