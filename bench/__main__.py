"""`python -m bench [SCENARIO …] [--json FILE]`: Relevo against the floor of this machine, by turns, in one run.

Without a name all scenarios are run, in under twelve minutes. See bench/README.md for how to read it.
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from random import Random

import apsw
import uvloop

from bench.ground.generator import limits
from bench.ground.processes import LOAD_CORE
from bench.ground.typed import typed
from bench.report import Chapter, chapter, write_json
from bench.scenario import names, read, run_of
from bench.stage import Stage

CACHE = Path(os.environ.get("RELEVO_BENCH_CACHE") or Path.home() / ".cache" / "relevo-bench")


async def play(name: str, seed: int, *, is_small: bool = False, cache: Path = CACHE) -> Chapter:
    """Run one scenario and judge it."""
    scenario = read(name)
    run, load = run_of(scenario, is_small=is_small)
    before, begun = os.getloadavg()[0], time.perf_counter()
    with tempfile.TemporaryDirectory(prefix=f"relevo-bench-{name}-") as folder:
        stage = Stage(Path(folder), cache, typed(), Random(seed))
        await run(load, stage)
    took_s = time.perf_counter() - begun
    return chapter(scenario, stage.rounds, stage.effort, took_s=took_s, load_average=(before, os.getloadavg()[0]))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(names()))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything there too, each round by itself")
    parser.add_argument("--seed", type=int, default=1, help="for everything that is left to chance")
    parser.add_argument("--small", action="store_true", help="tiny counts: does it work at all?")
    parser.add_argument("--strict", action="store_true", help="end with 1 when a limit is missed")
    chosen = parser.parse_args()
    if unknown := set(chosen.scenarios) - set(names()):
        parser.error(f"there is no scenario {', '.join(sorted(unknown))}")
    os.sched_setaffinity(0, {LOAD_CORE})
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # 11,000 streams at once; servers inherit it
    told = {**circumstances(), "seed": chosen.seed, "generator": uvloop.run(limits())}
    print("\n".join(f"{name}: {value}" for name, value in told.items()), end="\n\n", flush=True)
    chapters: list[Chapter] = []
    failed: list[str] = []
    for name in chosen.scenarios or names():
        try:
            chapters.append(uvloop.run(play(name, chosen.seed, is_small=chosen.small)))
        except Exception:  # noqa: BLE001 - the others can still be measured
            failed.append(name)
            print(f"### {name}\n\nIt failed:\n\n{traceback.format_exc()}", flush=True)
            continue
        print(chapters[-1].text(), flush=True)
        if chosen.json:
            write_json(chosen.json, told, chapters)
    missed = [f"missed in {one.name}: {limit}" for one in chapters for limit in one.missed]
    missed += [f"not measured: {name}" for name in failed]
    print("\n".join(missed) or "Every limit is kept.")
    return 1 if failed or (missed and chosen.strict) else 0


def circumstances() -> dict[str, str]:
    """Return what has to be said with every figure."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": commit.stdout.strip() or "unknown",
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.release()}",
        "load average": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "software": f"Python {platform.python_version()}, SQLite {apsw.sqlite_lib_version()}, uvloop {version('uvloop')}",
    }


if __name__ == "__main__":
    sys.exit(main())
