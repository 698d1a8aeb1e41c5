"""A real Relevo in a process of its own, as an operator would start it, for tests that need the whole thing.

Not here: what tests do with it.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2


@dataclass(slots=True)
class Demo:
    """A running demo and what it said of itself."""

    process: "subprocess.Popen[str]"
    told: Mapping[str, Any]
    data: Path

    @property
    def url(self) -> str:
        return str(self.told["url"])

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    @property
    def inbox_key(self) -> str:
        return str(self.told["inbox_key"])

    def agent(self, number: int = 0) -> Mapping[str, str]:
        """An account: 0 and 1 are agents, 2 is a supervisor, 3 the owner."""
        account: Mapping[str, str] = self.told["agents"][number]
        return account

    def configure(self, path: str, change: Mapping[str, Any]) -> None:
        """Have the owner change something; in `path` a list stands for its first item, as in `/v1/assistants`."""
        owner = self.agent(3)
        with httpx2.Client(base_url=self.url) as http:
            entry = {"email": owner["email"], "password": owner["password"]}
            bearer = {"Authorization": f"Bearer {http.post('/v1/sign-in', json=entry).json()['token']}"}
            http.cookies.clear()
            first = "" if path == "/v1/settings" else "/" + http.get(path, headers=bearer).json()["items"][0]["id"]
            http.patch(f"{path}{first}", json=change, headers=bearer).raise_for_status()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """End it politely; return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)


def start_demo(data: Path, *, port: int = 0, environ: Mapping[str, str] | None = None) -> Demo:
    """Start a demo and wait until it takes connections."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "stderr.log").open("a") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "relevo", "demo", "--port", str(port), "--data", str(data)],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, **(environ or {})},
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    process.stdout.close()
    if not line:
        raise AssertionError(f"the demo ended: {(data / 'stderr.log').read_text()[-2000:]}")
    return Demo(process, json.loads(line), data)


@contextmanager
def demo(data: Path, *, port: int = 0, environ: Mapping[str, str] | None = None) -> Iterator[Demo]:
    """A demo for as long as the block lasts."""
    running = start_demo(data, port=port, environ=environ)
    try:
        yield running
    finally:
        running.stop()
