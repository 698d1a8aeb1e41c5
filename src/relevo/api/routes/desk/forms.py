"""Bodies for adding and changing what stands in the desk's lists.

What a value may be is the workspace's to say; here is only what a request may look like.
"""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from relevo.api.routes.bodies import NAME_LENGTH, TEXT_LENGTH
from relevo.api.routes.route import Name
from relevo.api.shapes.people import Role

Short = Annotated[str, Meta(max_length=NAME_LENGTH)]
Link = Annotated[str, Meta(max_length=2048)]
Email = Annotated[str, Meta(min_length=1, max_length=320)]
Password = Annotated[str, Meta(min_length=1, max_length=1024)]
Option = Annotated[str, Meta(max_length=20_000)]
Color = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]
Capacity = Annotated[int, Meta(ge=0, le=100)]
Members = Annotated[list[Name], Meta(max_length=500)]
ReplyText = Annotated[str, Meta(min_length=1, max_length=TEXT_LENGTH)]
Changes = dict[Name, Any]


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body whose fields may be left out."""


class NewAgent(Form, frozen=True, kw_only=True):
    """A new agent; without a password they cannot sign in yet."""

    email: Email
    name: Name
    role: Role = "agent"
    password: Password | None = None
    display_name: Short | None = None
    avatar_url: Link | None = None
    capacity: Capacity | None = None


class AgentChange(Form, frozen=True, kw_only=True):
    """What to change of an agent. A password is set anew without the old one, and ends their sessions."""

    email: Email | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    display_name: Short | UnsetType | None = UNSET
    avatar_url: Link | UnsetType | None = UNSET
    is_active: bool | UnsetType = UNSET
    capacity: Capacity | UnsetType | None = UNSET
    password: Password | UnsetType = UNSET


class NewAssistant(Form, frozen=True, kw_only=True):
    """A new assistant: which plug-in answers, with which options."""

    kind: Name
    name: Name
    avatar_url: Link | None = None
    options: dict[Name, Option] = {}
    handoff: Changes = {}


class AssistantChange(Form, frozen=True, kw_only=True):
    """What to change of an assistant; null takes an option away."""

    kind: Name | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    avatar_url: Link | UnsetType | None = UNSET
    options: dict[Name, Option | None] | UnsetType = UNSET
    handoff: Changes | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class NewInbox(Form, frozen=True, kw_only=True):
    """A new inbox; without allowed origins no page can use it yet."""

    name: Name
    assistant_id: Name
    allowed_origins: list[Link] = []
    requires_identity: bool = False
    title: Short = ""
    color: Color | None = None


class InboxChange(Form, frozen=True, kw_only=True):
    """What to change of an inbox."""

    name: Name | UnsetType = UNSET
    assistant_id: Name | UnsetType = UNSET
    allowed_origins: list[Link] | UnsetType = UNSET
    requires_identity: bool | UnsetType = UNSET
    title: Short | UnsetType = UNSET
    color: Color | UnsetType | None = UNSET
    is_active: bool | UnsetType = UNSET


class NewTeam(Form, frozen=True, kw_only=True):
    """A new team."""

    name: Name
    agent_ids: Members = []


class TeamChange(Form, frozen=True, kw_only=True):
    """What to change of a team; `agent_ids` are all its members from then on."""

    name: Name | UnsetType = UNSET
    agent_ids: Members | UnsetType = UNSET


class NewLabel(Form, frozen=True, kw_only=True):
    """A new label of the catalogue."""

    name: Name
    color: Color = "#6b7280"
    description: Short | None = None


class LabelChange(Form, frozen=True, kw_only=True):
    """What to change of a label."""

    name: Name | UnsetType = UNSET
    color: Color | UnsetType = UNSET
    description: Short | UnsetType | None = UNSET


class NewReply(Form, frozen=True, kw_only=True):
    """A new canned reply; without a language it serves every one."""

    shortcut: Name
    title: Name
    text: ReplyText
    language: Short | None = None
    is_shared: bool = False


class ReplyChange(Form, frozen=True, kw_only=True):
    """What to change of a canned reply."""

    shortcut: Name | UnsetType = UNSET
    title: Name | UnsetType = UNSET
    text: ReplyText | UnsetType = UNSET
    language: Short | UnsetType | None = UNSET
    is_shared: bool | UnsetType = UNSET


class NewKey(Form, frozen=True, kw_only=True):
    """A new API key: what it may do, and for how long."""

    name: Name
    scopes: Annotated[list[Literal["read", "ingest", "notes"]], Meta(min_length=1, max_length=3)]
    lifetime_days: Annotated[int, Meta(ge=1, le=730)] = 365


class NewIdentityKey(Form, frozen=True, kw_only=True):
    """A new key for signed identities: a secret that is made here (HS256), or the site's public key in PEM (EdDSA)."""

    algorithm: Literal["HS256", "EdDSA"]
    public_key: Annotated[str, Meta(min_length=1, max_length=2048)] | UnsetType = UNSET
