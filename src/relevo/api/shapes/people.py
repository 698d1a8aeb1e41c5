"""Agents, sign-in and visitors' arrival on the wire, and errors.

Not here: conversations, and what a workspace configures (`configured`, `team`).
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from relevo.api.shapes.actors import Millis, Party
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


class Preferences(Struct, frozen=True):
    """What an agent prefers; `shortcuts` are keys by action, where they are not the usual ones.

    After `away_after_min` minutes without input the console says "away". A direction of `automatic` is that of the
    browser's language.
    """

    sound: bool
    desktop: bool
    muted_kinds: list[str]
    muted_conversations: list[str]
    muted_while_away: bool
    away_after_min: int
    theme: Literal["system", "light", "dark"]
    density: Literal["comfortable", "compact"]
    direction: Literal["automatic", "ltr", "rtl"]
    shortcuts: dict[str, str]


class Me(Struct, frozen=True):
    """Who calls."""

    agent: Account
    preferences: Preferences
    csrf_token: str
    workspace: Workspace


class AgentSession(Struct, frozen=True):
    """Where an agent is signed in; `device` is what the browser calls itself."""

    id: str
    created_at: Millis
    last_seen_at: Millis
    device: str
    is_current: bool


class Sessions(Struct, frozen=True):
    """The caller's sessions."""

    items: list[AgentSession]


class Colleague(Account, frozen=True):
    """An agent as the team sees them. A capacity of null: as many conversations as the workspace says."""

    is_active: bool
    presence: PresenceState
    capacity: int | None
    open_count: int
    team_ids: list[str]


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
    shares_drafts: bool
    show_queue_position: bool
    show_estimated_wait: bool


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
    """A visitor who begins or goes on. `texts` are in the visitor's language, without those that come in events."""

    token: str
    visitor: Visitor
    conversation: VisitorConversation | None
    settings: VisitorSettings
    texts: dict[str, str]


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
