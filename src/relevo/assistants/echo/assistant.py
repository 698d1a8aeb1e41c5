"""Repeats the visitor's words, or a number of tokens, and then ends as it is told to.

Not here: anything clever. With `on_cancel = "ignore"` it goes on like back ends that do not notice that nobody listens:
what it emits then must reach no visitor (trust.md G2a).
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated, Literal

from msgspec import Meta, Struct

from relevo.assistants._text import in_words, visitor_text
from relevo.ports import AskHuman, AssistantFailed, Chunk, OfferPerson, Reply, Transcript


class EchoOptions(Struct, frozen=True, kw_only=True):
    """What to say, how fast, and how it ends."""

    text: Annotated[str, Meta(description="What to say; empty: the visitor's own words.")] = ""
    tokens: Annotated[
        int, Meta(ge=0, le=1_000_000, description="Say so many numbered tokens instead; 0: say the text.")
    ] = 0
    delay_ms: Annotated[float, Meta(ge=0, le=60_000, description="The pause before each token.")] = 0
    ending: Annotated[
        Literal["done", "fail", "ask", "offer", "hang"],
        Meta(description="After the last token: end, fail, ask for a person, offer one, or never end."),
    ] = "done"
    is_silent: Annotated[bool, Meta(description="Say nothing at all before the ending.")] = False
    on_cancel: Annotated[
        Literal["stop", "ignore"], Meta(description="`ignore`: go on emitting whatever the caller does.")
    ] = "stop"


class EchoAssistant:
    """`emitted` counts the tokens that it made, whether or not anybody took them."""

    def __init__(self, options: EchoOptions) -> None:
        self.emitted = 0
        self._options = options
        self._running: set[asyncio.Task[None]] = set()

    async def reply(self, transcript: Transcript) -> AsyncGenerator[Reply, None]:
        """Stream the answer.

        Raises:
            AssistantFailed: the ending is "fail".
        """
        said = self._stubborn(transcript) if self._options.on_cancel == "ignore" else self._tokens(transcript)
        async for reply in said:
            yield reply
        match self._options.ending:
            case "fail":
                raise AssistantFailed("the echo was told to fail")
            case "ask":
                yield AskHuman("The echo was told to ask.")
            case "offer":
                yield OfferPerson()
            case "hang":
                await asyncio.Event().wait()
            case "done":
                return

    async def aclose(self) -> None:
        """End what still emits; this even the stubborn one obeys."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _tokens(self, transcript: Transcript) -> AsyncGenerator[Chunk, None]:
        for token in self._words(transcript):
            await asyncio.sleep(self._options.delay_ms / 1000)
            self.emitted += 1
            yield Chunk(token)

    def _words(self, transcript: Transcript) -> list[str]:
        options = self._options
        if options.is_silent:
            return []
        if options.tokens:
            return [f"t{number} " for number in range(options.tokens)]
        return in_words(options.text or visitor_text(transcript))

    async def _stubborn(self, transcript: Transcript) -> AsyncGenerator[Chunk, None]:
        made: asyncio.Queue[Chunk | None] = asyncio.Queue()

        async def emit() -> None:
            async for chunk in self._tokens(transcript):
                made.put_nowait(chunk)
            made.put_nowait(None)

        task = asyncio.get_running_loop().create_task(emit())
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        while not (task.done() and made.empty()):
            try:
                chunk = await made.get()
            except asyncio.CancelledError:
                continue  # this is what it is for
            if chunk is None:
                return
            yield chunk
