"""The one writer, and what it needs for itself.

Not here: any rule (`core`), any SQL (`storage`).
"""

from relevo.engine.handle.handle import ATTEMPTS, LEASE_MS, Announce, BuildNote, Handle
from relevo.engine.handle.heads import CACHED
from relevo.engine.handle.outcome import Outcome
from relevo.engine.handle.repeating import IdempotencyMismatch

__all__ = ["ATTEMPTS", "CACHED", "LEASE_MS", "Announce", "BuildNote", "Handle", "IdempotencyMismatch", "Outcome"]
