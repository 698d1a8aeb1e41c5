"""What each setting takes: its type, read from the sections, and its limits in words.

Not here: values (`loading`).
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from relevo.settings.sections import URL, URL_OR_NOTHING, Settings


def annotation(name: str) -> Any:
    section, _, key = name.partition(".")
    table = next(field.type for field in msgspec.structs.fields(Settings) if field.name == section)
    return next(field.type for field in msgspec.structs.fields(table) if field.name == key)


def known() -> Iterator[tuple[str, str, msgspec.inspect.Metadata]]:
    for section in msgspec.structs.fields(Settings):
        for key in msgspec.structs.fields(section.type):
            kind = msgspec.inspect.type_info(key.type)
            assert isinstance(kind, msgspec.inspect.Metadata)
            yield section.name, key.name, kind


def limits(kind: msgspec.inspect.Type) -> str:
    match kind:
        case msgspec.inspect.BoolType():
            return "true or false"
        case msgspec.inspect.IntType(ge=least, le=most):
            return f"a whole number from {least} to {most}" if most is not None else f"a whole number from {least}"
        case msgspec.inspect.LiteralType(values=values):
            return ", ".join(map(str, values))
        case msgspec.inspect.VarTupleType():
            return "a list of texts (in the environment with commas between them)"
        case msgspec.inspect.StrType(pattern=str(pattern)) if pattern in (URL_OR_NOTHING, URL):
            return "an address like https://chat.example.org"
        case _:
            return "a text"
