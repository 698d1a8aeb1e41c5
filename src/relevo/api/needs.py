"""What the API needs of the workspace's tables: who a caller is, and what may be read and changed of people and settings.

Protocols, matched by shape: neighbours on this floor never import each other, `app.py` passes the concrete objects in.
Every method may raise `Unavailable`; a refusal is a `core.errors.Refusal` whose `code` is the slug of the problem
(`problems.STATUS` lists them). Views are the JSON objects of the wire, ready to be encoded.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from relevo.core.actors import Actor, Role
from relevo.core.ids import InboxId, WorkspaceId
from relevo.ports import AssistantProfile, IdempotencyKey, Team

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
    @property
    def email(self) -> str | None:
        """The address that the site has vouched for."""


class Contexts(Protocol):
    """What is known of visitors beside their conversations."""

    async def came(
        self,
        workspace_id: WorkspaceId,
        visitor_id: str,
        headers: tuple[str | None, str | None],
        page: str | None,
        email: str | None,
    ) -> None:
        """Keep what a visitor's browser says when they come in: `User-Agent` and `Accept-Language`, as they came."""

    async def visited(self, workspace_id: WorkspaceId, visitor_id: str, url: str, title: str | None) -> None:
        """Add a page to the visitor's trail, without what could be a secret in its address."""

    async def of(self, workspace_id: WorkspaceId, visitor_id: str) -> View | None:
        """Return `{id, name, email, locale, languages, first_seen_at, last_seen_at, device, pages}`; None if unknown."""


class Gate(Protocol):
    """Tells who a caller is. Answers are remembered for a few seconds at most, so that a lost right is soon felt."""

    async def visitor(self, token: str) -> VisitorPass | None:
        """Return whose token it is; None for an unknown, expired or foreign kind of token."""

    async def agent(self, token: str) -> AgentPass | None:
        """Return whose session token or API key it is; None as above, and for disabled agents. Counts as activity."""

    async def is_still_agent(self, token: str) -> bool:
        """Is the session or key still good? For open streams, which prove no activity."""

    async def still_visitors(self, tokens: Sequence[str]) -> frozenset[str]:
        """Which of these visitors' tokens are still good? For open streams."""

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

    async def sessions(self, by: AgentPass) -> Sequence[View]:
        """Return where the caller is signed in: `{id, created_at, last_seen_at, device, is_current}`."""

    async def end_session(self, by: AgentPass, session_id: str) -> None:
        """End one of the caller's sessions. Refuses a colleague's (not-found)."""

    async def change_password(self, by: AgentPass, current: str, password: str, address: str) -> None:
        """Change the caller's password and end their other sessions. Refuses as `sign_in` does."""

    async def set_up(self, token: str, owner: View, address: str, device: str) -> SignedIn:
        """Make the first agent, the owner. Refuses a used or unknown token (setup-used) and what is wrong (validation)."""


class Shelf(Protocol):
    """One kind of thing that a workspace keeps in a short list. The caller's right to it has been checked by role."""

    async def items(self, by: AgentPass) -> Sequence[View]:
        """Return all that the caller may see."""

    async def add(self, by: AgentPass, values: View, once: IdempotencyKey | None = None) -> View:
        """Make one; the same request again makes nothing. Refuses names that are in use (conflict)."""

    async def change(self, by: AgentPass, item_id: str, values: View) -> View:
        """Change the fields that are given."""

    async def remove(self, by: AgentPass, item_id: str) -> None:
        """Remove one."""


class Desk(Protocol):
    """Reads and changes what a workspace has configured. The caller's right to it has been checked.

    Changes take the fields that were sent, and refuse wrong values (validation) and unknown things (not-found).
    """

    async def welcome(self, visitor: VisitorPass) -> tuple[View, Mapping[str, str]]:
        """Return the settings for a visitor, and in their language the texts that a client shows by itself."""

    async def assistant_of(self, workspace_id: WorkspaceId, inbox_id: InboxId) -> Actor:
        """Return the assistant that answers new conversations of an inbox."""

    async def asks_for_human(self, visitor: VisitorPass, text: str, assistant_id: str | None = None) -> bool:
        """Is a person asked for in a visitor's text, by what its assistant listens to? Without one, the inbox's."""

    async def is_from_offering_page(self, visitor: VisitorPass, assistant_id: str | None = None) -> bool:
        """Is the visitor on a page where its assistant is to offer a person? Without one, the inbox's."""

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

    async def team(self, workspace_id: WorkspaceId, team_id: str) -> Team | None:
        """Return a team with those of its members who are active and may act."""

    def shelf(self, kind: str) -> Shelf:
        """Return the list of one kind of thing: `agents`, `assistants`, `inboxes`, `teams`, `labels`, …"""

    def identity_keys(self, inbox_id: str) -> Shelf:
        """Return the keys with which a site signs the identities of an inbox's visitors."""

    async def me(self, by: AgentPass) -> View:
        """Return the caller's account with `preferences`."""

    async def change_me(self, by: AgentPass, values: View) -> View:
        """Change the caller's names, picture and preferences."""

    async def settings(self, workspace_id: WorkspaceId) -> View:
        """Return `{handoff, policies, texts, plan}`: what holds now, defaults filled in."""

    async def change_settings(self, by: AgentPass, values: View) -> View:
        """Change fields of the same shape; null goes back to the default. Refuses what the plan lacks (plan-locked)."""

    async def presets(self, workspace_id: WorkspaceId, language: str | None) -> View:
        """Return the shipped texts in a language, and what each preset says instead."""
