"""Faults that nobody foresaw, all over a running server, whose words hold what no log may hold (trust.md T27).

A hook in the server's process raises them where contents pass by; what the process writes is searched. Not here: what is logged in
good times (`tests/api/test_health`).
"""

import asyncio
import io
import json
import logging
import re
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from relevo.running.faults import MOST, LibraryLog, fault_text
from relevo.running.logs import Lines
from tests.races.people import PATIENCE_S, Person, a_visitor, an_agent, door
from tests.running import demo

WORDS = ("canary-in-a-message", "canary@example.org", "rv_canaryOfAToken", "+4930123456")
BROKEN = """
import asyncio, os, pathlib, threading
from relevo.api.live.watch import Watch
from relevo.engine.inbox import InboxStreams
from relevo.engine.effects.turns import Turns
from relevo.storage.sqlite.log import SqliteLog
from relevo.storage.sqlite.tables import SqliteTables
WORDS = os.environ["WORDS"]
class Took(Exception):
    pass
def broken(*given, **named):
    fault = Took(f"cannot take {WORDS}")
    fault.add_note(WORDS)
    raise ExceptionGroup(WORDS, [fault, ValueError(WORDS)]) from KeyError(WORDS)
def break_on(kind, name, part=""):
    original = getattr(kind, name)
    def method(self, *given, **named):
        if pathlib.Path(os.environ["BROKEN"] + part).exists():
            broken()
        return original(self, *given, **named)
    setattr(kind, name, method)
for kind, name in ((SqliteLog, "append"), (SqliteLog, "read"), (SqliteTables, "write"), (Watch, "_cut_stalled")):
    break_on(kind, name)
break_on(Turns, "__call__", ".turns")
def scatter():
    # Where nobody waits: a thread, a task, a callback, a clean-up.
    threading.Thread(target=broken, name="scattered").start()
    loop = asyncio.get_running_loop()
    async def alone(): broken()
    loop.create_task(alone())
    loop.call_soon(broken, WORDS)
    class Untidy:
        def __del__(self): broken()
    Untidy()
opened = InboxStreams.open
def open_and_scatter(self, *given):
    if pathlib.Path(os.environ["BROKEN"]).exists():
        scatter()
    return opened(self, *given)
InboxStreams.open = open_and_scatter
"""
PLACES = (
    "request failed",  # a route
    "effect_failed",  # work in the background
    "looking_after_streams_failed",  # a task that goes on
    "thread_failed",
    "Task exception was never retrieved",
    "Exception in callback",
    "clean_up_failed",
    "Exception in ASGI application",  # half an answer was out, and the web server's own logger tells it
)


def hooked(folder: Path) -> tuple[dict[str, str], Path]:
    hook, broken = folder / "hook", folder / "broken"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(BROKEN)
    path = ":".join([str(hook), *filter(None, sys.path)])
    return {"PYTHONPATH": path, "BROKEN": str(broken), "WORDS": " ".join(WORDS)}, broken


async def read_to_the_end(visitor: Person, path: str) -> None:
    async with visitor.stream(path) as stream:
        async for _ in stream:
            pass


async def written(log: Path, word: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while word not in log.read_text():  # noqa: ASYNC240 - a small file
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("form", ["console", "json"])
async def test_no_fault_takes_contents_into_the_log(tmp_path: Path, form: str) -> None:
    environ, broken = hooked(tmp_path)
    with demo(tmp_path / "data", environ={**environ, "RELEVO__LOG__FORMAT": form}) as running:
        log = tmp_path / "data" / "stderr.log"
        async with door(running.url) as http:
            agent = await an_agent(http, dict(running.agent(0)))
            visitor, conversation = await a_visitor(http, running)
            broken.with_suffix(".turns").touch()
            assert (await visitor.says(conversation, "Hello", "h")).status_code == 201
            await written(log, "effect_failed")
            broken.touch()
            statuses = await asyncio.gather(
                *(ask() for ask in requests(http, running.inbox_key, visitor, agent, conversation))
            )
            async with agent.stream("/v1/stream"):
                for place in PLACES[:-1]:
                    await written(log, place)
            with pytest.raises(httpx2.TransportError):
                await read_to_the_end(visitor, f"{visitor.home}/{conversation}/events")
            for place in PLACES:
                await written(log, place)
    told = log.read_text()
    assert statuses.count(500) >= 5, statuses
    assert [word for word in (*WORDS, agent.token, visitor.token) if word in told] == []
    assert "in broken" in told, "where it happened stands there all the same"
    assert "Took" in told
    if form == "json":
        assert all(isinstance(json.loads(line), dict) for line in told.splitlines())


def requests(
    http: Any, inbox_key: str, visitor: Person, agent: Person, conversation: str
) -> list[Callable[[], Awaitable[int]]]:
    """Requests of many kinds that carry the words and meet a fault."""
    message, address, token, phone = WORDS

    def asking(method: str, path: str, body: Any, headers: dict[str, str]) -> Callable[[], Awaitable[int]]:
        async def ask() -> int:
            return int((await http.request(method, path, json=body, headers=headers)).status_code)

        return ask

    ours, theirs = agent.headers, visitor.headers
    return [
        asking("POST", f"{visitor.home}/{conversation}/messages", {"text": message}, theirs),
        asking("POST", f"{visitor.home}/{conversation}/leave-contact", {"phone": phone + "789"}, theirs),
        asking("GET", f"{visitor.home}/{conversation}/events", None, theirs),
        asking("POST", f"{agent.home}/{conversation}/notes", {"text": message}, ours),
        asking("POST", f"{agent.home}/{conversation}/take-over", {}, ours),
        asking("POST", "/v1/canned-replies", {"shortcut": "canary", "text": message}, ours),
        asking("PATCH", "/v1/me", {"display_name": message}, ours),
        asking("POST", "/v1/sign-in", {"email": address, "password": token}, {}),
        asking("POST", "/v1/visitor/session", {"inbox_key": inbox_key}, {"Authorization": f"Bearer {token}"}),
    ]


def raised(fault: Callable[[], Any]) -> str:
    try:
        fault()
    except BaseException as error:  # noqa: BLE001 - whatever it is shall be told
        return fault_text(error)
    raise AssertionError("nothing was raised")


def test_a_fault_is_told_by_its_kind_and_its_places_and_with_its_causes() -> None:
    def inner() -> None:
        raise KeyError("canary")

    def outer() -> None:
        try:
            inner()
        except KeyError as error:
            raise ValueError("canary") from error

    told = raised(outer)
    assert re.findall(r"^(?:KeyError|ValueError|which led to)$", told, re.MULTILINE) == [
        "KeyError",
        "which led to",
        "ValueError",
    ]
    assert "in inner" in told
    assert "in outer" in told
    assert told.count("canary") == 2, "the lines of the program that say so, and nothing else"


def test_words_about_code_are_told_and_those_of_the_operating_system_without_the_path(tmp_path: Path) -> None:
    path = tmp_path / "canary-path"
    assert "NoneType' object has no attribute 'text'" in raised(lambda: getattr(None, "text"))  # noqa: B009
    assert (told := raised(path.read_bytes)).endswith("FileNotFoundError: No such file or directory")
    assert "canary" not in told


@pytest.mark.parametrize(
    "fault",
    [AttributeError("canary"), NameError("canary"), ImportError("canary"), OSError("canary"), OSError(22, "canary")],
)
def test_errors_that_are_made_by_hand_are_told_by_their_kind(fault: Exception) -> None:
    assert "canary" not in fault_text(fault)
    assert fault_text(fault).startswith(type(fault).__name__)


def test_of_a_fault_with_endless_causes_the_last_are_told() -> None:
    fault: Exception = ValueError()
    for _ in range(5_000):
        following = KeyError()
        following.__cause__ = fault
        fault = following
    assert 1 < fault_text(fault).count("KeyError") <= MOST


class Nested(io.StringIO):
    """A stream in the middle of whose first line another one comes up, as from a fault that the collector of garbage meets."""

    lines: Lines | None = None

    def write(self, text: str) -> int:
        lines, self.lines = self.lines, None
        if lines is not None:
            lines.error("inner")
        return super().write(text)


def test_a_line_in_the_middle_of_a_line_does_not_wait_for_it() -> None:
    stream = Nested()
    stream.lines = Lines(stream)
    writing = threading.Thread(target=stream.lines.info, args=("outer",), daemon=True)
    writing.start()
    writing.join(5)
    assert stream.getvalue().splitlines() == ["inner", "outer"]


@pytest.mark.parametrize(("level", "words"), [(35, ("%d", "canary")), (5, ("fine",)), (70, ("%s %s", "canary"))])
def test_whatever_a_library_logs_is_no_fault_of_the_library(level: int, words: tuple[str, ...]) -> None:
    LibraryLog().emit(logging.LogRecord("library", level, "", 0, words[0], words[1:], None))
