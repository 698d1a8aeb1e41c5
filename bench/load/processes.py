"""Servers under test as processes of their own, on a core of their own, with what the kernel says they used."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.running import start_demo

SERVER_CORE, LOAD_CORE = 0, 1
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Target:
    """A running server."""

    pid: int
    port: int
    told: dict[str, object]

    def cpu_s(self) -> float:
        """Seconds of processor time used so far, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * _TICK_S

    def pss_kib(self) -> int:
        """Proportional memory."""
        for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
        raise LookupError("no Pss")


@contextmanager
def relevo(data: Path, environ: dict[str, str] | None = None) -> Iterator[Target]:
    """A demo, pinned."""
    demo = start_demo(data, environ=environ)
    os.sched_setaffinity(demo.process.pid, {SERVER_CORE})
    for thread in Path(f"/proc/{demo.process.pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {SERVER_CORE})
    try:
        yield Target(demo.process.pid, demo.port, dict(demo.told))
    finally:
        demo.stop()


@contextmanager
def floor(data: Path) -> Iterator[Target]:
    """The floor, pinned."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data.mkdir(parents=True, exist_ok=True)
    command = [
        "taskset",
        "-c",
        str(SERVER_CORE),
        sys.executable,
        "-m",
        "bench.load.floor",
        str(port),
        str(data / "floor.db"),
    ]
    with subprocess.Popen(command) as process:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        try:
            yield Target(process.pid, port, {})
        finally:
            process.kill()  # it would wait for its streams
