"""P12: `relevo serve` on an existing database, from its start to the first message it accepts, and what it holds then.

Not here: a first start, which makes the database.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from bench.ground.cast import Cast, Wanted, assembled
from bench.ground.processes import SERVER_CORE, Target, free_port, until_it_listens
from bench.ground.sites import RelevoSite
from bench.stage import Stage


class Load(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The database holds so many conversations of ten messages each."""

    conversations: int
    rounds: int
    settles_s: float


async def run(load: Load, stage: Stage) -> None:
    """Start it again and again."""
    wanted = Wanted(visitors=load.conversations, messages=10)
    cast = await assembled(stage.folder, wanted, stage.texts)
    for number in range(load.rounds + 1):
        ready_s, mib = await _start(load, stage.folder, cast)
        if number:  # the first finds nothing compiled, and nothing in the machine's memory
            stage.rounds.add("ready", ready_s)
            stage.rounds.add("memory", mib)


async def _start(load: Load, folder: Path, cast: Cast) -> tuple[float, float]:
    port = free_port()
    environ = {
        "RELEVO__SERVER__PORT": str(port),
        "RELEVO__DATABASE__URL": f"sqlite:///{folder / 'relevo.db'}",
        # As where it is installed, modules are compiled once, by the first start, even if here Python may not write.
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    command = ["taskset", "-c", str(SERVER_CORE), sys.executable, "-m", "relevo", "serve"]
    begun = time.perf_counter()
    process = _started(command, environ, folder)
    try:
        until_it_listens(port)
        target = Target(process.pid, port, {})
        site = RelevoSite(target, cast)
        async with site.caller() as caller:
            status = await site.ask(caller, 0, f"Is anybody there? {begun}")
        ready_s = time.perf_counter() - begun
        assert status == 201, status
        await asyncio.sleep(load.settles_s)
        return ready_s, target.pss_kib() / 1024
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def _started(command: list[str], environ: dict[str, str], folder: Path) -> "subprocess.Popen[bytes]":
    with (folder / "serve.log").open("a") as log:
        return subprocess.Popen(command, env={**os.environ, **environ}, cwd=folder, stderr=log)
