"""The body of an answer: straight from the connection as long as its chunks are plain, the client's way from there on.

Each token is a chunk of its own, and the client takes it through six generators and a parser written in Python: a quarter of what a token
costs (`bench/README.md`, P7). The end is always the client's, so it knows that the connection can be used again.
Not here: what the pieces say (`sse`) and how long one is waited for (`patience`).
"""

import httpx2

from relevo.assistants.openai.connecting.stream import Stream
from relevo.assistants.openai.patience import Deadlines


class Body:
    """Pieces of a response's body, as they come."""

    __slots__ = ("_deadlines", "_response", "_rest", "_straight")

    def __init__(self, response: httpx2.Response, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._response = response
        self._rest = response.aiter_raw()
        self._straight = _straight(response)
        """None once the client reads."""

    async def read(self) -> bytes | None:
        """Return the next piece, None at the end. Raises httpx2.HTTPError, EndpointDown."""
        if self._straight is not None:
            piece = self._straight.chunks()
            if piece == b"":
                await self._deadlines.heeded(self._straight.coming())
                piece = self._straight.chunks()
            if piece:
                return piece
            # Also for a chunk that comes bit by bit: the client tells each of them, and its deadline counts from the last.
            self._straight = None
        return await self._deadlines.wait(anext(self._rest, None))

    async def aclose(self) -> None:
        """Free the connection; in mid-answer it is closed."""
        await self._rest.aclose()
        await self._response.aclose()


def _straight(response: httpx2.Response) -> Stream | None:
    """Return the connection where the client has read the head of a chunked answer and nothing else."""
    stream = response.extensions.get("network_stream")
    is_chunked = (
        response.status_code == httpx2.codes.OK and response.headers.get("Transfer-Encoding", "").lower() == "chunked"
    )
    return stream if is_chunked and isinstance(stream, Stream) and stream.is_at_body else None
