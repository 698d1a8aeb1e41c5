"""The sources of the project as data: which files there are, their syntax trees, the names they define, what they refer to.

No rule lives here; each `test_*.py` beside this file states one kind of rule and proves on a specimen that it bites.
"""

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from subprocess import run

ROOT = Path(__file__).parents[2]
PRODUCT = "src/relevo/"


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One Python file. `path` is relative to the checkout, `module` is dotted."""

    path: str
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, path: str, text: str) -> "Source":
        return cls(path, text, ast.parse(text, path))

    @property
    def module(self) -> str:
        dotted = self.path.removeprefix("src/").removesuffix(".py").replace("/", ".")
        return dotted.removesuffix(".__init__")

    @property
    def is_test(self) -> bool:
        name = Path(self.path).name
        return self.path.startswith("tests/") or name.startswith("test_") or name == "conftest.py"


@dataclass(frozen=True, slots=True)
class Place:
    """Something found in a source: where, and what; prints so that a terminal can jump there."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


@cache
def files(*suffixes: str) -> tuple[str, ...]:
    """Every file of the project that git does not ignore, by its ending; unpacked archives without git are walked."""
    listed = run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    paths = listed.stdout.splitlines() if listed.returncode == 0 else _walked()
    return tuple(sorted(path for path in paths if path.endswith(suffixes) and (ROOT / path).is_file()))


def sources(under: str = "") -> tuple[Source, ...]:
    """The Python files below a folder."""
    return tuple(source for source in _parsed() if source.path.startswith(under))


@cache
def _parsed() -> tuple[Source, ...]:
    """Every file, parsed once, and left out of the search for garbage: a look through a million nodes takes up to half a second,
    and it came in the middle of other tests of the same process, which have deadlines.
    """
    gc.disable()
    try:
        return tuple(Source.of(path, (ROOT / path).read_text("utf-8")) for path in files(".py"))
    finally:
        gc.freeze()
        gc.enable()


def product() -> tuple[Source, ...]:
    """What gets shipped: the package without the tests of its plug-ins."""
    return tuple(source for source in sources(PRODUCT) if not source.is_test)


def references(source: Source) -> Iterator[tuple[str, int]]:
    """Every import and every dotted use of an imported name, spelled in full, with its line.

    `from datetime import datetime as d; d.now()` yields `datetime.datetime.now`.
    """
    known: dict[str, str] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name, full in _imported(node):
                known[name] = full
                yield full, node.lineno
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and (used := _dotted(node, known)):
            yield used, node.lineno


def definitions(source: Source) -> Iterator[tuple[str, int]]:
    """Every name that the source itself gives to something: classes, functions, arguments, variables, fields."""
    for node in ast.walk(source.tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, node.lineno
            case ast.arg(arg=name):
                yield name, node.lineno
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno
            case ast.alias(asname=str(name)):
                yield name, node.lineno
            case _:
                pass


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def told(places: list[Place]) -> str:
    """The message of a failed rule: one place a line."""
    return "\n" + "\n".join(map(str, places))


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Import(names=names):
            for alias in names:
                # `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
                yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2
                if not alias.asname and "." in alias.name:
                    yield alias.name, alias.name
        case ast.ImportFrom(module=str(module), names=names, level=0):
            for alias in names:
                yield alias.asname or alias.name, f"{module}.{alias.name}"
        case _:
            pass


def _dotted(node: ast.expr, known: dict[str, str]) -> str | None:
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return known.get(name)
        case ast.Attribute(value=value, attr=attr):
            base = _dotted(value, known)
            return f"{base}.{attr}" if base else None
        case _:
            return None


def _walked() -> list[str]:
    return [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*")
        if not {".venv", "node_modules", "_web", ".git"} & set(path.parts)
    ]
