"""What was acknowledged survives: kill -9 at any instant, at any system call, and disks that fail or fill up."""

import asyncio
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.crashing import read_acks, unkept

ROOT = Path(__file__).parents[2]
KILLS = 20
KILLS_IN_CHAOS = 200
LONGEST_LIFE_S = 0.25

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relevo.db"


def worker(path: Path, life: str, callers: int, appends: int) -> list[str]:
    return [sys.executable, "-m", "tests.storage.crashing", str(path), life, str(callers), str(appends)]


def traced(path: Path, injection: str, callers: int = 1, appends: int = 6) -> subprocess.CompletedProcess[bytes]:
    """Run a worker to its end, or to the end that strace gives it."""
    call = injection.split(":", maxsplit=1)[0]
    strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={injection}"]
    command = [*strace, *worker(path, "traced", callers, appends)]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60, check=False)


def faults(kind: str, calls: tuple[str, ...], path: Path, clean: Path) -> Iterator[tuple[str, bytes]]:
    """Run a worker on a copy of a database once for each of its system calls, with a fault in that call."""
    for call in calls:
        for number in range(1, 10_000):
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            if clean.exists():
                shutil.copy(clean, path)
            done = traced(path, f"{call}:{kind}:when={number}")
            yield f"{call} {number}", done.stdout
            if done.stdout.endswith(b"closed\n") and b"\nno " not in done.stdout:
                break


# --- kills at random instants ---------------------------------------------------------------------------------------


def kill_again_and_again(path: Path, kills: int) -> None:
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    acks = []
    for life in range(kills):
        with subprocess.Popen(worker(path, f"life{life}", 8, 100_000), cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            beginning = process.stdout.readline()
            time.sleep(chance.uniform(0, LONGEST_LIFE_S))
            process.kill()
            acks += read_acks(beginning + process.stdout.read())

    assert len(acks) > kills, f"hardly anything was written; seed {seed}"
    assert asyncio.run(unkept(path, acks)) == [], f"seed {seed}"


def test_what_was_acknowledged_survives_kills_at_random_instants(path: Path):
    kill_again_and_again(path, KILLS)


@pytest.mark.chaos
def test_what_was_acknowledged_survives_hundreds_of_kills(path: Path):
    kill_again_and_again(path, KILLS_IN_CHAOS)


# --- kills at every system call -------------------------------------------------------------------------------------

WRITES = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink")


@needs_strace
@pytest.mark.chaos
def test_what_was_acknowledged_survives_a_kill_at_every_system_call(path: Path, tmp_path: Path):
    clean = tmp_path / "clean.db"
    subprocess.run(worker(clean, "first", 2, 3), cwd=ROOT, stdout=subprocess.DEVNULL, check=True)

    runs = 0
    for where, output in faults("signal=SIGKILL", WRITES, path, clean):
        assert asyncio.run(unkept(path, read_acks(output))) == [], where
        runs += 1

    assert runs > 50


@needs_strace
@pytest.mark.chaos
def test_a_start_that_is_killed_at_any_system_call_is_made_good_by_the_next(path: Path, tmp_path: Path):
    """The file is made and migrated on the way; the next start finishes what was begun."""
    for where, output in faults("signal=SIGKILL", ("pwrite64", "fdatasync"), path, tmp_path / "none.db"):
        assert asyncio.run(unkept(path, read_acks(output))) == [], where


# --- disks that fail ------------------------------------------------------------------------------------------------


@needs_strace
@pytest.mark.chaos
@pytest.mark.parametrize("kind", ["error=EIO", "error=ENOSPC"])
def test_what_was_acknowledged_survives_a_failure_of_every_write_and_flush(path: Path, tmp_path: Path, kind: str):
    clean = tmp_path / "clean.db"
    subprocess.run(worker(clean, "first", 2, 3), cwd=ROOT, stdout=subprocess.DEVNULL, check=True)

    refused = 0
    for where, output in faults(kind, ("pwrite64", "fdatasync"), path, clean):
        refused += output.count(b"\nno ")
        assert asyncio.run(unkept(path, read_acks(output))) == [], where

    assert refused


@needs_strace
@pytest.mark.chaos
def test_after_a_failed_flush_nothing_more_is_acknowledged(path: Path):
    subprocess.run(worker(path, "first", 1, 1), cwd=ROOT, stdout=subprocess.DEVNULL, check=True)

    output = traced(path, "fdatasync:error=EIO:when=4", appends=10).stdout

    words = [line.split()[0] for line in output.decode().splitlines()]
    assert words == ["open", *["ack"] * words.count("ack"), *["no"] * words.count("no"), "healthy", "closed"]
    assert words.count("no")
    assert b"healthy False" in output


@pytest.mark.chaos
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_refuses_and_keeps_what_it_has(tmp_path: Path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(mounted.stderr.decode())
    try:
        path = disk / "relevo.db"
        done = subprocess.run(worker(path, "full", 4, 3_000), cwd=ROOT, capture_output=True, check=False)
        assert b"\nno " in done.stdout
        shutil.copytree(disk, tmp_path / "rescued")
    finally:
        subprocess.run(["umount", disk], check=True)

    assert asyncio.run(unkept(tmp_path / "rescued" / "relevo.db", read_acks(done.stdout))) == []
