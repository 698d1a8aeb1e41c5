"""A thread for questions whose answers may take long, or never come; it holds up neither the event loop nor the end of the process.

Not here: what is asked (`encoder`). A pool of the standard library waits at the end of the process for what it has begun.
"""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


class AskingThread:
    """Answers one question after the other."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._questions: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._thread: Thread | None = None

    def ask(self, question: Callable[[], T]) -> "Future[T]":
        """Answer a question once those before it are answered; cancelled before that, it is never asked."""
        answer: Future[T] = Future()
        self._questions.put((answer, question))
        if self._thread is None:
            self._thread = Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        return answer

    def close(self) -> None:
        """Ask nothing more; what is being asked is left alone."""
        with suppress(Empty):
            while (waiting := self._questions.get_nowait()) is not None:
                waiting[0].cancel()
        self._questions.put(None)

    def _run(self) -> None:
        while (waiting := self._questions.get()) is not None:
            answer, question = waiting
            if not answer.set_running_or_notify_cancel():
                continue
            try:
                answer.set_result(question())
            except BaseException as error:  # noqa: BLE001 - whatever it is, it is the asker's
                answer.set_exception(error)
