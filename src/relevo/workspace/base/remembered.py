"""What was read a moment ago, kept in memory, and the word that it has changed.

Not here: what is read. Every kept value is at most `KEEP_MS` old, so a right that another node took away is gone after
that (trust.md G21 asks for 20 s with the streams' own look every 10 s); in the same process it is gone at once.
"""

from collections.abc import Awaitable, Callable, Hashable, Iterable
from typing import Generic, TypeVar

from relevo.ports import Clock

KEEP_MS = 5_000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Changes:
    """Tells everybody in this process that something with an identifier is no longer as it was read."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[str], None]] = []

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with the identifier of whatever changes."""
        self._listeners.append(listener)

    def tell(self, changed_id: str) -> None:
        """Say that this has changed; call it after the write is durable."""
        for listener in self._listeners:
            listener(changed_id)


class Remembered(Generic[K, V]):
    """Values by key, each for at most `keep_ms`, at most `limit` of them: the longest known goes first.

    `ids_in` names everything that a value tells something of; when one of these changes, the value is forgotten.
    """

    def __init__(
        self, clock: Clock, limit: int, ids_in: Callable[[V], Iterable[str]], *, keep_ms: int = KEEP_MS
    ) -> None:
        self._clock = clock
        self._limit = limit
        self._ids_in = ids_in
        self._keep_ms = keep_ms
        self._known: dict[K, tuple[V, int]] = {}
        self._keys: dict[str, set[K]] = {}
        self._forgettings = 0

    def peek(self, key: K) -> V | None:
        """Return the value if it is known and fresh. A clock that jumped back makes nothing live longer."""
        entry = self._known.get(key)
        if entry is None:
            return None
        if not 0 <= self._clock.now_ms() - entry[1] < self._keep_ms:
            self._drop(key)
            return None
        return entry[0]

    async def get(self, key: K, load: Callable[[K], Awaitable[V | None]]) -> V | None:
        """Return the known value or load it. What does not exist (None) is not remembered."""
        value = self.peek(key)
        if value is not None:
            return value
        forgettings = self._forgettings
        at = self._clock.now_ms()
        value = await load(key)
        # What was read before somebody said "changed" must not be kept after it.
        if value is not None and forgettings == self._forgettings:
            self._keep(key, value, at)
        return value

    def forget(self, changed_id: str) -> None:
        """Drop every value that tells something of this, and do not keep what is being loaded right now."""
        self._forgettings += 1
        for key in tuple(self._keys.get(changed_id, ())):
            self._drop(key)

    def clear(self) -> None:
        """Drop everything: something new may belong to any value."""
        self._forgettings += 1
        self._known.clear()
        self._keys.clear()

    def _keep(self, key: K, value: V, at: int) -> None:
        self._drop(key)
        self._drop_old()
        if len(self._known) >= self._limit:
            self._drop(next(iter(self._known)))
        self._known[key] = (value, at)
        for each in self._ids_in(value):
            self._keys.setdefault(each, set()).add(key)

    def _drop_old(self) -> None:
        """Drop what is no longer fresh: nothing stays in memory only because nobody asks for it again."""
        now_ms = self._clock.now_ms()
        while self._known:
            key, (_, at) = next(iter(self._known.items()))
            if 0 <= now_ms - at < self._keep_ms:
                return
            self._drop(key)

    def _drop(self, key: K) -> None:
        entry = self._known.pop(key, None)
        if entry is None:
            return
        for each in self._ids_in(entry[0]):
            keys = self._keys.get(each, set())
            keys.discard(key)
            if not keys:
                self._keys.pop(each, None)
