"""Nothing grows past what one can read in one go.

The figures are those of CONTRIBUTING.md; an exception is an entry in a table below, with the reason beside it.
"""

from statistics import median, quantiles

from tests.architecture import sizes
from tests.architecture.sizes import Measure
from tests.architecture.sources import Source, product

# path: why it may be longer than sizes.FILE_LINES
LONG_FILES: dict[str, str] = {}

# path::function: why it may be longer than sizes.FUNCTION_LINES
LONG_FUNCTIONS: dict[str, str] = {}

# path::function: why it may take more than sizes.ARGUMENTS
MANY_ARGUMENTS: dict[str, str] = {}

# folder: why it may hold more than sizes.FILES_IN_A_FOLDER
FULL_FOLDERS: dict[str, str] = {
    "src/relevo/api/routes": "one file for each group of routes, found by reading down one list",
    "tests/api": "one file for each thing that callers rely on",
}


def test_no_file_is_too_long() -> None:
    assert not above(sizes.file_lines(), sizes.FILE_LINES, LONG_FILES)


def test_no_function_is_too_long() -> None:
    assert not above(sizes.function_lines(), sizes.FUNCTION_LINES, LONG_FUNCTIONS)


def test_no_function_takes_too_many_arguments() -> None:
    assert not above(sizes.argument_counts(), sizes.ARGUMENTS, MANY_ARGUMENTS)


def test_no_folder_is_too_full() -> None:
    assert not above(sizes.folder_counts(), sizes.FILES_IN_A_FOLDER, FULL_FOLDERS)


def test_the_usual_file_is_short() -> None:
    lines = sizes.product_lines()
    assert median(lines) <= sizes.FILE_MEDIAN, sizes.report()
    assert quantiles(lines, n=10)[-1] <= sizes.FILE_P90, sizes.report()


def test_the_usual_function_is_short() -> None:
    assert median(measure.count for measure in sizes.function_lines(product())) <= sizes.FUNCTION_MEDIAN, sizes.report()


def test_every_exception_is_still_needed() -> None:
    """An exception that outlived its file or its length would hide the next one."""
    kinds = [
        (sizes.file_lines(), sizes.FILE_LINES, LONG_FILES),
        (sizes.function_lines(), sizes.FUNCTION_LINES, LONG_FUNCTIONS),
        (sizes.argument_counts(), sizes.ARGUMENTS, MANY_ARGUMENTS),
        (sizes.folder_counts(), sizes.FILES_IN_A_FOLDER, FULL_FOLDERS),
    ]
    for measures, limit, exceptions in kinds:
        assert set(exceptions) <= {measure.subject for measure in measures if measure.count > limit}


def test_the_measures_count_what_they_say() -> None:
    text = 'class A:\n    def f(self, a, /, b, *, c):\n        """Says\n        something.\n        """\n        return a\n'
    specimen = (Source.of("src/relevo/x.py", text),)
    assert sizes.function_lines(specimen) == [Measure(2, "src/relevo/x.py::f")]
    assert sizes.argument_counts(specimen) == [Measure(3, "src/relevo/x.py::f")]
    assert sizes.folder_counts(("a/__init__.py", "a/b.py", "a/c.ts", "a/test_b.py", "a/d/e.py")) == [
        Measure(2, "a"),
        Measure(1, "a/d"),
    ]


def above(measures: list[Measure], limit: int, exceptions: dict[str, str]) -> list[str]:
    return [
        f"{measure.subject}: {measure.count} > {limit}"
        for measure in measures
        if measure.count > limit and measure.subject not in exceptions
    ]
