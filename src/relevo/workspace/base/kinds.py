"""How records of one kind are written: added, changed and removed so that nobody takes back what somebody else has just changed.

Not here: reading them (`rows`), and which kinds there are; each stands beside its class.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from relevo.core.ids import WorkspaceId
from relevo.ports import Statement, Value
from relevo.workspace.base.rows import values


class Record(Protocol):
    """A dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Kind(Generic[R]):
    """A table, and the names of its columns in the order of the record's fields; first its id, then its workspace's.

    Fields beyond the columns are kept elsewhere. A condition (`only_if`) is SQL in which `{column}` stands for the
    record's own value: of any column where it is added, of its id and its workspace where it is changed.
    """

    record: type[R]
    table: str
    columns: str
    derived: Mapping[str, tuple[str, Callable[[R], Value]]] = field(default_factory=dict)
    """By column, what is worked out from another one and written with it: a name's key from the name."""

    @property
    def id_column(self) -> str:
        """Where the record's id stands."""
        return self._names[0]

    @property
    def select(self) -> str:
        """The beginning of a query for records."""
        return f"SELECT {self.columns} FROM {self.table}"  # noqa: S608 - our own names

    def having(self, item_id: str) -> str:
        """The condition that there is a record with this id (SQL) in the workspace."""
        mine = f"workspace_id = {{workspace_id}} AND {self.id_column} = {item_id}"
        return f"EXISTS (SELECT 1 FROM {self.table} WHERE {mine})"  # noqa: S608 - our own names

    def fewer_than(self, most: int, *those: str) -> str:
        """The condition that fewer than `most` records of the workspace are as `those` conditions say."""
        where = " AND ".join(("workspace_id = {workspace_id}", *those))
        return f"(SELECT COUNT(*) FROM {self.table} WHERE {where}) < {most}"  # noqa: S608 - our own names

    def adding(self, record: R, only_if: str = "", **more: Value) -> Statement:
        """The statement that adds a record, with `more` columns that it does not tell."""
        row, bound = self._row(record) | more, _Bound()
        marks = {column: bound.mark(value) for column, value in row.items()}
        given = ", ".join(mark if not only_if else _typed(mark, row[column]) for column, mark in marks.items())
        what = f"SELECT {given} WHERE {only_if.format(**marks)}" if only_if else f"VALUES ({given})"
        return f"INSERT INTO {self.table} ({', '.join(row)}) {what}", tuple(bound)

    def changing(self, before: R, after: R, as_read: Sequence[str] = (), only_if: str = "") -> tuple[Statement, ...]:
        """The statement that writes only what differs, none if nothing does: of two changes at once both hold.

        It changes no row where the record is gone, where one of the columns `as_read` (those that the change was decided
        by) is no longer as in `before`, or where the condition does not hold.
        """
        old, new = self._row(before), self._row(after)
        written = [column for column in new if old[self._source(column)] != new[self._source(column)]]
        if not written:
            return ()
        bound = _Bound()
        where = self._where(old, as_read, only_if, bound)
        setting = ", ".join(f"{column} = {bound.mark(new[column])}" for column in written)
        return ((f"UPDATE {self.table} SET {setting} WHERE {where}", tuple(bound)),)  # noqa: S608 - our own names

    def removing(self, record: R, as_read: Sequence[str] = ()) -> Statement:
        """The statement that removes a record while the columns `as_read` are as they are here."""
        bound = _Bound()
        where = self._where(self._row(record), as_read, "", bound)
        return f"DELETE FROM {self.table} WHERE {where}", tuple(bound)  # noqa: S608 - our own names

    def _where(self, row: Mapping[str, Value], as_read: Sequence[str], only_if: str, bound: "_Bound") -> str:
        marks = {column: bound.mark(row[column]) for column in self._names[:2]}
        conditions = [f"{column} = {mark}" for column, mark in marks.items()]
        conditions += [f"{column} IS NOT DISTINCT FROM {bound.mark(row[column])}" for column in as_read]
        return " AND ".join([*conditions, f"({only_if.format(**marks)})"] if only_if else conditions)

    @property
    def _names(self) -> list[str]:
        return self.columns.split(", ")

    def _source(self, column: str) -> str:
        return self.derived[column][0] if column in self.derived else column

    def _row(self, record: R) -> dict[str, Value]:
        row = dict(zip(self._names, values(record), strict=False))
        return row | {column: worked_out(record) for column, (_, worked_out) in self.derived.items()}


def in_turn(workspace_id: WorkspaceId) -> Statement:
    """The statement that makes such writes of one workspace wait for each other: each looks at what the others have left.

    SQLite has one writer anyway; elsewhere two at once would both count the same rows.
    """
    return "UPDATE workspaces SET people_version = people_version + 1 WHERE workspace_id = $1", (workspace_id,)


class _Bound(list[Value]):
    """The values of a statement, in the order of their marks."""

    def mark(self, value: Value) -> str:
        """Take a value in; return what stands for it in the SQL."""
        self.append(value)
        return f"${len(self)}"


def _typed(mark: str, value: Value) -> str:
    """Return a mark for a list of SELECT, where PostgreSQL does not see by itself which type it stands for."""
    match value:
        case str():
            return f"CAST({mark} AS TEXT)"
        case int():
            return f"CAST({mark} AS BIGINT)"
        case _:
            return mark
