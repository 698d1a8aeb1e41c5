"""Assistants, inboxes, settings and presets of texts on the wire.

Not here: people (`people`), teams and what they share (`team`).
"""

from typing import Any

from msgspec import Struct


class ConfiguredAssistant(Struct, frozen=True):
    """A configured assistant. What is secret in its options is told only as `set`."""

    id: str
    name: str
    avatar_url: str | None
    kind: str
    options: dict[str, str]
    handoff: dict[str, Any]
    is_active: bool


class Assistants(Struct, frozen=True):
    """All assistants of the workspace."""

    items: list[ConfiguredAssistant]


class ConfiguredInbox(Struct, frozen=True):
    """A configured inbox. Its key is public: it stands in the pages that carry the widget."""

    id: str
    name: str
    key: str
    channel: str
    assistant_id: str
    allowed_origins: list[str]
    requires_identity: bool
    title: str
    color: str | None
    is_active: bool


class Inboxes(Struct, frozen=True):
    """All inboxes of the workspace."""

    items: list[ConfiguredInbox]


class Plan(Struct, frozen=True):
    """What the workspace has booked; `upgrade_url` is where it gets more, if it is to be had."""

    name: str
    is_handoff_locked: bool
    upgrade_url: str | None


class WorkspaceSettings(Struct, frozen=True):
    """What holds in the workspace, defaults filled in."""

    language: str
    text_preset: str
    handoff: dict[str, Any]
    policies: dict[str, Any]
    texts: dict[str, Any]
    plan: Plan


class Preset(Struct, frozen=True):
    """A set of texts by key: `standard` has every one, each other preset what it says instead."""

    id: str
    name: str
    texts: dict[str, str]


class Presets(Struct, frozen=True):
    """The presets in one language; `placeholders` are what each text takes in braces."""

    language: str
    languages: list[str]
    placeholders: dict[str, list[str]]
    items: list[Preset]
