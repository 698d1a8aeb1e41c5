"""What the API needs of the workspace's tables: who a caller is, and what may be read and changed of people and settings.

Protocols, matched by shape: neighbours on this floor never import each other, `app.py` passes the concrete objects in.
Every method may raise `Unavailable`; a refusal is a `core.errors.Refusal` whose `code` is the slug of the problem
(`problems.STATUS` lists them). Views are the JSON objects of the wire, ready to be encoded.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from relevo.core.actors import Actor, Role
from relevo.core.ids import InboxId, WorkspaceId
from relevo.ports import AssistantProfile

View = Mapping[str, Any]


class VisitorPass(Protocol):
    """A visitor who showed a valid token."""

    @property
    def workspace_id(self) -> WorkspaceId: ...
    @property
    def inbox_id(self) -> InboxId: ...
    @property
    def visitor(self) -> Actor: ...
    @property
    def locale(self) -> str: ...


class AgentPass(Protocol):
    """An agent who showed a valid session token, or a program that showed an API key."""

    @property
    def workspace_id(self) -> WorkspaceId: ...
    @property
    def agent(self) -> Actor: ...
    @property
    def role(self) -> Role: ...
    @property
    def csrf_token(self) -> str:
        """What a cookie's caller has to send in `X-CSRF-Token`; empty for API keys."""

    @property
    def scopes(self) -> frozenset[str] | None:
        """What an API key may do (`read`, `notes`, …); None for people, whose role says it."""


class SignedIn(Protocol):
    """A new session."""

    @property
    def token(self) -> str:
        """For the cookie, or for `Authorization: Bearer`."""

    @property
    def csrf_token(self) -> str: ...
    @property
    def account(self) -> View:
        """`{id, name, email, role, avatar_url, display_name}`."""


class Arrival(Protocol):
    """A visitor who begins or goes on."""

    @property
    def token(self) -> str: ...
    @property
    def visitor_pass(self) -> VisitorPass: ...


class Gate(Protocol):
    """Tells who a caller is. Answers are remembered for a few seconds at most, so that a lost right is soon felt."""

    async def visitor(self, token: str) -> VisitorPass | None:
        """Return whose token it is; None for an unknown, expired or foreign kind of token."""

    async def agent(self, token: str) -> AgentPass | None:
        """Return whose session token or API key it is; None as above, and for disabled agents. Counts as activity."""

    async def is_still_agent(self, token: str) -> bool:
        """Is the session or key still good? For open streams, which prove no activity."""

    async def inbox_of(self, inbox_key: str) -> InboxId:
        """Return the active inbox with this public key. Refuses an unknown one (not-found)."""

    async def allows_origin(self, origin: str | None, inbox_id: InboxId | None) -> bool:
        """May pages of this origin carry this inbox's widget? None: no origin was sent. Without an inbox: any inbox's."""

    async def arrive(
        self,
        inbox_key: str,
        token: str | None,
        locale: str,
        identity: str | None,
        *,
        origin: str | None,
        page: str | None,
    ) -> Arrival:
        """Let a visitor in: the one whose token is good for this inbox and site, else a new one. Refuses a wrong identity."""

    async def sign_in(self, email: str, password: str, address: str, device: str) -> SignedIn:
        """Begin a session. Refuses with invalid-credentials, or rate-limited (`retry_after_s`)."""

    async def sign_out(self, token: str) -> None:
        """End a session; ending it twice is no error."""

    async def set_up(self, token: str, owner: View, address: str, device: str) -> SignedIn:
        """Make the first agent, the owner. Refuses a used or unknown token (setup-used) and what is wrong (validation)."""


class Desk(Protocol):
    """Reads and changes what a workspace has configured. The caller's right to it has been checked.

    Changes take the fields that were sent, and refuse wrong values (validation) and unknown things (not-found).
    """

    async def welcome(self, visitor: VisitorPass) -> tuple[View, Mapping[str, str]]:
        """Return the settings and the texts for a visitor, in their language."""

    async def assistant_of(self, workspace_id: WorkspaceId, inbox_id: InboxId) -> Actor:
        """Return the assistant that answers new conversations of an inbox."""

    async def asks_for_human(self, visitor: VisitorPass, text: str) -> bool:
        """Do the keywords find that a visitor's text asks for a person?"""

    async def account(self, workspace_id: WorkspaceId, agent_id: str) -> View:
        """Return `{id, name, email, role, avatar_url, display_name}` of an agent."""

    async def workspace(self, workspace_id: WorkspaceId) -> View:
        """Return `{id, name}`."""

    async def agent(self, workspace_id: WorkspaceId, agent_id: str) -> tuple[Actor, Role] | None:
        """Return an active agent as visitors see them."""

    async def assistant(self, workspace_id: WorkspaceId, assistant_id: str) -> AssistantProfile | None:
        """Return a configured assistant."""

    async def inbox_names(self, workspace_id: WorkspaceId) -> Mapping[str, str]:
        """Return the name of each inbox by its id."""

    async def agents(self, workspace_id: WorkspaceId) -> Sequence[View]:
        """Return every agent: an account with `is_active`."""

    async def add_agent(self, by: AgentPass, values: View) -> View:
        """Make an agent. Refuses an e-mail that is in use (conflict) and a role above the caller's (forbidden)."""

    async def change_agent(self, by: AgentPass, agent_id: str, values: View) -> View:
        """Change an agent. Refuses taking the last owner away (conflict)."""

    async def assistants(self, workspace_id: WorkspaceId) -> Sequence[View]:
        """Return `{id, name, avatar_url, kind, options, handoff, is_active}` of each assistant, secrets as "set"."""

    async def add_assistant(self, by: AgentPass, values: View) -> View:
        """Make an assistant."""

    async def change_assistant(self, by: AgentPass, assistant_id: str, values: View) -> View:
        """Change an assistant."""

    async def inboxes(self, workspace_id: WorkspaceId) -> Sequence[View]:
        """Return `{id, name, key, channel, assistant_id, allowed_origins, requires_identity, title, color, is_active}`."""

    async def add_inbox(self, by: AgentPass, values: View) -> View:
        """Make an inbox with a new public key."""

    async def change_inbox(self, by: AgentPass, inbox_id: str, values: View) -> View:
        """Change an inbox."""

    async def settings(self, workspace_id: WorkspaceId) -> View:
        """Return `{handoff, policies, texts}`: what holds now, defaults filled in."""

    async def change_settings(self, by: AgentPass, values: View) -> View:
        """Change fields of the same shape; null goes back to the default."""
