"""Who acts: visitors, agents (always people), assistants (always AI) and the system itself; and what agents may do.

Not here: how a caller proves who it is (`api/auth`) or where people are stored (`workspace`).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class ActorKind(StrEnum):
    """The four kinds of author; a closed set."""

    VISITOR = "visitor"
    AGENT = "agent"
    ASSISTANT = "assistant"
    SYSTEM = "system"


Presence = Literal["online", "away", "offline"]
"""How present an agent is, as the shell tells it. It never decides who has control; it only warns whoever gives it away."""


class Role(StrEnum):
    """What an agent may do in a workspace, from the most to the least."""

    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    VIEWER = "viewer"

    @property
    def may_act(self) -> bool:
        """May this role take over, reply, release, annotate? Viewers only read."""
        return self is not Role.VIEWER

    @property
    def may_override(self) -> bool:
        """May this role act on a conversation that a colleague owns, where the policy leaves it to supervisors?"""
        return self in (Role.OWNER, Role.ADMINISTRATOR, Role.SUPERVISOR)

    @property
    def may_configure(self) -> bool:
        """May this role change settings and people?"""
        return self in (Role.OWNER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Actor:
    """An author as others see it. Two actors are the same party when kind and id agree, whatever name they bear today."""

    kind: ActorKind
    id: str
    name: str
    avatar_url: str | None = None

    def is_same(self, other: "Actor | None") -> bool:
        """Is the other one the same party?"""
        return other is not None and self.kind == other.kind and self.id == other.id


SYSTEM = Actor(ActorKind.SYSTEM, "system", "Relevo")
