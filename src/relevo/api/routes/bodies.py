"""Request bodies: made from the public fields of a command, so that a new command or field needs nothing here.

Not here: bodies of calls that are no commands; those stand beside their routes.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from relevo.core.actors import Actor
from relevo.core.commands import Command

NAME_LENGTH = 200
"""Longest identifier, label or other short text; the long ones have their own limit in the core."""
TEXT_LENGTH = 16_384
"""Longest text that is looked at at all; the core's limit is in bytes and smaller."""
LABELS = 50
"""Most entries of a list."""
_LONG = frozenset({"text", "note", "reason"})


@dataclass(frozen=True, slots=True)
class BodyField:
    """One public field: what it is called outside and inside, and whether it names an actor that has to be looked up."""

    outside: str
    inside: str
    is_lookup: bool


@dataclass(frozen=True, slots=True)
class BodyShape:
    """A command's body."""

    struct: type[msgspec.Struct]
    fields: tuple[BodyField, ...]

    def values(self, body: msgspec.Struct) -> Mapping[str, Any]:
        """Return the values that need no look-up, by their inside names."""
        return {field.inside: getattr(body, field.outside) for field in self.fields if not field.is_lookup}

    def lookups(self, body: msgspec.Struct) -> Mapping[str, tuple[str, str]]:
        """Return the identifiers to look up: by the inside name, the outside name and the identifier."""
        return {
            field.inside: (field.outside, named)
            for field in self.fields
            if field.is_lookup and (named := getattr(body, field.outside)) is not None
        }


def shape_of(command: type[Command]) -> BodyShape:
    """Return the shape of a command's body."""
    hints = get_type_hints(command)
    public = [field for field in dataclasses.fields(command) if "body" in field.metadata]
    described = [_described(field, hints[field.name]) for field in public]
    name = f"{command.__name__}Body"
    struct = msgspec.defstruct(
        name,
        [described_as for _, described_as in described],
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        module=__name__,
        namespace={"__doc__": command.__doc__},
    )
    return BodyShape(struct, tuple(field for field, _ in described))


def takes_nothing(struct: type[msgspec.Struct]) -> bool:
    """Can the body be left out?"""
    return not any(field.required for field in msgspec.structs.fields(struct))


def _described(field: "dataclasses.Field[Any]", hint: Any) -> tuple[BodyField, tuple[str, Any, Any]]:
    outside = field.metadata["body"] or field.name
    kind = field.metadata["choices"] or hint
    is_lookup = Actor in (kind, *get_args(kind))
    kind = (str | None if _is_optional(kind) else str) if is_lookup else kind
    default = msgspec.NODEFAULT if field.default is dataclasses.MISSING else field.default
    return BodyField(outside, field.name, is_lookup), (outside, _limited(kind, outside), default)


def _limited(kind: Any, name: str) -> Any:
    """Bound every text: an unbounded one is a way to fill memory."""
    text = Annotated[str, Meta(max_length=TEXT_LENGTH if name in _LONG else NAME_LENGTH)]
    if kind is str:
        return text
    if kind == str | None:
        return text | None
    if kind == tuple[str, ...]:
        return Annotated[tuple[text, ...], Meta(max_length=LABELS)]
    return kind


def _is_optional(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind)
