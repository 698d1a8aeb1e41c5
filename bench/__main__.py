"""`python -m bench [--visitors N] [--seconds S]`: Relevo against the floor, in one run, alternately. Prints a table.

Figures are ratios of two servers on one core with the load on the other; absolute times are for scale only.
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

import uvloop

from bench.load.processes import LOAD_CORE, floor, relevo
from bench.load.scenarios import FloorSite, RelevoSite, idle, most, paced, typed

SHARED = Path(__file__).parents[2] / "shared/data"


async def measure(visitors: int, seconds: float, rate: int) -> list[tuple[str, str, str, str]]:
    texts = typed(SHARED)
    rows: list[tuple[str, str, str, str]] = []
    with tempfile.TemporaryDirectory() as folder, floor(Path(folder) / "f") as bare, relevo(Path(folder) / "r") as full:
        sites = (FloorSite(bare), RelevoSite(full))
        for site in sites:
            await site.rooms(visitors)
        low, high = [await paced(site, texts, visitors=visitors, rate=rate, seconds=seconds) for site in sites]
        assert high.arrived == high.sent, f"{high.sent - high.arrived} replies did not arrive"
        rows += [
            _row(f"P1 reply at {rate}/s, p50", low.p50_ms, high.p50_ms, "ms", "≤ 4"),
            _row(f"P1 reply at {rate}/s, p99", low.p99_ms, high.p99_ms, "ms", "≤ 5"),
            _row(f"P3 processor time a reply at {rate}/s", low.cpu_us, high.cpu_us, "µs", "≤ 3"),
        ]
        least, share = [
            await most(site, texts, visitors=min(visitors, 200), callers=32, seconds=seconds / 2) for site in sites
        ]
        rows.append(_row("P2 replies accepted a second", least, share, "/s", "≥ 0.25"))
        quiet, busy = [await idle(site, visitors=visitors, seconds=seconds) for site in sites]
        rows.append(_row("P4 memory of an idle visitor", quiet.kib_each, busy.kib_each, "KiB", "≤ 25 KiB"))
        rows.append(_row(f"P5 processor, {visitors} idle visitors", quiet.cpu_percent, busy.cpu_percent, "%", "≤ 3 %"))
    with tempfile.TemporaryDirectory() as folder:
        with relevo(Path(folder)):
            pass
        begun = time.perf_counter()
        with relevo(Path(folder)) as again:
            ready = time.perf_counter() - begun
            rows.append(("P12 start on an existing database", "–", f"{ready:.2f} s", "≤ 1.2 s"))
            rows.append(("P12 memory of an idle server", "–", f"{again.pss_kib() / 1024:.0f} MiB", "≤ 100 MiB"))
    return rows


def _row(what: str, low: float, high: float, unit: str, must: str) -> tuple[str, str, str, str]:
    ratio = high / low if low else float("nan")
    return what, f"{low:.3g} {unit}", f"{high:.3g} {unit} ({ratio:.2f}×)", must


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--visitors", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=int, default=200)
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {LOAD_CORE})
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    rows = uvloop.run(measure(chosen.visitors, chosen.seconds, chosen.rate))
    load = os.getloadavg()[0]
    print(
        f"commit {commit}, {chosen.visitors} visitors, {chosen.seconds:g} s a scenario, load of the machine {load:.1f}\n"
    )
    print("| what | floor | Relevo (ratio) | must |\n|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
