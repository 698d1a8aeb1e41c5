"""What was acknowledged is there after a power cut, at whatever moment it comes (trust.md G4)."""

import asyncio
import random
from itertools import count
from pathlib import Path

import pytest

from relevo.core.ids import ConversationId
from relevo.storage.sqlite import Database, open_database
from relevo.storage.sqlite import writer as writer_module
from tests.contract.given import Start, commit, key, said, started
from tests.storage.crashing import Ack, unkept
from tests.storage.power import Disk, Image, restored, running_on

CALLERS = 6
APPENDS = 25
CHECKPOINT_PAGES = 40
"""Far below the product's, so that some of the cuts come in the middle of a checkpoint."""


class Cuts:
    """What would be left of a disk at some of its changes, and what had been acknowledged by then."""

    def __init__(self, disk: Disk, one_in: int) -> None:
        """One at a random place of each row of so many changes: then the chance decides where they come and never how many."""
        self.all: list[tuple[Image, list[Ack]]] = []
        self.acks: list[Ack] = []
        self._disk = disk
        self._one_in = one_in
        self._salt = disk.chance.getrandbits(32)
        self._changes = count()
        disk.at_each_change = self.perhaps

    def perhaps(self) -> None:
        row, place = divmod(next(self._changes), self._one_in)
        if place == random.Random(self._salt + row).randrange(self._one_in):
            acknowledged = list(self.acks)
            self.all.append((self._disk.after_a_cut(), acknowledged))


async def append_many(database: Database, id: str, acks: list[Ack]) -> None:
    conversation = started(Start(id=id, visitor=id))
    await database.log.append(conversation)
    latest = conversation.after
    for number in range(APPENDS):
        text = f"{id}/{number}"
        change = commit(latest, said(latest, text), key=key(text, id))
        await database.log.append(change)
        latest = change.after
        acks.append(Ack(ConversationId(id), latest.head_seq, text))
        if number % 5 == 4:
            await database.index.catch_up()


async def cut_now_and_then(disk: Disk, folder: Path, one_in: int, monkeypatch: pytest.MonkeyPatch) -> Cuts:
    monkeypatch.setattr(writer_module, "CHECKPOINT_PAGES", CHECKPOINT_PAGES)
    cuts = Cuts(disk, one_in)
    with running_on(disk, monkeypatch):
        database = open_database(folder / "relevo.db", "n")
        await asyncio.gather(*(append_many(database, f"c_{number}", cuts.acks) for number in range(CALLERS)))
        await database.close()
    assert len(cuts.acks) == CALLERS * APPENDS
    return cuts


@pytest.mark.parametrize("one_in", [80, pytest.param(4, marks=pytest.mark.chaos)])
async def test_what_was_acknowledged_survives_a_power_cut(tmp_path: Path, one_in: int, monkeypatch: pytest.MonkeyPatch):
    seed = random.randrange(1 << 32)
    cuts = await cut_now_and_then(Disk(random.Random(seed)), tmp_path / "live", one_in, monkeypatch)

    assert len(cuts.all) > 10, f"seed {seed}"
    for number, (image, acknowledged) in enumerate(cuts.all):
        path = restored(image, tmp_path / f"cut{number}")
        assert await unkept(path, acknowledged) == [], f"cut {number} of seed {seed}"


async def test_a_disk_that_does_not_flush_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Else the test before this one could not fail."""
    cuts = await cut_now_and_then(Disk(random.Random(7), lies=True), tmp_path / "live", 80, monkeypatch)

    image, acknowledged = cuts.all[-1]
    assert acknowledged
    try:
        lost = await unkept(restored(image, tmp_path / "cut"), acknowledged)
    except Exception as broken:  # noqa: BLE001 - a file that was never flushed may not even open
        lost = [str(broken)]
    assert lost
