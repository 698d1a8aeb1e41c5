"""Agents, sign-in, visitors' arrival, assistants, inboxes and settings on the wire.

Not here: conversations.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from relevo.api.shapes.actors import Party
from relevo.api.shapes.conversations import VisitorConversation

Role = Literal["owner", "administrator", "supervisor", "agent", "viewer"]
PresenceState = Literal["online", "away", "offline"]


class Account(Struct, frozen=True):
    """An agent's own account. `name` is what visitors see."""

    id: str
    name: str
    email: str
    role: Role
    avatar_url: str | None
    display_name: str | None


class SignedIn(Struct, frozen=True):
    """A new session. The cookie is set as well; its callers send `csrf_token` as `X-CSRF-Token` with every change."""

    agent: Account
    token: str
    csrf_token: str


class Workspace(Struct, frozen=True):
    """A workspace by name."""

    id: str
    name: str


class Me(Struct, frozen=True):
    """Who calls."""

    agent: Account
    csrf_token: str
    workspace: Workspace


class Colleague(Struct, frozen=True):
    """An agent as the team sees them."""

    id: str
    name: str
    email: str
    role: Role
    avatar_url: str | None
    display_name: str | None
    is_active: bool
    presence: PresenceState


class Colleagues(Struct, frozen=True):
    """All agents of the workspace."""

    items: list[Colleague]


class Visitor(Struct, frozen=True):
    """The visitor."""

    id: str
    name: str
    locale: str


class HandoffOffer(Struct, frozen=True):
    """Whether people can be asked for."""

    enabled: bool
    response_timeout_s: int


class VisitorPolicies(Struct, frozen=True):
    """The policies that the widget has to know."""

    visitor_sees: list[Literal["text", "separator", "badge"]]
    after_resolve: Literal["new_conversation", "reopen_to_ai", "reopen_to_queue"]


class Appearance(Struct, frozen=True):
    """How the widget looks."""

    title: str
    color: Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")] | None


class VisitorLimits(Struct, frozen=True):
    """What the widget must keep to."""

    message_bytes: int


class VisitorSettings(Struct, frozen=True):
    """What the widget needs to know of the workspace."""

    handoff: HandoffOffer
    assistant: Party
    policies: VisitorPolicies
    appearance: Appearance
    limits: VisitorLimits


class VisitorSession(Struct, frozen=True):
    """A visitor who begins or goes on. `texts` are in the visitor's language."""

    token: str
    visitor: Visitor
    conversation: VisitorConversation | None
    settings: VisitorSettings
    texts: dict[str, str]


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


class WorkspaceSettings(Struct, frozen=True):
    """What holds in the workspace, defaults filled in."""

    language: str
    text_preset: str
    handoff: dict[str, Any]
    policies: dict[str, Any]
    texts: dict[str, Any]


class Health(Struct, frozen=True):
    """The process is up, or ready with every check."""

    status: Literal["ok"]
    checks: dict[str, bool] = {}


class Problem(Struct, frozen=True):
    """An error (RFC 9457). Branch on the last part of `type`; some carry more fields, such as `owner` or `field`."""

    type: Annotated[str, Meta(pattern=r"/problems/[a-z0-9-]+$")]
    title: str
    status: int
    detail: str
    request_id: str
