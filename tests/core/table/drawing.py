"""Reads the control table out of a docstring, and draws it. Whatever is not a whole table is refused, so that no cell gets lost."""

from dataclasses import dataclass

COLUMNS = ("assistant", "waiting", "agent", "closed")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows by their names, each with a cell for each of `COLUMNS`."""

    rows: dict[str, tuple[str, ...]]

    def cell(self, row: str, column: str) -> str:
        return self.rows[row][COLUMNS.index(column)]


def parsed(text: str) -> Table:
    """Return the table in a docstring.

    Raises:
        ValueError: there is none, a row occurs twice or has more or fewer cells than columns, or a cell is empty.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("|")]
    if len(lines) < 3 or _cells(lines[0]) != ["command by", *COLUMNS]:
        raise ValueError("no table")
    rows: dict[str, tuple[str, ...]] = {}
    for line in lines[2:]:
        name, *cells = _cells(line)
        if len(cells) != len(COLUMNS):
            raise ValueError(f"{name}: {len(cells)} columns")
        if name in rows:
            raise ValueError(f"{name} occurs twice")
        if not all(cells):
            raise ValueError(f"{name}: a cell has no entry")
        rows[name] = tuple(cells)
    return Table(rows)


def drawn(table: Table) -> str:
    """Return the table as Markdown with columns of one width."""
    body = [("command by", *COLUMNS), *((name, *cells) for name, cells in table.rows.items())]
    widths = [max(map(len, column)) for column in zip(*body, strict=True)]
    lines = [_line([f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)]) for row in body]
    return "\n".join([lines[0], _line(["-" * width for width in widths]), *lines[1:]])


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
