"""Measures files, functions and folders; `python -m tests.architecture.sizes` prints the report.

The limits and their exceptions stand in test_sizes.py.
"""

import ast
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import median, quantiles

from tests.architecture.sources import ROOT, Source, files, functions, product, sources

FILE_LINES = 400
FILE_MEDIAN = 120
FILE_P90 = 300
FUNCTION_LINES = 60
FUNCTION_MEDIAN = 10
ARGUMENTS = 6
FILES_IN_A_FOLDER = 12

SCRIPTS = (".ts", ".tsx", ".mjs", ".css", ".html")


@dataclass(frozen=True, slots=True, order=True)
class Measure:
    """A count and what it was counted on: `path` for a file or folder, `path::name` for a function."""

    count: int
    subject: str


def file_lines() -> list[Measure]:
    """The lines of every source, whatever its language."""
    return [Measure(len((ROOT / path).read_text("utf-8").splitlines()), path) for path in files(".py", *SCRIPTS)]


def product_lines() -> list[int]:
    """The lines of each Python file that is shipped and holds more than its docstring."""
    return [len(source.text.splitlines()) for source in product() if len(source.tree.body) > 1]


def function_lines(of: tuple[Source, ...] = ()) -> list[Measure]:
    return [
        Measure(code_lines(function), f"{source.path}::{function.name}")
        for source in of or sources()
        for function in functions(source)
    ]


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines from `def` to the end, without the docstring: a rule explained at length is no long function."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    return (
        whole
        if ast.get_docstring(function) is None
        else whole - ((first.end_lineno or first.lineno) - first.lineno + 1)
    )


def argument_counts(of: tuple[Source, ...] = ()) -> list[Measure]:
    """The arguments of each function, without `self` and `cls`."""
    return [
        Measure(len(names - {"self", "cls"}), f"{source.path}::{function.name}")
        for source in of or sources()
        for function in functions(source)
        for spec in [function.args]
        for names in [{argument.arg for argument in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)}]
    ]


def folder_counts(paths: tuple[str, ...] = ()) -> list[Measure]:
    """The sources directly in each folder; the package marker and tests of a plug-in are not counted."""
    counted = (
        path
        for path in paths or files(".py", *SCRIPTS)
        if not Path(path).name.startswith(("__init__.", "test_")) or "tests/" in path
    )
    return [
        Measure(count, folder)
        for folder, count in sorted(Counter(Path(path).parent.as_posix() for path in counted).items())
    ]


def report() -> str:
    """Where the code stands against the sizes that design asks for."""
    lines = product_lines()
    bodies = [measure.count for measure in function_lines(product())]
    rows = [
        ("shipped files, lines: median", median(lines), FILE_MEDIAN),
        ("shipped files, lines: 90th percentile", quantiles(lines, n=10)[-1], FILE_P90),
        ("any file, lines: largest", max(file_lines()).count, FILE_LINES),
        ("shipped functions, lines: median", median(bodies), FUNCTION_MEDIAN),
        ("any function, lines: largest", max(function_lines()).count, FUNCTION_LINES),
        ("any function, arguments: most", max(argument_counts()).count, ARGUMENTS),
        ("any folder, files: most", max(folder_counts()).count, FILES_IN_A_FOLDER),
    ]
    table = [f"{what:<40}{value:>8.0f}   limit {limit}" for what, value, limit in rows]
    by_floor = groupby(product(), key=lambda source: source.path.split("/")[2])
    parts = [f"{part:<40}{sum(len(source.text.splitlines()) for source in group):>8} lines" for part, group in by_floor]
    return "\n".join([*table, "", *parts])


if __name__ == "__main__":
    print(report())
