"""Assistants, inboxes and their keys, settings and presets of texts on the wire.

Not here: people (`people`), teams and what they share (`team`).
"""

from typing import Any, Literal

from msgspec import Struct

from relevo.api.shapes.actors import Millis


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


class IdentityKey(Struct, frozen=True):
    """A key that a site signs its visitors' identities with. A token names its `id` as `kid`; the public key is EdDSA's."""

    id: str
    algorithm: Literal["HS256", "EdDSA"]
    created_at: Millis
    public_key: str | None


class IssuedIdentityKey(IdentityKey, frozen=True):
    """A new key; `secret`, which HS256 has, is told this once."""

    secret: str | None


class IdentityKeys(Struct, frozen=True):
    """All keys of an inbox: two at most."""

    items: list[IdentityKey]


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
