"""Effects in memory, as leased rows with a due time.

Not here: writing new ones; they come with a commit (`log`).
"""

from collections.abc import Sequence
from dataclasses import replace

from relevo.core.ids import Millis
from relevo.core.react import Effect
from relevo.ports import Leased
from relevo.storage.memory.shelf import Kept, Shelf, place_of


class MemoryEffects:
    """`ports.EffectQueue` in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def lease(self, node: str, now: Millis, until: Millis, limit: int) -> Sequence[Leased]:
        self._shelf.require_available()
        ready = sorted((one for one in self._waiting() if one.ready_at <= now), key=_order)[: max(limit, 0)]
        for one in ready:
            one.node, one.ready_at, one.attempts = node, until, one.attempts + 1
        return tuple(Leased(one.effect, one.attempts) for one in ready)

    async def finish(self, effect: Effect) -> None:
        self._shelf.require_available()
        self._shelf.effects.pop(place_of(effect), None)

    async def postpone(self, effect: Effect, due_at: Millis, error: str | None) -> None:
        self._shelf.require_available()
        kept = self._shelf.effects.get(place_of(effect))
        if kept is not None:
            kept.effect, kept.ready_at, kept.node = replace(kept.effect, due_at=due_at), due_at, None
            kept.last_error, kept.attempts = error, 0 if error is None else kept.attempts

    async def bury(self, effect: Effect, error: str) -> None:
        self._shelf.require_available()
        kept = self._shelf.effects.get(place_of(effect))
        if kept is not None:
            kept.is_buried, kept.last_error, kept.node = True, error, None

    async def next_due(self) -> Millis | None:
        self._shelf.require_available()
        return min((one.ready_at for one in self._waiting()), default=None)

    def _waiting(self) -> list[Kept]:
        return [one for one in self._shelf.effects.values() if not one.is_buried]


def _order(kept: Kept) -> tuple[Millis, tuple[tuple[str, str], str]]:
    return kept.ready_at, place_of(kept.effect)
