"""Reading the settings, and where each value came from.

A flag beats the environment (`RELEVO__SECTION__KEY`), that beats `relevo.toml`, and that beats the default.
Not here: which settings there are (`sections`), and what each takes (`kinds`).
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from relevo.settings.kinds import annotation, known, limits
from relevo.settings.sections import Settings

PREFIX = "RELEVO__"


class Misconfigured(Exception):
    """Settings that cannot be used; the message has a line for each fault, with its mend."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One setting, for `relevo check` and the documentation."""

    name: str
    value: object
    source: str
    about: str
    limits: str
    is_secret: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, and for each one that is not a default where it was set."""

    settings: Settings
    sources: Mapping[str, str]

    def origins(self) -> Iterator[Origin]:
        """Yield every setting with its value and source."""
        for section, key, kind in known():
            name = f"{section}.{key}"
            value = getattr(getattr(self.settings, section), key)
            extra: dict[str, Any] = kind.extra or {}
            schema: dict[str, Any] = kind.extra_json_schema or {}
            source = self.sources.get(name, "default")
            yield Origin(
                name, value, source, schema.get("description", ""), limits(kind.type), bool(extra.get("is_secret"))
            )


def load(file: Path | None, environ: Mapping[str, str], flags: Mapping[str, object] | None = None) -> Loaded:
    """Read the settings. `file` may be missing; `flags` bear dotted names (`server.port`) and win.

    Raises:
        Misconfigured: the file is no TOML, or a name or a value is wrong.
    """
    found: dict[str, tuple[object, str]] = {}
    found.update(_from_file(file) if file and file.exists() else {})
    found.update(_from_environment(environ))
    found.update({name: (value, "flag") for name, value in (flags or {}).items() if value is not None})
    kinds = {f"{section}.{key}": kind for section, key, kind in known()}
    sections: dict[str, dict[str, object]] = {}
    faults: list[str] = []
    for name, (value, source) in found.items():
        try:
            converted = _convert(name, value, source, kinds)
        except ValueError as wrong:
            faults.append(f"{source}: {wrong}")
        else:
            section, _, key = name.partition(".")
            sections.setdefault(section, {})[key] = converted
    if faults:
        raise Misconfigured("\n".join(faults))
    try:
        settings = msgspec.convert(sections, Settings)
    except msgspec.ValidationError as wrong:
        raise Misconfigured(_told(wrong)) from None
    return Loaded(settings, {name: source for name, (_, source) in found.items()})


def _from_file(file: Path) -> dict[str, tuple[object, str]]:
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Misconfigured(f"{file}: this is not TOML: {wrong}") from None
    return {
        f"{section}.{key}" if key else section: (value, str(file))
        for section, table in tables.items()
        for key, value in (table.items() if isinstance(table, dict) else [("", table)])
    }


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[object, str]]:
    return {
        name.removeprefix(PREFIX).lower().replace("__", ".", 1): (value, name)
        for name, value in sorted(environ.items())
        if name.startswith(PREFIX)
    }


def _convert(name: str, value: object, source: str, kinds: Mapping[str, msgspec.inspect.Metadata]) -> object:
    """Return the value as the setting's type. Raises ValueError with the mend."""
    kind = kinds.get(name)
    if kind is None:
        from difflib import get_close_matches  # a thirtieth of the start, and only for whoever has mistyped

        near = get_close_matches(name, kinds, 1)
        raise ValueError(
            f"there is no setting {name!r}" + (f"; did you mean {near[0]!r}?" if near else "; see docs/settings.md")
        )
    is_text = source.startswith(PREFIX) and isinstance(value, str)
    if is_text and isinstance(kind.type, msgspec.inspect.VarTupleType):
        value = [part.strip() for part in str(value).split(",") if part.strip()]
    try:
        return msgspec.convert(value, annotation(name), strict=not is_text)
    except msgspec.ValidationError:
        told = "this value" if (kind.extra or {}).get("is_secret") else repr(value)
        raise ValueError(f"{name} cannot be {told}; it takes {limits(kind.type)}") from None


def _told(wrong: msgspec.ValidationError) -> str:
    text, _, path = str(wrong).partition(" - at `$.")
    return f"{path.strip('`')}: {text}" if path else text
