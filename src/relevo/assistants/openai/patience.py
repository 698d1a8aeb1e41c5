"""How long an endpoint is waited for: the deadlines of one turn, and the rest that a failing endpoint is given.

Not here: connections (`endpoint`). Time is the event loop's, so a test's loop can own it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from relevo.ports import AssistantFailed

Waited = TypeVar("Waited")

GRACE_S = 0.5
"""How long an answer that has finished is waited for to end its stream."""


class EndpointDown(AssistantFailed):
    """The endpoint cannot be reached, is overloaded or does not answer in time: no visitor's words can bring this about."""


class Deadlines:
    """The deadlines of one turn: of its first token, then of silence and of the whole, then of the end of a finished answer.

    One timer for what is `heeded` looks, when it strikes, whether the deadline has moved on: a timer for each token would cost
    as much as reading it.
    """

    __slots__ = (
        "_begin",
        "_heeded",
        "_idle_s",
        "_loop",
        "_since",
        "_strikes_at",
        "_timer",
        "_turn_s",
        "_until",
        "has_begun",
    )

    def __init__(self, first_token_s: float, idle_s: float, turn_s: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._begin = self._loop.time()
        self._idle_s = idle_s
        self._turn_s = turn_s
        self._until = self._begin + min(first_token_s, turn_s)
        self.has_begun = False
        """Is the first token here?"""
        self._since = self._begin
        """When the last wait began."""
        self._heeded: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._strikes_at = 0.0

    async def wait(self, awaited: Awaitable[Waited]) -> Waited:
        """Return what comes in time.

        The deadline is on this wait alone and not on the code between two of them: that is the reader's own task, and a
        deadline that strikes there would cancel it at some place of its own.

        Raises:
            EndpointDown: the deadline is over.
        """
        self._since = self._loop.time()
        scope = asyncio.timeout_at(self._due())
        try:
            async with scope:
                return await awaited
        except TimeoutError:
            if not scope.expired():
                raise
            raise EndpointDown(self._missed()) from None

    def heeded(self, coming: "asyncio.Future[None]") -> "asyncio.Future[None]":
        """Return the same future, to be awaited by nobody else and at once: it fails with EndpointDown when the deadline is over first."""
        self._heeded, self._since = coming, self._loop.time()
        if self._timer is None:
            if self._due() > self._since:
                self._arm()
            else:  # a timer would come after the next bytes, every time while they come fast
                coming.set_exception(EndpointDown(self._missed()))
        return coming

    def close(self) -> None:
        """Nothing more is waited for."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def follow(self, *, has_begun: bool, has_finished: bool) -> None:
        """Go by how far the answer has come: is its first token here, or all of it but the end of the stream?"""
        if has_begun and not self.has_begun:
            self.has_begun = True
            self._until = self._begin + self._turn_s
        if has_finished:
            self._until = min(self._until, self._loop.time() + GRACE_S)
        self.close()  # what is heeded next may have less time than the timer would leave it

    def _due(self) -> float:
        return min(self._until, self._since + self._idle_s) if self.has_begun else self._until

    def _arm(self) -> None:
        self._strikes_at = self._due()
        self._timer = self._loop.call_at(self._strikes_at, self._strike)

    def _strike(self) -> None:
        self._timer = None
        if self._heeded is None or self._heeded.done():
            return
        if self._due() > self._strikes_at:
            self._arm()
        else:
            self._heeded.set_exception(EndpointDown(self._missed()))

    def _missed(self) -> str:
        if not self.has_begun:
            return "no first token in time"
        return "the turn took too long" if self._due() == self._until else "the endpoint fell silent in mid-answer"


class Rest:
    """Leaves an endpoint alone after several failures in a row. Then one request tries it; the others wait for its outcome."""

    __slots__ = ("_failures", "_limit", "_rest_s", "_time", "_until")

    def __init__(self, limit: int, rest_s: float, time: Callable[[], float] | None = None) -> None:
        self._limit = limit
        self._rest_s = rest_s
        self._time = time or (lambda: asyncio.get_running_loop().time())
        self._failures = 0
        self._until = 0.0

    def check(self) -> None:
        """Raises EndpointDown while the endpoint rests."""
        if self._failures < self._limit:
            return
        now = self._time()
        if now < self._until:
            raise EndpointDown("the endpoint rests after several failures")
        self._until = now + self._rest_s

    def failed(self) -> None:
        """One more failure in a row."""
        self._failures += 1
        if self._failures >= self._limit:
            self._until = self._time() + self._rest_s

    def worked(self) -> None:
        """The endpoint answers."""
        self._failures = 0
