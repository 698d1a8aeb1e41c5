"""What the server writes about itself: lines for people or JSON, to standard error.

Not here: what is written. Only names and numbers go into logs; texts of conversations and secrets never do.
"""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from relevo.settings import Log


@contextmanager
def _without(package: str) -> Iterator[None]:
    """Make Python say, for as long, that a package is not installed."""
    known = sys.modules.get(package)
    sys.modules[package] = None  # type: ignore[assignment]  # the import system's own sign for it
    try:
        yield
    finally:
        del sys.modules[package]
        if known is not None:
            sys.modules[package] = known


# Where it finds `rich`, structlog takes it for tracebacks with local variables: a twentieth of the start, for what no log may hold.
with _without("rich"):
    import structlog

    from relevo.running.faults import LibraryLog, catch_what_nobody_catches, render_fault

_LEVELS = logging.getLevelNamesMapping()


class Lines:
    """Writes each line of the log at once. A fault that the collector of garbage meets in the middle of one is told in the middle of
    one: so whoever writes may write, which structlog's own logger answers by waiting for itself.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._turn = threading.RLock()

    def msg(self, line: str) -> None:
        """Write it."""
        with self._turn:
            self._stream.write(line + "\n")
            self._stream.flush()

    log = debug = info = warn = warning = err = error = critical = fatal = failure = exception = msg


def configure_log(settings: Log) -> None:
    """Set level and form for the whole process."""
    is_json, lines = settings.format == "json", Lines(sys.stderr)
    last = structlog.processors.JSONRenderer() if is_json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            render_fault,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[settings.level.upper()]),
        logger_factory=lambda *_: lines,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[LibraryLog()])
    catch_what_nobody_catches(sys.stderr)
