"""An assistant out of any Python callable: function, coroutine, generator, async generator, or an object that is called.

Not here: finding it by name (`loading`). Async ones run in the loop and are cancelled like any task; plain ones run in a thread,
because they may block, and are abandoned when nobody waits for them any more.
"""

import inspect
import traceback
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import aclosing

from relevo.assistants.function.thread import Threads
from relevo.ports import AskHuman, AssistantFailed, Chunk, OfferPerson, Reply, Transcript

Said = str | Chunk | AskHuman | OfferPerson | None
Replies = Said | Iterable[Said] | AsyncIterator[Said]
"""What a function may give."""
Function = Callable[[Transcript], Replies | Awaitable[Replies]]

THREADS = 32


class FunctionAssistant:
    """Calls a function for each turn. It is still a function: calling it calls the one that it was made of."""

    def __init__(self, function: Function, threads: int = THREADS) -> None:
        self.function = function
        self.__doc__ = function.__doc__
        self._name = getattr(function, "__qualname__", type(function).__name__)
        self._threads = Threads(threads)

    def __call__(self, transcript: Transcript) -> Replies | Awaitable[Replies]:
        """Call the function itself."""
        return self.function(transcript)

    async def reply(self, transcript: Transcript) -> AsyncGenerator[Reply, None]:
        """Stream what the function gives.

        Raises:
            AssistantFailed: it raised something, gave something that is no reply, or all its threads are taken.
        """
        try:
            async with aclosing(self._said(transcript)) as said:
                async for each in said:
                    for reply in self._replies(each):
                        yield reply
                        if not isinstance(reply, Chunk):
                            return
        except AssistantFailed:
            raise
        except Exception as error:
            raise AssistantFailed(f"{self._name} raised {type(error).__name__}{_place(error)}") from error

    async def aclose(self) -> None:
        """Nothing is kept; threads that still run end by themselves."""

    async def _said(self, transcript: Transcript) -> AsyncGenerator[object, None]:
        if _is_async(self.function):
            given: object = self.function(transcript)
            async with aclosing(_flat(given)) as said:
                async for each in said:
                    yield each
            return
        async with aclosing(self._threads.run(lambda: self.function(transcript))) as said:
            async for given in said:
                async with aclosing(_flat(given)) as flat:
                    async for each in flat:
                        yield each

    def _replies(self, said: object) -> Iterator[Reply]:
        match said:
            case None | "":
                return
            case str():
                yield Chunk(said)
            case Chunk() | AskHuman() | OfferPerson():
                yield said
            case _:
                raise AssistantFailed(f"{self._name} gave a {type(said).__name__}, which is no reply")


def _place(error: Exception) -> str:
    """Say where in the function it was raised. Its words may be a visitor's, which no log may hold (trust.md T27)."""
    frames = traceback.extract_tb(error.__traceback__)
    return f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def assistant(function: Function) -> FunctionAssistant:
    """Make an assistant of a function; to be used as a decorator."""
    return FunctionAssistant(function)


async def _flat(given: object) -> AsyncGenerator[object, None]:
    """Give the single replies of whatever a function gave; here and not in a thread, so only what does not block."""
    if inspect.isawaitable(given):
        given = await given
    if isinstance(given, AsyncIterator):
        try:
            async for each in given:
                yield each
        finally:
            if isinstance(given, AsyncGenerator):
                await given.aclose()
    elif isinstance(given, list | tuple):
        for each in given:
            yield each
    else:
        yield given


def _is_async(function: object) -> bool:
    """Does calling it only make a coroutine or an async generator?"""
    called = function if inspect.isroutine(function) else getattr(function, "__call__", function)  # noqa: B004 - what is called is looked at, not whether it can be
    return any(
        check(each)
        for check in (inspect.iscoroutinefunction, inspect.isasyncgenfunction)
        for each in (function, called)
    )
