"""Who a caller is, in the words of the API: passes for tokens, answers for sign-in and set-up.

Matches `api.needs.Gate` by shape. Not here: the checks themselves (`access`, `visitors`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from relevo.core.actors import Actor, ActorKind, Role
from relevo.core.ids import InboxId, WorkspaceId
from relevo.workspace.access.attempts import Attempts
from relevo.workspace.access.keys import ApiKey, ApiKeys
from relevo.workspace.access.sessions import Caller, Sessions, SignedIn
from relevo.workspace.access.setup import Setup
from relevo.workspace.access.sign_in import Client, SignIn
from relevo.workspace.base.asker import Asker
from relevo.workspace.base.strict import convert
from relevo.workspace.base.tokens import TokenKind, csrf_token
from relevo.workspace.errors import Invalid, InvalidCredentials, Unauthenticated
from relevo.workspace.inboxes import Inboxes
from relevo.workspace.people.agent import NewAgent
from relevo.workspace.people.people import People
from relevo.workspace.texts.languages import DEFAULT
from relevo.workspace.views import View, account_view
from relevo.workspace.visitors.entry import Arrival, Entry, Knock
from relevo.workspace.visitors.registry import VisitorRegistry
from relevo.workspace.visitors.visitor import VisitorPass
from relevo.workspace.workspaces import Workspaces


class GateParts(Protocol):
    """What the gate stands on: `WorkspaceTables`."""

    workspaces: Workspaces
    people: People
    attempts: Attempts
    sessions: Sessions
    keys: ApiKeys
    sign_in: SignIn
    setup: Setup
    inboxes: Inboxes
    visitors: VisitorRegistry
    entry: Entry


@dataclass(frozen=True, slots=True)
class SessionPass:
    """An agent who showed a session token, in a cookie or as bearer."""

    caller: Caller
    token: str = field(repr=False)

    @property
    def workspace_id(self) -> WorkspaceId:
        """The agent's workspace."""
        return self.caller.agent.workspace_id

    @property
    def agent(self) -> Actor:
        """The agent as visitors see them."""
        return self.caller.actor

    @property
    def role(self) -> Role:
        """What they may do."""
        return self.caller.agent.role

    @property
    def csrf_token(self) -> str:
        """What a page has to send with every change."""
        return csrf_token(self.token)

    @property
    def scopes(self) -> frozenset[str] | None:
        """None: a person's role says what they may."""
        return None


@dataclass(frozen=True, slots=True)
class KeyPass:
    """A program that showed an API key. It has the least role; its scopes say what it may."""

    key: ApiKey

    @property
    def workspace_id(self) -> WorkspaceId:
        """The key's workspace."""
        return self.key.workspace_id

    @property
    def agent(self) -> Actor:
        """The key as an author: part of the system, never a person."""
        return Actor(ActorKind.SYSTEM, self.key.id, self.key.name)

    @property
    def role(self) -> Role:
        """The least."""
        return Role.VIEWER

    @property
    def csrf_token(self) -> str:
        """None is needed: no browser sends a key by itself."""
        return ""

    @property
    def scopes(self) -> frozenset[str] | None:
        """What the key may do."""
        return frozenset(self.key.scopes.split())


@dataclass(frozen=True, slots=True)
class Admission:
    """A session that has just begun, with the account as the wire has it."""

    token: str
    csrf_token: str
    account: View


class Gate:
    """Tells who a caller is; what was checked is remembered for five seconds at most."""

    def __init__(self, parts: GateParts) -> None:
        self._parts = parts

    async def visitor(self, token: str) -> VisitorPass | None:
        """Return whose token it is; None for an unknown, expired or foreign kind of token."""
        return await self._parts.visitors.check(token)

    async def agent(self, token: str) -> SessionPass | KeyPass | None:
        """Return whose session token or API key it is; None as above, and for agents who are switched off."""
        known = self._parts.sessions.known(token)
        if known is not None:
            return SessionPass(known, token)
        try:
            if TokenKind.API_KEY.fits(token):
                return KeyPass(await self._parts.keys.check(token))
            return SessionPass(await self._parts.sessions.check(token), token)
        except Unauthenticated:
            return None

    async def is_still_agent(self, token: str) -> bool:
        """Is the session or key still good? For open streams, which prove no activity."""
        try:
            if TokenKind.API_KEY.fits(token):
                await self._parts.keys.check(token)
            else:
                await self._parts.sessions.recheck(token)
        except Unauthenticated:
            return False
        return True

    async def still_visitors(self, tokens: Sequence[str]) -> frozenset[str]:
        """Which of these visitors' tokens are still good? For open streams."""
        return await self._parts.visitors.still(tokens)

    async def inbox_of(self, inbox_key: str) -> InboxId:
        """Return the active inbox with this public key. Raises NotFound."""
        return (await self._parts.inboxes.by_key(inbox_key)).id

    async def allows_origin(self, origin: str | None, inbox_id: InboxId | None) -> bool:
        """May pages of this origin carry this inbox's widget? None: no origin was sent. Without an inbox: any inbox's."""
        return await self._parts.inboxes.serves(origin, inbox_id)

    async def arrive(
        self,
        inbox_key: str,
        token: str | None,
        locale: str,
        identity: str | None,
        *,
        origin: str | None = None,
        page: str | None = None,
    ) -> Arrival:
        """Let a visitor in: the one whose token is good for this inbox and site, else a new one.

        Whether the page may be there is the caller's to check (`allows_origin`): it knows which pages are its own.
        Raises NotFound, IdentityInvalid, IdentityRequired.
        """
        knock = Knock(inbox_key, token, identity, locale or DEFAULT, page, origin, is_own_page=True)
        return await self._parts.entry.arrive(knock)

    async def sign_in(self, email: str, password: str, address: str, device: str) -> Admission:
        """Begin a session in the first workspace. Raises InvalidCredentials, TooManyAttempts."""
        workspace = await self._parts.workspaces.first()
        if workspace is None:
            raise InvalidCredentials
        return _admission(await self._parts.sign_in(workspace.id, email, password, Client(address, device)))

    async def sign_out(self, token: str) -> None:
        """End a session; ending it twice is no error."""
        await self._parts.sessions.end(token)

    async def sessions(self, by: Asker) -> Sequence[View]:
        """Return where the caller is signed in: `{id, created_at, last_seen_at, device, is_current}`, the latest used first."""
        own = by.caller.session.id if isinstance(by, SessionPass) else ""
        return [
            {
                "id": session.id,
                "created_at": session.created_at,
                "last_seen_at": session.last_seen_at,
                "device": session.device,
                "is_current": session.id == own,
            }
            for session in await self._parts.sessions.list(by.workspace_id, by.agent.id)
        ]

    async def end_session(self, by: Asker, session_id: str) -> None:
        """End one of the caller's sessions, this one too. Raises NotFound, also for a colleague's."""
        await self._parts.sessions.revoke(by.workspace_id, by.agent.id, session_id)

    async def change_password(self, by: Asker, current: str, password: str, address: str) -> None:
        """Change the caller's password and end their other sessions.

        Tries are counted as for signing in: whoever got hold of an open session must not guess on.
        Raises InvalidCredentials, TooManyAttempts, Invalid (field `new`).
        """
        own = by.caller.session.id if isinstance(by, SessionPass) else ""
        agent = await self._parts.people.get(by.workspace_id, by.agent.id)
        await self._parts.attempts.count(by.workspace_id, agent.email, address)
        try:
            await self._parts.people.change_password(by.workspace_id, agent.id, current, password, keeping=own)
        except Invalid as wrong:
            raise Invalid("new", str(wrong)) from None
        await self._parts.attempts.clear(by.workspace_id, agent.email, address)

    async def set_up(self, token: str, owner: View, address: str, device: str) -> Admission:
        """Make the first agent, the owner, and sign them in. Raises SetupUsed, Invalid."""
        return _admission(await self._parts.setup.complete(token, convert(owner, NewAgent), Client(address, device)))


def _admission(signed_in: SignedIn) -> Admission:
    return Admission(signed_in.token, signed_in.csrf_token, account_view(signed_in.agent))
