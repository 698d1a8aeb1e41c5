"""How a fault that nobody foresaw stands in the log: what it is and where it came about, and none of its words but those about code.

Most errors of Python and of libraries name the value that they could not take, and that may be a message, an address or a token
(trust.md T27). Not here: what else is logged, and in which form (`logs`).
"""

import asyncio
import logging
import os
import socket
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict

OF_CODE = (AttributeError, ImportError, ModuleNotFoundError, NameError)
"""Errors whose words name parts of a program and no value. A kind of error that is derived from one may say anything."""

MOST = 30
"""Errors of one fault that are told."""


def fault_text(fault: BaseException) -> str:
    """Return an error with its causes, the first of them at the top, each with where it was raised; of endless ones the last few."""
    return "\n".join(_told(fault, set())).rstrip()


def _told(error: BaseException, known: set[int]) -> Iterator[str]:
    known.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in known and len(known) < MOST:
        yield from _told(before, known)
        yield "which led to"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            if id(one) not in known and len(known) < MOST:
                yield from _told(one, known)
                yield "which is part of"
    yield "".join(traceback.format_tb(error.__traceback__)) + _named(error)


def _named(error: BaseException) -> str:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    words = _words(error)
    return f"{name}: {words}" if words else name


def _words(error: BaseException) -> str | None:
    if isinstance(error, OSError) and isinstance(error.errno, int) and not isinstance(error, socket.gaierror):
        return os.strerror(error.errno)  # what the system calls it; the rest would be a path or an address
    if isinstance(error, OF_CODE) and type(error) in OF_CODE:
        return str(error) if _is_of_code(error.name) else None
    return str(error) if _is_ours(type(error)) else None


def _is_of_code(name: object) -> bool:
    """Is it a name that a program can have? Who raises such an error by hand gives none."""
    return isinstance(name, str) and all(part.isidentifier() for part in name.split("."))


def _is_ours(kind: type) -> bool:
    return kind.__module__.partition(".")[0] == "relevo"


def render_fault(logger: Any, name: str, event: EventDict) -> EventDict:  # noqa: ARG001 - structlog's signature
    """Put an error's text in its place; a step on every line's way into the log."""
    given = event.pop("exc_info", None)
    if given:
        fault = _fault_of(given)
        if fault is not None:
            event["exception"] = fault_text(fault)
    return event


def _fault_of(given: Any) -> BaseException | None:
    """Return the error that a line is about: given itself, or as a triple, or the one that is being handled."""
    match given:
        case BaseException():
            return given
        case (_, BaseException() as error, _):
            return error
        case _:
            return sys.exception()


class LibraryLog(logging.Handler):
    """Takes what libraries log into our own log: in its form, and faults without their words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; one that cannot be made is told by its template."""
        log = structlog.get_logger()
        level = min(max(record.levelno // 10, 1), 5) * 10
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)
        log.log(level, message, logger=record.name, exc_info=record.exc_info or None)


def catch_what_nobody_catches(stream: TextIO) -> None:
    """Log faults of the process, of threads and of clean-ups, which Python would print with their words; without a log they go to
    `stream`.
    """

    def of_process(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, Exception):
            _log(stream, "process_failed", error)
        else:
            sys.__excepthook__(kind, error, trace)

    def of_thread(given: threading.ExceptHookArgs) -> None:
        if not isinstance(given.exc_value, SystemExit):
            _log(stream, "thread_failed", given.exc_value, thread=given.thread.name if given.thread else None)

    def of_clean_up(given: "sys.UnraisableHookArgs") -> None:
        _log(stream, "clean_up_failed", given.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = of_process, of_thread, of_clean_up


def loop_fault(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:  # noqa: ARG001 - the loop's signature
    """Log a fault of a task or a callback that nobody waits for; for `loop.set_exception_handler`.

    The loop's own words go on with the call and its arguments, which are cut off.
    """
    before, callback, _ = str(context.get("message", "")).partition(" in callback")
    task = context.get("task")
    of = getattr(task.get_coro(), "__qualname__", None) if isinstance(task, asyncio.Task) else None
    structlog.get_logger(__name__).error("loop_fault", what=before + callback, of=of, exc_info=context.get("exception"))


def _log(stream: TextIO, event: str, error: BaseException | None, **named: object) -> None:
    try:
        structlog.get_logger(__name__).error(event, exc_info=error, **named)
    except Exception:  # noqa: BLE001 - at the end of a process the log may be gone; a second fault must not hide the first
        print(event, _named(error) if error else "", file=stream)
