"""Whoever asks for something, as far as the workspace looks at it: where, who, and in which role.

Not here: how a caller proves who they are (`access`, `gate`).
"""

from typing import Protocol

from relevo.core.actors import Actor, Role
from relevo.core.ids import WorkspaceId


class Asker(Protocol):
    """An agent's pass, or an API key's."""

    @property
    def workspace_id(self) -> WorkspaceId:
        """The workspace."""

    @property
    def agent(self) -> Actor:
        """Who asks."""

    @property
    def role(self) -> Role:
        """What the asker may do."""
