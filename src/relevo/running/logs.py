"""What the server writes about itself: lines for people or JSON, to standard error.

Not here: what is written. Only names and numbers go into logs; texts of conversations and secrets never do.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

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

_LEVELS = logging.getLevelNamesMapping()


def configure_log(settings: Log) -> None:
    """Set level and form for the whole process."""
    is_json = settings.format == "json"
    last = structlog.processors.JSONRenderer() if is_json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info
            if is_json
            else structlog.processors.ExceptionPrettyPrinter(sys.stderr),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[settings.level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
