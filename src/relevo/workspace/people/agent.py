"""An agent (always human) as a record, and what may be said about one: new, changed, one's own profile.

Not here: where agents are kept (`people`), or their sessions (`access.sessions`).
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from relevo.core.actors import Actor, ActorKind, Role
from relevo.core.ids import Millis, WorkspaceId
from relevo.workspace.base.strict import link, one_line
from relevo.workspace.errors import Forbidden, Invalid

NAME_CHARS = 100
Capacity = Annotated[int, Meta(ge=0, le=100)]
"""0: is never given anything, and may claim all the same."""
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\]{1,64}@[^\s@<>\"(),:;\\.][^\s@<>\"(),:;\\]{0,252}")


@dataclass(frozen=True, slots=True)
class Agent:
    """A person of the team. `rights_version` grows with every change that ends their sessions."""

    id: str
    workspace_id: WorkspaceId
    email: str
    name: str
    display_name: str | None
    avatar_url: str | None
    role: Role
    is_active: bool
    rights_version: int
    created_at: Millis
    capacity: int | None = None
    """How many conversations they are given without asking; None: as many as the workspace says."""

    @property
    def actor(self) -> Actor:
        """The agent as visitors see them."""
        return Actor(ActorKind.AGENT, self.id, self.display_name or self.name, self.avatar_url)

    @property
    def is_active_owner(self) -> bool:
        """Does this one count when the last owner may not go?"""
        return self.role is Role.OWNER and self.is_active


class NewAgent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is needed for a new agent. Without a password they cannot sign in yet."""

    email: str
    name: str
    role: Role = Role.AGENT
    password: str | None = None
    display_name: str | None = None
    avatar_url: str | None = None
    capacity: Capacity | None = None


class AgentChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of an agent; what is left out stays."""

    email: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    display_name: str | UnsetType | None = UNSET
    avatar_url: str | UnsetType | None = UNSET
    role: Role | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    capacity: Capacity | UnsetType | None = UNSET
    password: str | UnsetType = UNSET
    """A new one from an administrator, for whoever lost theirs; it ends their sessions."""


class ProfileChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What agents may change of themselves."""

    name: str | UnsetType = UNSET
    display_name: str | UnsetType | None = UNSET
    avatar_url: str | UnsetType | None = UNSET


def drafted(agent_id: str, workspace_id: WorkspaceId, new: NewAgent, at: Millis) -> Agent:
    """Return the agent that `new` describes, checked. Raises Invalid."""
    return Agent(
        agent_id,
        workspace_id,
        _email(new.email),
        one_line(new.name, "name", NAME_CHARS),
        _display_name(new.display_name),
        link(new.avatar_url, "avatar_url"),
        new.role,
        is_active=True,
        rights_version=1,
        created_at=at,
        capacity=new.capacity,
    )


def changed(before: Agent, change: AgentChange) -> Agent:
    """Return the agent with the changes, checked; another role or being switched off raises `rights_version`.

    Raises:
        Invalid: a value cannot be taken.
    """
    after = replace(
        before,
        email=before.email if change.email is UNSET else _email(change.email),
        name=before.name if change.name is UNSET else one_line(change.name, "name", NAME_CHARS),
        display_name=before.display_name if change.display_name is UNSET else _display_name(change.display_name),
        avatar_url=before.avatar_url if change.avatar_url is UNSET else link(change.avatar_url, "avatar_url"),
        role=before.role if change.role is UNSET else change.role,
        is_active=before.is_active if change.is_active is UNSET else change.is_active,
        capacity=before.capacity if change.capacity is UNSET else change.capacity,
    )
    has_other_rights = (after.role, after.is_active) != (before.role, before.is_active)
    return replace(after, rights_version=before.rights_version + int(has_other_rights))


def require_rank(by: Role, *roles: Role) -> None:
    """Let administrators change people, and only owners change or make owners. Raises Forbidden."""
    if not by.may_configure:
        raise Forbidden
    if Role.OWNER in roles and by is not Role.OWNER:
        raise Forbidden("Only an owner may change or make an owner.")


def email_key(email: str) -> str:
    """Return what is the same for all ways to write an address: trimmed, composed, without case."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def _email(raw: str) -> str:
    email = unicodedata.normalize("NFC", raw).strip()
    if not email.isprintable() or not _EMAIL.fullmatch(email):
        raise Invalid("email", "This is not an e-mail address.")
    return email


def _display_name(raw: str | None) -> str | None:
    return one_line(raw, "display_name", NAME_CHARS) if raw else None
