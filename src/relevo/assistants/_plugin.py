"""What every assistant plug-in exposes as `plugin`, and how its options are declared, described and read.

Not here: finding plug-ins (`relevo.plugins`) or any assistant. Options are texts in a workspace's tables and in the
environment; a plug-in declares them as a `msgspec.Struct`, so that the type, default, limits and description stand once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from relevo.ports import Assistant


class WrongOption(ValueError):
    """An option is missing, unknown or out of its limits; the message names it and says what it may be."""


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of an assistant, for screens and documentation. A default of None means that it must be given."""

    name: str
    about: str
    default: str | None
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class AssistantPlugin:
    """One way to reach an AI. `create` makes an assistant from a profile's options and raises `WrongOption`.

    With `fetches` it also gets the `Destinations` that the installation permits, and connects to nothing else.
    """

    kind: str
    options: tuple[Option, ...]
    create: Callable[..., Assistant]
    fetches: tuple[str, ...] = ()
    """The options that hold addresses which it connects to; they are looked at before they are saved."""

    def __post_init__(self) -> None:
        """Raise ValueError for addresses that nobody could look at."""
        open_options = {option.name for option in self.options if not option.is_secret}
        if not open_options.issuperset(self.fetches):
            raise ValueError(f"{self.kind!r} fetches {self.fetches!r}, which are not all options that may be read")


Declared = TypeVar("Declared", bound=msgspec.Struct)


def describe(declared: type[Declared], secret: tuple[str, ...] = ()) -> tuple[Option, ...]:
    """Return the declared options with what their annotations say of them."""
    return tuple(
        Option(field.encode_name, _about(field.type), _default(field), field.encode_name in secret)
        for field in msgspec.structs.fields(declared)
    )


def read_options(declared: type[Declared], given: Mapping[str, str]) -> Declared:
    """Return the options with defaults filled in. Raises WrongOption."""
    unknown = sorted(set(given) - {field.encode_name for field in msgspec.structs.fields(declared)})
    if unknown:
        raise WrongOption(f"there is no option {unknown[0]!r}")
    try:
        return msgspec.convert(dict(given), declared, strict=False)
    except msgspec.ValidationError as wrong:
        raise WrongOption(str(wrong)) from None


def _about(annotated: object) -> str:
    kind = msgspec.inspect.type_info(annotated)
    return (kind.extra_json_schema or {}).get("description", "") if isinstance(kind, msgspec.inspect.Metadata) else ""


def _default(field: msgspec.structs.FieldInfo) -> str | None:
    if field.default is msgspec.NODEFAULT:
        return None
    return str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
