"""One OpenAI-compatible endpoint over HTTP: its connections, its refusals, its answer as payloads.

Not here: what is asked (`prompt`) and what is answered (`answer`). Redirects are not followed: a key must not travel.
"""

import asyncio
from typing import NamedTuple

import httpx2

from relevo.assistants.openai.connecting.body import Body
from relevo.assistants.openai.connecting.confined import confine
from relevo.assistants.openai.options import OpenAIOptions
from relevo.assistants.openai.patience import Deadlines, EndpointDown
from relevo.assistants.openai.sse import EventReader
from relevo.assistants.openai.wire import NOT_JSON, decode_problem
from relevo.destinations import ANYWHERE, Destinations
from relevo.ports import AssistantFailed

BODY_BYTES = 1024 * 1024
"""The most of an answer in one piece."""
PROBLEM_BYTES = 16 * 1024
STREAM_BYTES = 8 * 1024 * 1024
"""The most of a stream, comments and unknown fields included."""
CONNECT_S = 5.0
DRAIN_S = 0.05
_DOWN = (401, 403, 408, 425, 429)


class Refused(NamedTuple):
    """What an endpoint says no with. Its text is for finding out what to leave out, and for nobody else: it may repeat what a
    visitor wrote, and no log may hold that (trust.md T27).
    """

    status: int
    text: str
    code: str
    """Its name for the reason, such as `model_not_found`; empty where it gives none, or one that is no name."""


class Endpoint:
    """One client for one endpoint; connections are kept and bounded."""

    def __init__(self, options: OpenAIOptions, destinations: Destinations = ANYWHERE) -> None:
        base = options.url.rstrip("/")
        self._url = base if base.endswith("/chat/completions") else f"{base}/chat/completions"
        self._key = options.key
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream", "Accept-Encoding": "identity"}
        if options.key:
            headers["Authorization"] = f"Bearer {options.key}"
        wait_s = options.first_token_ms / 1000
        limits = httpx2.Limits(
            max_connections=options.max_connections,
            max_keepalive_connections=min(options.max_connections, 20),
            keepalive_expiry=30.0,
        )
        # Reading has no limit of its own here: `Deadlines` knows what is being waited for.
        timeout = httpx2.Timeout(connect=CONNECT_S, read=None, write=10.0, pool=wait_s)
        self._client = httpx2.AsyncClient(headers=headers, timeout=timeout, limits=limits, follow_redirects=False)
        confine(self._client, destinations, is_own=destinations.is_own(options.url))

    async def ask(self, body: bytes, deadlines: Deadlines) -> "Reading | Refused":
        """Send a request; return its answer to be read, or the refusal.

        Raises:
            EndpointDown: nobody answers.
        """
        response = await self._send(body, deadlines)
        if response.is_success:
            return Reading(response, deadlines)
        try:
            return Refused(response.status_code, *await self._problem(response, deadlines))
        finally:
            await response.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def _send(self, body: bytes, deadlines: Deadlines) -> httpx2.Response:
        request = self._client.build_request("POST", self._url, content=body)
        try:
            return await deadlines.wait(self._client.send(request, stream=True))
        except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError):
            # A kept connection that the endpoint closed in the same moment; a new one is not affected.
            pass
        except httpx2.HTTPError as error:
            raise _unreachable(error) from error
        try:
            return await deadlines.wait(self._client.send(request, stream=True))
        except httpx2.HTTPError as error:
            raise _unreachable(error) from error

    async def _problem(self, response: httpx2.Response, deadlines: Deadlines) -> tuple[str, str]:
        """Return what a refusal says, in one line and without our key, and its code."""
        content, body = b"", response.aiter_raw()
        try:
            while len(content) < PROBLEM_BYTES and (piece := await deadlines.wait(anext(body, None))):
                content += piece
            problem = decode_problem(content)
        except (httpx2.HTTPError, *NOT_JSON):
            return "", ""
        text = problem.text()
        return (text.replace(self._key, "…") if self._key else text)[:300], problem.code()


def refused(problem: Refused) -> AssistantFailed:
    """Return the failure that a refusal is."""
    told = f"the endpoint answered {problem.status}" + (f" ({problem.code})" if problem.code else "")
    is_down = problem.status >= 500 or problem.status in _DOWN
    return EndpointDown(told) if is_down else AssistantFailed(told)


class Reading:
    """An answer while it is read. Closing it, at any moment, ends the work of the endpoint."""

    __slots__ = ("_body", "_reader", "_size", "has_ended")

    def __init__(self, response: httpx2.Response, deadlines: Deadlines) -> None:
        self._body = Body(response, deadlines)
        self.has_ended = False
        """Has all been read?"""
        self._reader: EventReader | _WholeReader | None = None
        self._size = 0

    async def payloads(self) -> list[bytes]:
        """Return the payloads that come with the next bytes, or with the end of the stream.

        Raises:
            EndpointDown: it takes too long.
            AssistantFailed: the connection broke, or this is no answer of any known form.
        """
        try:
            piece = await self._body.read()
        except httpx2.HTTPError as error:
            raise AssistantFailed(f"the endpoint's answer broke off: {type(error).__name__}") from error
        if piece is None:
            self.has_ended = True
            return self._reader.close() if self._reader else []
        self._size += len(piece)
        if self._size > STREAM_BYTES:
            raise AssistantFailed(f"the endpoint sent more than {STREAM_BYTES} bytes")
        if self._reader is None:
            self._reader = _reader_for(piece)
        return self._reader.feed(piece)

    async def drain(self) -> None:
        """Read the end of a finished stream, if it comes at once: then the connection can be used again."""
        try:
            async with asyncio.timeout(DRAIN_S):
                for _ in range(8):
                    if await self._body.read() is None:
                        return
        except (TimeoutError, EndpointDown, httpx2.HTTPError):
            return

    async def aclose(self) -> None:
        """Free the connection; in mid-answer it is closed."""
        await self._body.aclose()


class _WholeReader:
    """An answer in one piece, from an endpoint that does not stream."""

    def __init__(self) -> None:
        self._content = bytearray()

    def feed(self, piece: bytes) -> list[bytes]:
        self._content += piece
        if len(self._content) > BODY_BYTES:
            raise AssistantFailed(f"the endpoint sent more than {BODY_BYTES} bytes in one piece")
        return []

    def close(self) -> list[bytes]:
        return [bytes(self._content), b"[DONE]"]


def _reader_for(piece: bytes) -> EventReader | _WholeReader:
    """The first byte tells more than the content type, which many endpoints get wrong."""
    match piece.lstrip()[:1]:
        case b"{":
            return _WholeReader()
        case b"<":
            raise AssistantFailed("the endpoint sent a web page instead of an answer")
        case _:
            return EventReader()


def _unreachable(error: httpx2.HTTPError) -> EndpointDown:
    return EndpointDown(f"the endpoint cannot be reached: {type(error).__name__}")
