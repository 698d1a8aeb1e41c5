"""Servers under test as processes of their own, on a core of their own, with what the kernel says they used.

Not here: what is asked of them.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.running import start_demo

_CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = _CORES[0], _CORES[-1]
SPEAKS_S = 20.0


@dataclass(frozen=True, slots=True)
class Target:
    """A running server."""

    pid: int
    port: int
    told: Mapping[str, Any]

    def cpu_s(self) -> float:
        """Seconds of processor time used so far by all living threads, to the nanosecond: clock ticks are too coarse."""
        spent = 0
        for thread in Path(f"/proc/{self.pid}/task").iterdir():
            with suppress(OSError):  # it has just ended
                spent += int((thread / "schedstat").read_text().split()[0])
        return spent / 1e9

    def pss_kib(self) -> int:
        """Proportional memory."""
        for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
        raise LookupError("no Pss")


@contextmanager
def relevo(folder: Path, environ: Mapping[str, str] | None = None) -> Iterator[Target]:
    """A demo on a folder, pinned."""
    demo = start_demo(folder, environ=environ)
    pin(demo.process.pid)
    try:
        yield Target(demo.process.pid, demo.port, demo.told)
    finally:
        demo.stop()


@contextmanager
def floor(folder: Path) -> Iterator[Target]:
    """The floor, pinned."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [sys.executable, "-m", "bench.ground.floor", str(port), str(folder / "floor.db")]
    with subprocess.Popen(command) as process:
        try:
            until_it_listens(port)
            pin(process.pid)
            yield Target(process.pid, port, {})
        finally:
            process.kill()  # it would wait for its streams


@contextmanager
def endpoint(text: str, delay_ms: float) -> Iterator[str]:
    """The scripted OpenAI-compatible endpoint, on the core of the load; yields its address."""
    command = [sys.executable, "-m", "tests.standins.openai_endpoint", "--text", text, "--delay-ms", str(delay_ms)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


def pin(pid: int) -> None:
    """Keep all threads of a server on its core."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(ProcessLookupError):
            os.sched_setaffinity(int(thread.name), {SERVER_CORE})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until_it_listens(port: int) -> None:
    end = time.monotonic() + SPEAKS_S
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.005)
    raise TimeoutError(f"nothing listens on port {port}")
