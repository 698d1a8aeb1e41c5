"""What was acknowledged is there after a power cut, at whatever moment it comes (trust.md G4)."""

import asyncio
import random
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

    def __init__(self, disk: Disk, share: float) -> None:
        self.all: list[tuple[Image, list[Ack]]] = []
        self.acks: list[Ack] = []
        self._disk = disk
        self._share = share
        disk.at_each_change = self.perhaps

    def perhaps(self) -> None:
        if self._disk.chance.random() < self._share:
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


async def cut_now_and_then(disk: Disk, folder: Path, share: float, monkeypatch: pytest.MonkeyPatch) -> Cuts:
    monkeypatch.setattr(writer_module, "CHECKPOINT_PAGES", CHECKPOINT_PAGES)
    cuts = Cuts(disk, share)
    with running_on(disk, monkeypatch):
        database = open_database(folder / "relevo.db", "n")
        await asyncio.gather(*(append_many(database, f"c_{number}", cuts.acks) for number in range(CALLERS)))
        await database.close()
    assert len(cuts.acks) == CALLERS * APPENDS
    return cuts


@pytest.mark.parametrize("share", [0.012, pytest.param(0.25, marks=pytest.mark.chaos)])
async def test_what_was_acknowledged_survives_a_power_cut(
    tmp_path: Path, share: float, monkeypatch: pytest.MonkeyPatch
):
    seed = random.randrange(1 << 32)
    cuts = await cut_now_and_then(Disk(random.Random(seed)), tmp_path / "live", share, monkeypatch)

    assert len(cuts.all) > 10, f"seed {seed}"
    for number, (image, acknowledged) in enumerate(cuts.all):
        path = restored(image, tmp_path / f"cut{number}")
        assert await unkept(path, acknowledged) == [], f"cut {number} of seed {seed}"


async def test_a_disk_that_does_not_flush_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Else the test before this one could not fail."""
    cuts = await cut_now_and_then(Disk(random.Random(7), lies=True), tmp_path / "live", 0.012, monkeypatch)

    image, acknowledged = cuts.all[-1]
    assert acknowledged
    try:
        lost = await unkept(restored(image, tmp_path / "cut"), acknowledged)
    except Exception as broken:  # noqa: BLE001 - a file that was never flushed may not even open
        lost = [str(broken)]
    assert lost
