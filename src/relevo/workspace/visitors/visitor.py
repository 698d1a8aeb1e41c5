"""A visitor as a record, and the pass that a valid token is.

Not here: where visitors are kept (`registry`) and how they come in (`entry`).
"""

from dataclasses import dataclass

from relevo.core.actors import Actor, ActorKind
from relevo.core.ids import InboxId, Millis, WorkspaceId


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who writes in one inbox. `subject` is what the site calls them; None for a stranger."""

    id: str
    workspace_id: WorkspaceId
    inbox_id: InboxId
    subject: str | None
    name: str
    locale: str
    page: str | None
    created_at: Millis

    @property
    def actor(self) -> Actor:
        """The visitor as agents see them."""
        return Actor(ActorKind.VISITOR, self.id, self.name)


@dataclass(frozen=True, slots=True)
class VisitorPass:
    """What a valid token says: who, where, and until when. `origin` is the site that the token was given to."""

    token_hash: str
    origin: str | None
    last_seen_at: Millis
    expires_at: Millis
    requires_identity: bool
    assistant_id: str
    profile: Visitor

    @property
    def workspace_id(self) -> WorkspaceId:
        """The workspace."""
        return self.profile.workspace_id

    @property
    def inbox_id(self) -> InboxId:
        """The inbox that the token is good for, and no other."""
        return self.profile.inbox_id

    @property
    def visitor(self) -> Actor:
        """The visitor as agents see them."""
        return self.profile.actor

    @property
    def locale(self) -> str:
        """The visitor's language as their browser says it."""
        return self.profile.locale
