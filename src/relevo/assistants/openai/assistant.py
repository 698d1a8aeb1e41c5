"""An assistant behind any OpenAI-compatible `/chat/completions`: always streamed, bounded in every direction.

Not here: the parts that it puts together, which stand in a file each beside this one.
"""

from collections.abc import AsyncGenerator
from typing import Any

import msgspec

from relevo.assistants.openai.answer import Answer
from relevo.assistants.openai.dialect import Dialect, is_too_long
from relevo.assistants.openai.endpoint import Endpoint, Reading, refused
from relevo.assistants.openai.options import OpenAIOptions
from relevo.assistants.openai.patience import Deadlines, EndpointDown, Rest
from relevo.assistants.openai.prompt.messages import instructions, messages
from relevo.assistants.openai.wire import REQUEST_HUMAN
from relevo.destinations import ANYWHERE, Destinations
from relevo.ports import AskHuman, AssistantFailed, Chunk, Reply, Transcript

SHORTEST_HISTORY_CHARS = 1000


class OpenAIAssistant:
    """Streams a model's answers. What an endpoint was found not to understand is kept for its next requests."""

    def __init__(self, options: OpenAIOptions, destinations: Destinations = ANYWHERE) -> None:
        self._options = options
        self._endpoint = Endpoint(options, destinations)
        self._rest = Rest(options.rest_after_failures, options.rest_ms / 1000)
        self._dialect = Dialect(has_tools=options.tools == "on", is_inline=options.system_messages == "inline")

    async def reply(self, transcript: Transcript) -> AsyncGenerator[Reply, None]:
        """Stream an answer. Closing or cancelling the iteration closes the connection.

        Raises:
            AssistantFailed: there is no usable answer.
        """
        self._rest.check()
        options = self._options
        deadlines = Deadlines(options.first_token_ms / 1000, options.idle_ms / 1000, options.turn_ms / 1000)
        answer = Answer(options.max_answer_bytes, is_strict=options.ids == "same")
        reading: Reading | None = None
        try:
            reading = await self._ask(transcript, deadlines)
            while not (answer.is_over or reading.has_ended):
                if answer.has_finished or not deadlines.has_begun:
                    deadlines.follow(has_begun=answer.has_begun, has_finished=answer.has_finished)
                try:
                    payloads = await reading.payloads()
                except AssistantFailed:
                    if not answer.has_finished:
                        raise
                    break
                for payload in payloads:
                    if text := answer.take(payload):
                        yield Chunk(text)
            rest = answer.end()
            self._rest.worked()
            if rest:
                yield Chunk(rest)
            if ask := self._wish(answer, transcript):
                yield ask
            elif answer.is_whole:
                await reading.drain()
        except EndpointDown:
            self._rest.failed()
            raise
        finally:
            deadlines.close()
            if reading is not None:
                await reading.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._endpoint.aclose()

    async def _ask(self, transcript: Transcript, deadlines: Deadlines) -> Reading:
        """Send the request, in simpler words as long as the endpoint refuses for something that can be left out."""
        budget = self._options.history_chars
        while True:
            outcome = await self._endpoint.ask(self._body(transcript, budget), deadlines)
            if isinstance(outcome, Reading):
                return outcome
            if is_too_long(outcome.status, outcome.text) and budget > SHORTEST_HISTORY_CHARS:
                budget //= 2
            elif simpler := self._dialect.after(outcome.status, outcome.text):
                self._dialect = simpler
            else:
                raise refused(outcome)

    def _body(self, transcript: Transcript, budget_chars: int) -> bytes:
        options, dialect = self._options, self._dialect
        may_ask = transcript.may_ask_human and options.tools != "off"
        person = ("tool" if dialect.has_tools else "text") if may_ask else "no"
        told = instructions(transcript, options.prompt, person=person)
        body: dict[str, Any] = {
            "model": options.model,
            "messages": messages(transcript, told, budget_chars, is_inline=dialect.is_inline),
            "stream": True,
            dialect.limit_name: options.max_tokens,
        }
        if dialect.has_temperature:
            body["temperature"] = options.temperature
        if person == "tool":
            body["tools"] = [REQUEST_HUMAN]
        return msgspec.json.encode(body)

    def _wish(self, answer: Answer, transcript: Transcript) -> AskHuman | None:
        """Return the model's call for a person, where it may ask for one."""
        ask = answer.ask()
        if ask is None or (transcript.may_ask_human and self._options.tools != "off"):
            return ask
        if not answer.has_text:
            raise AssistantFailed("the model only asks for a person, and none can be had")
        return None
