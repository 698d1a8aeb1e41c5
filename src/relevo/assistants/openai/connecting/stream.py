"""A TCP connection as the client of an endpoint reads it: the event loop's own transport, with nothing between.

A token arrives as one small piece, and what stands between the socket and the parser is paid for each. The client's own way takes
a scope with a deadline, two lists of handlers and a pause of the transport for every one (`bench/README.md`, P7).
Not here: where it leads (`confined`) and what is said over it (httpx2), but for where a head ends and what a plain chunk is.
"""

import asyncio
import re
import ssl
from collections.abc import Awaitable
from typing import Any, TypeVar, cast

import httpcore2

MOST_BUFFERED = 256 * 1024
"""Bytes that may wait to be read; at the first piece above them the peer is told to wait. One piece alone may be longer."""

_HEAD_END = re.compile(rb"\n\r?\n")
"""Where the client's parser, h11, sees the end of an answer's head."""
_CHUNK_BEGIN = re.compile(rb"([1-9a-fA-F][0-9a-fA-F]{0,3})\r\n")
"""The first line of a plain chunk of less than 64 KiB (RFC 9112, section 7.1); no size of nothing, which is the end."""

T = TypeVar("T")


async def connect(address: str, port: int, local_address: str | None = None) -> "Stream":
    """Connect to an address. Raises httpcore2.ConnectError."""
    local = None if local_address is None else (local_address, 0)
    try:
        _, stream = await asyncio.get_running_loop().create_connection(Stream, address, port, local_addr=local)
    except (OSError, OverflowError) as error:
        raise httpcore2.ConnectError(str(error)) from error
    return stream


class Stream(asyncio.Protocol, httpcore2.AsyncNetworkStream):
    """Both ends of it: the event loop puts bytes in, the client takes them out.

    The first read after a write gives the head of an answer alone, where all of it is there. Then `is_at_body`: the client's
    parser waits for a chunk, and `chunks` may take those that are plain past it.
    """

    _transport: asyncio.Transport

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._buffer: bytes | bytearray = b""
        """What has come and is not taken; bytes as long as one piece at a time does, which is nearly always."""
        self._has_ended = False
        self._failure: Exception | None = None
        self._is_paused = False
        self._has_asked = False
        """Is the head of an answer what comes next?"""
        self.is_at_body = False
        self._coming: asyncio.Future[None] | None = None
        """Done with the next bytes, or the end."""
        self._room: asyncio.Future[None] | None = None
        """Done once the transport takes more, or the end; None while it does."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the event loop."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are none by name

    def data_received(self, piece: bytes) -> None:
        """Called by the event loop."""
        if self._buffer:
            self._add(piece)
        else:
            self._buffer = piece
        if self._coming is not None and not self._coming.done():  # as `_wake`, without a call for each token
            self._coming.set_result(None)

    def eof_received(self) -> None:
        """Called by the event loop; it closes the transport then."""
        self._has_ended = True
        _wake(self._coming)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the event loop."""
        self._has_ended = True
        self._failure = exc
        _wake(self._coming)
        _wake(self._room)

    def pause_writing(self) -> None:
        """Called by the event loop."""
        self._room = self._loop.create_future()

    def resume_writing(self) -> None:
        """Called by the event loop."""
        _wake(self._room)
        self._room = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, or what comes next; nothing after the end. Raises ReadError, ReadTimeout."""
        while not self._buffer:
            if self._failure is not None:
                raise httpcore2.ReadError(str(self._failure)) from self._failure
            if self._has_ended:
                return b""
            await _within(timeout, self.coming(), httpcore2.ReadTimeout)
        head = _HEAD_END.search(self._buffer, 0, max_bytes) if self._has_asked else None
        # A head in two pieces ends where their seam is not seen: its body is the client's.
        self._has_asked, self.is_at_body = False, head is not None
        size = head.end() if head else max_bytes
        piece = bytes(self._buffer[:size])
        self._keep(size)
        return piece

    def chunks(self) -> bytes | None:
        """Return what the plain chunks hold that have come whole; nothing where one has yet to come, None where the client must read on.

        That is at the end, and at everything out of the ordinary. Only where `is_at_body`, and never again after None.
        """
        buffer = self._buffer
        if not buffer:
            return None if self._has_ended else b""
        if not isinstance(buffer, bytes):
            buffer = bytes(buffer)
        at = end = 0
        chunks: list[bytes] = []
        while begin := _CHUNK_BEGIN.match(buffer, at):
            end = begin.end() + int(begin[1], 16)
            if buffer[end : end + 2] != b"\r\n":
                break
            chunks.append(buffer[begin.end() : end])
            at = end + 2
            if at == len(buffer):
                break  # nearly always after the first
        if chunks:
            self._keep(at)
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)
        is_plain = begin is not None and len(buffer) < end + 2 and not self._has_ended
        return b"" if is_plain else None

    def coming(self) -> "asyncio.Future[None]":
        """Return what is done with the next bytes, or the end. Only one may wait."""
        self._coming = self._loop.create_future()
        return self._coming

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes, and wait where too many wait to be sent. Raises WriteError, WriteTimeout."""
        self._require_open()
        self._has_asked = True
        self._transport.write(buffer)
        if self._room is not None:
            await _within(timeout, self._room, httpcore2.WriteTimeout)
            self._require_open()

    async def aclose(self) -> None:
        """Close the connection at once: what the endpoint still has to say is not wanted."""
        self.abort()

    def abort(self) -> None:
        """The same from where nothing can be waited for."""
        self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "Stream":
        """Go on encrypted. Raises ConnectError, ConnectTimeout.

        What a peer says in clear before that is nobody's answer: whoever is on the way could have said it (CVE-2011-0411).
        """
        if self._buffer or self._has_ended or self._transport.is_closing():
            self._transport.abort()
            raise httpcore2.ConnectError("the connection ended, or something came before it was encrypted")
        starting = self._loop.start_tls(self._transport, self, ssl_context, server_hostname=server_hostname)
        try:
            transport = await _within(timeout, starting, httpcore2.ConnectTimeout)
        except OSError as error:
            self._transport.abort()
            raise httpcore2.ConnectError(str(error)) from error
        if transport is None:
            raise httpcore2.ConnectError("the connection was closed")
        self._transport = transport
        return self

    def get_extra_info(self, asked: str) -> Any:
        """Return what httpcore asks of a stream: whether there is something to read, the TLS object, the addresses, the socket."""
        if asked == "is_readable":
            return bool(self._buffer) or self._has_ended
        names = {"client_addr": "sockname", "server_addr": "peername", "ssl_object": "ssl_object", "socket": "socket"}
        return self._transport.get_extra_info(names[asked]) if asked in names else None

    def _add(self, piece: bytes) -> None:
        """One more piece before those that are here were taken."""
        if isinstance(self._buffer, bytes):
            self._buffer = bytearray(self._buffer)
        self._buffer += piece
        if len(self._buffer) > MOST_BUFFERED and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()

    def _keep(self, at: int) -> None:
        """Keep what comes after what was taken."""
        self._buffer = self._buffer[at:]
        if self._is_paused and len(self._buffer) <= MOST_BUFFERED // 2 and not self._has_ended:
            self._is_paused = False
            self._transport.resume_reading()

    def _require_open(self) -> None:
        if self._has_ended or self._transport.is_closing():
            raise httpcore2.WriteError(str(self._failure or "the connection is closed"))


async def _within(timeout_s: float | None, waited: Awaitable[T], too_late: type[Exception]) -> T:
    if timeout_s is None:
        return await waited
    try:
        async with asyncio.timeout(timeout_s):
            return await waited
    except TimeoutError:
        raise too_late("no answer in time") from None


def _wake(future: "asyncio.Future[None] | None") -> None:
    if future is not None and not future.done():
        future.set_result(None)
