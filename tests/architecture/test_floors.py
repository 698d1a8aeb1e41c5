"""Imports: the contracts of pyproject.toml hold, the core stands on the standard library, plug-ins do not know each other.

The layers themselves are written in pyproject.toml under [tool.importlinter]; only what its contracts cannot say is here.
"""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, Place, Source, product, references, sources, told

# The core computes; none of these can compute anything without the world outside.
IMPURE = {
    "asyncio", "concurrent", "ctypes", "glob", "http", "importlib", "io", "logging", "mmap", "multiprocessing", "os", "pathlib", "platform",
    "queue", "random", "secrets", "select", "selectors", "shutil", "signal", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "sys",
    "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip

# module or its beginning: why nobody imports it
BANNED = {
    "httpx": "it is not kept any more and loses connections when a task is cancelled; use httpx2",
    "starlette.middleware.base": "BaseHTTPMiddleware keeps the generators of stalled streams alive",
    "requests": "it blocks the event loop; use httpx2",
}

PLUGIN_HOMES = ("relevo.assistants", "relevo.channels", "relevo.features")


def test_the_contracts_of_pyproject_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_core_needs_only_itself_and_the_pure_part_of_the_standard_library() -> None:
    found = [place for source in sources("src/relevo/core/") if not source.is_test for place in impurities(source)]
    assert not found, told(found)


def test_nobody_imports_a_banned_library() -> None:
    found = [place for source in sources() for place in banned(source)]
    assert not found, told(found)


def test_the_product_imports_only_what_it_says_it_needs() -> None:
    """What is there by chance, brought by another package or left over from an older version, is not there for long."""
    found = [place for source in sources("src/relevo/") if not source.is_test for place in undeclared(source)]
    assert not found, told(found)


def test_no_plugin_imports_another_plugin() -> None:
    found = [place for source in sources("src/relevo/") for place in strangers(source)]
    assert not found, told(found)


def test_nobody_imports_relatively() -> None:
    """Then a module's imports read the same from everywhere, and the rules above see all of them."""
    found = [
        Place(source.path, node.lineno, "relative import")
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not found, told(found)


@pytest.mark.parametrize(
    "line",
    ["import os", "from uuid import uuid4", "import msgspec", "from relevo.ports import Clock", "import os.path"],
)
def test_the_rule_of_the_core_bites(line: str) -> None:
    assert list(impurities(Source.of("src/relevo/core/x.py", line)))


def test_the_rule_of_the_core_lets_pure_things_through() -> None:
    text = "import re\nfrom dataclasses import dataclass\nfrom relevo.core.ids import Seq\nfrom collections.abc import Mapping"
    assert not list(impurities(Source.of("src/relevo/core/x.py", text)))


@pytest.mark.parametrize(
    "text",
    [
        "import httpx",
        "from httpx import Client",
        "from starlette.middleware.base import BaseHTTPMiddleware",
        "import httpx as h\nh.get",
    ],
)
def test_the_rule_of_banned_libraries_bites(text: str) -> None:
    assert list(banned(Source.of("src/relevo/api/x.py", text)))
    assert not list(
        banned(Source.of("src/relevo/api/x.py", text.replace("httpx", "httpx2").replace("starlette", "other")))
    )


def test_the_rule_of_what_is_needed_bites() -> None:
    text = "import litestar\nfrom starlette.routing import Router\nimport msgspec\nimport json\nfrom relevo.ports import Clock"
    assert [place.line for place in undeclared(Source.of("src/relevo/api/x.py", text))] == [1, 2]


def test_the_rule_of_plugins_bites() -> None:
    text = "from relevo.assistants.faq.ranking import rank\nfrom relevo.assistants._stream import lines\nfrom relevo.assistants.echo.x import y"
    places = list(strangers(Source.of("src/relevo/assistants/echo/__init__.py", text)))
    assert [place.line for place in places] == [1]


def impurities(source: Source) -> list[Place]:
    pure = set(sys.stdlib_module_names) - IMPURE
    return [
        Place(source.path, line, f"the core may not use {name}")
        for name, line in references(source)
        if not (name == "relevo.core" or name.startswith("relevo.core.")) and name.split(".")[0] not in pure
    ]


def banned(source: Source) -> list[Place]:
    return [
        Place(source.path, line, f"{name}: {why}")
        for name, line in references(source)
        for module, why in BANNED.items()
        if name == module or name.startswith(f"{module}.")
    ]


def undeclared(source: Source) -> list[Place]:
    return [
        Place(source.path, line, f"{name}: no dependency in pyproject.toml brings it")
        for name, line in references(source)
        if name.split(".")[0] not in declared()
    ]


@cache
def declared() -> frozenset[str]:
    """Return the modules of the standard library with their types, of Relevo, and of the packages that it asks for by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    packages = {re.match(r"[\w.-]+", one)[0].lower() for one in asked}  # type: ignore[index]  # each begins with a name
    brought = {module for module, by in packages_distributions().items() if packages & {one.lower() for one in by}}
    return frozenset(
        {"relevo", "_typeshed", *sys.stdlib_module_names, *brought, *(one.replace("-", "_") for one in packages)}
    )


def strangers(source: Source) -> list[Place]:
    """Imports from another folder of the same home; what starts with an underscore is shared on purpose."""
    own = source.module.split(".")[:3]
    return [
        Place(source.path, line, f"{'.'.join(own)} may not use {name}")
        for name, line in references(source)
        if ".".join(own[:2]) in PLUGIN_HOMES
        for other in [name.split(".")[:3]]
        if len(other) == 3 and other[:2] == own[:2] and other != own and not other[2].startswith("_")
    ]
