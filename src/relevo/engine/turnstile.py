"""One at a time for each key, without anything left behind for keys that nobody waits for.

Not here: correctness between nodes; that is the version check of the log. This only spares callers of one node retries.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Self

_Lines = dict[str, deque[asyncio.Future[None]] | None]
"""For each key whose place is held, who waits for it; None as long as nobody has."""


class Turnstile:
    """Lets callers with the same key through one after the other, in the order of arrival."""

    def __init__(self) -> None:
        self._lines: _Lines = {}

    def through(self, key: str) -> "Passage":
        """Hold the place of a key for the length of an `async with`."""
        return Passage(self._lines, key)

    def is_held(self, key: str) -> bool:
        """Is anybody inside, or about to be?"""
        return key in self._lines


class Passage:
    """One caller's way through. Every message takes one, and nearly always alone: then it is an entry in a dictionary."""

    __slots__ = ("_key", "_lines")

    def __init__(self, lines: _Lines, key: str) -> None:
        self._lines = lines
        self._key = key

    async def __aenter__(self) -> Self:
        if self._key in self._lines:
            await self._wait()
        else:
            self._lines[self._key] = None
        return self

    def turn_away(self, refusal: Callable[[], Exception]) -> None:
        """Refuse everybody who waits behind whoever is inside, with an error made for each."""
        line = self._lines[self._key]
        while line:
            turn = line.popleft()
            if not turn.done():
                turn.set_exception(refusal())

    async def __aexit__(self, *raised: object) -> None:
        self._leave()

    async def _wait(self) -> None:
        line = self._lines[self._key]
        if line is None:
            line = self._lines[self._key] = deque()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(turn)
        try:
            await turn
        except BaseException:
            # Who gives up while they wait is passed over later. Whose turn has just come must hand it on themselves; who was
            # turned away has none.
            has_come = not turn.cancel() and not turn.cancelled() and turn.exception() is None
            if has_come:
                self._leave()
            raise

    def _leave(self) -> None:
        """Hand the place to the next who still wants it."""
        line = self._lines[self._key]
        while line:
            turn = line.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        del self._lines[self._key]
