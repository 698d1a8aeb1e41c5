"""The lock files: every package pinned and hashed, and no trace of the registry that some machine happened to use.

A registry address in a lock file would break, or watch, everybody who installs from elsewhere.
"""

import json
import re
import tomllib

import pytest

from tests.architecture.sources import ROOT

LOCKS = ("runtime.txt", "dev.txt", "node.txt", "uv.txt")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    text = lock(name)
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert entries
    for entry in entries:
        assert PIN.match(entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize("name", LOCKS)
def test_no_python_lock_names_a_registry(name: str) -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links", lock(name))


def test_the_npm_lock_names_no_registry_and_has_a_checksum_for_each_package() -> None:
    packages = json.loads((ROOT / "web/package-lock.json").read_text("utf-8"))["packages"]
    fetched = {path: entry for path, entry in packages.items() if "node_modules/" in path and not entry.get("link")}
    assert fetched
    assert not [path for path, entry in fetched.items() if "resolved" in entry]
    assert not [path for path, entry in fetched.items() if not entry.get("integrity", "").startswith("sha512-")]


def test_each_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = {re.split(r"[^a-z0-9-]", requirement)[0] for requirement in project["project"]["dependencies"]}
    assert wanted <= pins("runtime.txt").keys()
    assert wanted <= pins("dev.txt").keys()


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    tested = pins("dev.txt")
    assert {name: tested.get(name) for name in pins("runtime.txt")} == pins("runtime.txt")


def lock(name: str) -> str:
    return (ROOT / "requirements" / name).read_text("utf-8")


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall(lock(name)))
