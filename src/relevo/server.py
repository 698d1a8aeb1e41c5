"""The web server: uvicorn on its own socket, which ends open streams when it is told to stop.

uvicorn waits for every open response before it lets the application shut down, and streams never end by themselves; so
they are ended from the signal's handler, and what is left after a time-out is cut.
Not here: the application (`app`) or TLS, which is the reverse proxy's.
"""

import asyncio
import gc
import signal
import socket
from collections.abc import Awaitable, Callable
from importlib import import_module
from types import FrameType

import uvicorn

from relevo.settings import Server as ServerSettings

BACKLOG = 2048
YOUNG_OBJECTS = 10_000
"""New objects between two looks for garbage. With Python's 700 a busy server spends a tenth of its time looking: most objects
of a request outlive a look, become old that way, and soon all that is old is looked through, tens of milliseconds at once."""

LEFT_OUT = ("relevo.workspace.base.jose", "relevo.api.phones")
"""What is imported only where it is used: together a fifth of the time to start."""

SETTLES_S = 2.0
"""How long after the start the first look for garbage is: a tenth of a second that nobody has to wait for before it serves."""


class AddressInUse(Exception):
    """Something else listens on the address; the message says what to do."""


class Server(uvicorn.Server):
    """Serves the application until SIGTERM or SIGINT; a second signal ends the process at once."""

    def __init__(
        self,
        application: Callable[..., Awaitable[None]],
        settings: ServerSettings,
        end_streams: Callable[[], None],
        ready: Callable[[], None],
        protocol: type[asyncio.Protocol],
    ) -> None:
        """`ready` is called once connections are accepted; `protocol` is HTTP on one of them."""
        config = uvicorn.Config(
            application,
            loop="uvloop",
            http=protocol,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=settings.stop_timeout_s,
            timeout_keep_alive=20,
        )
        super().__init__(config)
        self._end_streams = end_streams
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        self._ready()
        asyncio.get_running_loop().call_later(SETTLES_S, self._settle)

    def _settle(self) -> None:
        """Load what the start has left out, beside the work, before somebody has to wait for it; then look after garbage."""
        loop = asyncio.get_running_loop()
        loop.run_in_executor(None, _load_the_rest).add_done_callback(lambda _: _spare_collections())

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn names them
        """Take note of a signal and end the streams; uvicorn calls this between two steps of the event loop.

        uvicorn's own would raise the signal again once it has stopped, which kills the process before the database and
        the assistants are closed. Whoever sends a second one wants that: an orderly end could wait for a disk that hangs, and
        what was acknowledged is safe from a kill (trust.md G4, G17).
        """
        if self.should_exit:
            signal.signal(sig, signal.SIG_DFL)
            signal.raise_signal(sig)
        self.should_exit = True
        self._end_streams()


def _load_the_rest() -> None:
    for name in LEFT_OUT:
        import_module(name)


def _spare_collections() -> None:
    """Leave what is there for good out of the search for garbage, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    gc.enable()


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one.

    Raises:
        AddressInUse: with the mend.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        reason = error.strerror or error
        raise AddressInUse(
            f"Cannot listen on {host}:{port}: {reason}. Stop what uses it, or choose another with --port."
        ) from error
    listener.listen(BACKLOG)
    return listener
