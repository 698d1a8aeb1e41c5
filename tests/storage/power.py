"""A disk whose power can be cut: what was flushed is there afterwards, and of what was written since then anything may be.

It stands between SQLite and the real files, as a VFS (https://www.sqlite.org/vfs.html). Not here: what is written, and what must be there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

import apsw
import pytest

SECTOR = 512
"""What a disk writes whole or not at all."""
_UNDER = "unix"

Image = dict[str, bytes]
"""What files hold, by their names without the folder."""


@dataclass(slots=True)
class Platter:
    """One file: what is safe, and what waits in the disk's cache as changes in their order."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Bytes at a place, or None where the file ends from there on."""

    def flush(self) -> None:
        for place, written in self.waiting:
            _change(self.safe, place, written)
        self.waiting.clear()

    def after_a_cut(self, chance: Random) -> bytes:
        """Each change that waited has got there, not at all, or up to some sector; later ones without earlier ones too."""
        left = bytearray(self.safe)
        for place, written in self.waiting:
            fate = chance.random()
            if fate < 0.4:
                _change(left, place, written)
            elif fate < 0.6 and written is not None:
                _change(left, place, written[: chance.randrange(0, len(written) + 1, SECTOR)])
        return bytes(left)


@dataclass(slots=True)
class Disk:
    """All files. One that `lies` answers a flush without doing it, as cheap disks have been seen to do."""

    chance: Random
    lies: bool = False
    at_each_change: Callable[[], None] = lambda: None
    """Called on the thread that writes, before a change or a flush."""
    platters: dict[str, Platter] = field(default_factory=dict)

    def change(self, name: str, place: int, written: bytes | None) -> None:
        self.at_each_change()
        self.platters[name].waiting.append((place, written))

    def flush(self, name: str) -> None:
        self.at_each_change()
        if not self.lies:
            self.platters[name].flush()

    def after_a_cut(self) -> Image:
        """Return what would be on the disk if its power were cut now."""
        return {name: platter.after_a_cut(self.chance) for name, platter in self.platters.items()}


@contextmanager
def running_on(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have all databases that are opened meanwhile on this disk."""
    vfs = _Vfs(disk)
    with monkeypatch.context() as patched:
        patched.setattr(apsw, "Connection", partial(apsw.Connection, vfs=vfs.name))
        yield
    vfs.unregister()


def restored(image: Image, folder: Path) -> Path:
    """Write what was on a disk into a folder; return the database's path."""
    folder.mkdir()
    for name, content in image.items():
        (folder / name).write_bytes(content)
    return folder / "relevo.db"


class _Vfs(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self.name = f"disk-{id(disk)}"
        self._disk = disk
        super().__init__(self.name, _UNDER)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's name
        return apsw.VFSFile(_UNDER, name, flags) if name is None else _File(self._disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self._disk.at_each_change()
        super().xDelete(filename, syncdir)
        self._disk.platters.pop(Path(filename).name, None)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: str | apsw.URIFilename, flags: list[int]) -> None:
        super().__init__(_UNDER, name, flags)
        self._disk = disk
        self._name = Path(name if isinstance(name, str) else name.filename()).name
        disk.platters.setdefault(self._name, Platter())

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.change(self._name, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._disk.change(self._name, newsize, None)
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._disk.flush(self._name)


def _change(content: bytearray, place: int, written: bytes | None) -> None:
    if written is None:
        del content[place:]
        return
    content.extend(bytes(max(0, place - len(content))))
    content[place : place + len(written)] = written
