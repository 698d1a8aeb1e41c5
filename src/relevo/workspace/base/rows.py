"""Rows of plain tables as typed records, and records as rows.

No query lives here; each record's class stands beside the queries that fill it.
"""

from collections.abc import Sequence
from dataclasses import fields
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import msgspec
from msgspec import UNSET, Struct

from relevo.ports import Value

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
S = TypeVar("S", bound=Struct)


def records(kind: type[T], rows: Sequence[tuple[Value, ...]]) -> list[T]:
    """Return the rows as dataclasses whose fields stand in the order of the columns; 0 and 1 become flags.

    Raises msgspec.ValidationError when a row is not what the class says: the schema and the code disagree then.
    """
    columns = _columns(kind)  # type: ignore[arg-type]
    return [
        msgspec.convert(
            {name: bool(value) if is_flag else value for (name, is_flag), value in zip(columns, row, strict=True)}, kind
        )
        for row in rows
    ]


def only(kind: type[T], rows: Sequence[tuple[Value, ...]]) -> T | None:
    """Return the first row as a record, or None where there is none."""
    return records(kind, rows[:1])[0] if rows else None


def values(record: "DataclassInstance") -> tuple[Value, ...]:
    """Return a record's fields in their order, as a database takes them: flags as 0 and 1, enumerations as texts."""
    return tuple(_value(getattr(record, field.name)) for field in fields(record))


def merged(new: type[S], before: object, change: Struct) -> S:
    """Return a record as whoever makes one describes it, with the fields that the change gives; what it leaves out (UNSET) stays."""
    given = {name: getattr(change, name) for name in change.__struct_fields__}
    kept = {name: getattr(before, name) for name in new.__struct_fields__}
    return new(**kept | {name: value for name, value in given.items() if value is not UNSET})


def _value(value: Any) -> Value:
    if isinstance(value, Enum):
        return str(value.value)
    return int(value) if isinstance(value, bool) else value


@cache
def _columns(kind: type[Any]) -> tuple[tuple[str, bool], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name] is bool) for field in fields(kind))
