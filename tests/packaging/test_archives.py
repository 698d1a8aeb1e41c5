"""The wheel and the sdist hold what they must and nothing else, and what is installed from them runs without Node.

They pack the front end that `make web` has built; whether that works is proven by the browser tests.
"""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "src/relevo/_web"


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert BUILT.is_dir(), "the front end is not built: run `make web`"
    return packed(ROOT, "sdist", tmp_path_factory.mktemp("sdist"), RELEVO_SKIP_WEB_BUILD="1")


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made from the sdist, as an installer does, on a machine without Node."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(unpacked, filter="data")
    return packed(next(unpacked.iterdir()), "wheel", tmp_path_factory.mktemp("wheel"), PATH="")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def test_the_wheel_carries_the_front_end_and_the_types(wheel: Path) -> None:
    names = names_in(wheel)
    assert "relevo/py.typed" in names
    assert any(name.startswith("relevo/_web/widget/") and name.endswith(".js") for name in names)
    assert "relevo/_web/console/index.html" in names


def test_the_wheel_carries_every_shipped_module(wheel: Path) -> None:
    modules = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src/relevo").rglob("*.py")
        if not path.name.startswith("test_") and path.name != "conftest.py" and "fixtures" not in path.parts
    }
    assert modules <= names_in(wheel)


def test_the_wheel_carries_no_tests_and_nothing_from_outside_the_package(wheel: Path) -> None:
    names = names_in(wheel)
    assert not [name for name in names if Path(name).name.startswith(("test_", "conftest.")) or "/fixtures/" in name]
    assert {name.split("/")[0].split("-")[0] for name in names} == {"relevo"}


def test_the_wheel_names_its_licence_and_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        folder = next(name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name)
        assert "Apache License" in archive.read(f"{folder}/licenses/LICENSE").decode()
        assert "relevo = relevo.cli:main" in archive.read(f"{folder}/entry_points.txt").decode()


def test_the_installed_command_runs_without_the_checkout_and_without_node(installed: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", "import relevo.cli as c; print(c.__file__); c.main(['--version'])"],
        cwd=installed,
        env={"PATH": "", "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    came_from, version = answer.stdout.splitlines()
    assert Path(came_from).is_relative_to(installed)
    assert "0.1.0" in version


def packed(root: Path, kind: str, into: Path, **environment: str) -> Path:
    """Build with the locked hatchling; no isolation, so nothing is fetched."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)],
        cwd=root,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )
    return next(into.iterdir())


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())
