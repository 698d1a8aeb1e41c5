"""HTTP over one connection, with what uvicorn's own lacks: a deadline for headers, and an end for dead and stalled peers.

Not here: the server (`relevo.server`). Pass `http_protocol(…)` as uvicorn's `http`.
"""

import asyncio
import socket
from typing import ClassVar, cast

import msgspec
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from relevo.api.edge.asgi import ABORT, BODY, PIECE, WHOLE, Scope
from relevo.api.problems import MEDIA_TYPE, STATUS

UNSENT_BYTES = 32 * 1024
"""The most that the kernel holds for one client beyond what is on its way."""


def http_protocol(headers_timeout_s: float, unread_timeout_s: float) -> type[HttpToolsProtocol]:
    """Return the protocol with its limits: how long headers may take (trust.md T24), how long what was sent may stay
    unread before the connection counts as dead (G16).
    """
    limits = {"headers_timeout_s": headers_timeout_s, "unread_timeout_s": unread_timeout_s}
    return type("BoundedProtocol", (_Protocol,), limits)


class _Protocol(HttpToolsProtocol):
    headers_timeout_s: ClassVar[float]
    unread_timeout_s: ClassVar[float]
    _deadline: asyncio.TimerHandle | None = None
    _is_in_headers = False
    _idle_since: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast("asyncio.Transport", transport))
        connection = transport.get_extra_info("socket")
        if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
            # Head and body of an answer are two writes: with Nagle's algorithm the second waits 40 ms for the client's
            # delayed acknowledgement. asyncio sets this only on listeners that were made with their protocol's number.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # The kernel would take 4 MB for a client that reads nothing, and its stalling would not be felt until then.
            _set_if_known(connection, "TCP_NOTSENT_LOWAT", UNSENT_BYTES)
            _set_if_known(connection, "TCP_USER_TIMEOUT", int(self.unread_timeout_s * 1000))
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        self._disarm()
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # Most requests come in one piece: only those that did not are worth a timer.
        if self._is_in_headers and self._deadline is None:
            self._arm()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_headers = True
        self._idle_since = None
        scope = cast("Scope", self.scope)
        scope[ABORT], scope[PIECE], scope[WHOLE] = self.transport.abort, self._write_piece, self._write_whole

    def on_headers_complete(self) -> None:
        self._is_in_headers = False
        self._idle_since = None  # once more: the answer before may have come in between
        self._disarm()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        cast("Scope", self.scope)[BODY] = bytes(self.cycle.body)

    def _unset_keepalive_if_required(self) -> None:
        """Leave the timer alone, where uvicorn takes it back with every request and sets it with every answer: it looks when it rings
        how long nothing has been asked. What is no request, such as an empty line, keeps no connection.
        """

    def on_response_complete(self) -> None:
        if self.pipeline or self.transport.is_closing():
            super().on_response_complete()  # sets no timer then
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        self._idle_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._look_in(self.timeout_keep_alive)

    def timeout_keep_alive_handler(self) -> None:
        self.timeout_keep_alive_task = None
        if self._idle_since is None:
            return  # a request is being answered; with its answer the timer is set again
        left_s = self._idle_since + self.timeout_keep_alive - self.loop.time()
        if left_s > 0:
            self._look_in(left_s)
        else:
            super().timeout_keep_alive_handler()

    def _look_in(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def _write_piece(self, piece: bytes) -> bool:
        if self.flow.write_paused or self.transport.is_closing():
            return False
        self.transport.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        return True

    def _write_whole(self, status: int, lines: bytes, body: bytes) -> bool:
        """Do for a plain answer what the cycle's `send` would do in two writes, with a search through every header."""
        cycle = self.cycle
        # While requests wait in the pipeline, the cycle is that of the last one.
        if (
            self.pipeline
            or self.flow.write_paused
            or cycle.disconnected
            or cycle.response_started
            or not cycle.keep_alive
        ):
            return False
        cycle.response_started = cycle.response_complete = True
        shown = b"" if cycle.scope["method"] == "HEAD" else body
        self.transport.write(b"%b%b\r\n%b" % (STATUS_LINE[status], lines, shown))
        cycle.message_event.set()
        cycle.on_response()
        return True

    def send_400_response(self, msg: str) -> None:
        self._refuse("bad-request", msg)

    def _arm(self) -> None:
        self._deadline = self.loop.call_later(self.headers_timeout_s, self._too_slow)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        if self.transport.is_closing():
            return
        if self._is_in_headers:
            self._refuse("timeout", f"The headers did not arrive within {self.headers_timeout_s:g} s.")
        else:
            self.transport.close()

    def _refuse(self, slug: str, detail: str) -> None:
        """Answer what never became a request, and close."""
        status, title = STATUS[slug]
        problem = {"type": f"/problems/{slug}", "title": title, "status": status, "detail": detail}
        body = msgspec.json.encode(problem)
        head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        self.transport.write(STATUS_LINE[status] + head.encode() + body)
        self.transport.close()


def _set_if_known(connection: socket.socket, option: str, value: int) -> None:
    number = getattr(socket, option, None)
    if number is not None:
        connection.setsockopt(socket.IPPROTO_TCP, number, value)
