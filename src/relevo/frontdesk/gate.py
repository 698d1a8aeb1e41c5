"""Tells who a caller is: the API's `Gate` over the workspace's tables.

Not here: hashing, sessions and tokens themselves (`workspace.access`, `workspace.visitors`).
"""

from relevo.core.ids import InboxId
from relevo.frontdesk.passes import AgentPass, View, Welcome, pass_of, pass_of_key, welcome_of
from relevo.workspace.access.sign_in import Client
from relevo.workspace.base.strict import convert
from relevo.workspace.base.tokens import TokenKind
from relevo.workspace.errors import NotFound, Unauthenticated
from relevo.workspace.people.agent import NewAgent
from relevo.workspace.tables import WorkspaceTables
from relevo.workspace.visitors.entry import Arrival, Knock
from relevo.workspace.visitors.visitor import VisitorPass


class FrontGate:
    """Checks credentials."""

    def __init__(self, workspace: WorkspaceTables) -> None:
        self._workspace = workspace

    async def agent(self, token: str) -> AgentPass | None:
        try:
            if TokenKind.API_KEY.fits(token):
                return pass_of_key(await self._workspace.keys.check(token))
            return pass_of(await self._workspace.sessions.check(token), token)
        except Unauthenticated:
            return None

    async def is_still_agent(self, token: str) -> bool:
        try:
            if TokenKind.API_KEY.fits(token):
                await self._workspace.keys.check(token)
            else:
                await self._workspace.sessions.recheck(token)
        except Unauthenticated:
            return False
        return True

    async def visitor(self, token: str) -> VisitorPass | None:
        return await self._workspace.visitors.check(token)

    async def arrive(self, inbox_key: str, token: str | None, locale: str, identity: str | None) -> Arrival:
        """Let a visitor in. The API has checked the page's origin already."""
        knock = Knock(inbox_key, token, identity, locale, is_own_page=True)
        return await self._workspace.entry.arrive(knock)

    async def allows_origin(self, origin: str | None, inbox_id: InboxId | None) -> bool:
        """Without an origin it is a program, not a page: browsers never leave it out of what a foreign page sends
        (docs/decisions/0020)."""
        if origin is None:
            return True
        workspace = await self._workspace.workspaces.first()
        inboxes = await self._workspace.inboxes.list(workspace.id) if workspace else []
        return any(inbox.allows(origin) for inbox in inboxes if inbox.is_active and inbox_id in (None, inbox.id))

    async def inbox_of(self, inbox_key: str) -> InboxId:
        return (await self._workspace.inboxes.by_key(inbox_key)).id

    async def sign_in(self, email: str, password: str, address: str, device: str) -> Welcome:
        workspace = await self._workspace.workspaces.first()
        if workspace is None:
            raise NotFound("workspace")
        signed_in = await self._workspace.sign_in(workspace.id, email, password, Client(address, device))
        return welcome_of(signed_in)

    async def sign_out(self, token: str) -> None:
        await self._workspace.sessions.end(token)

    async def set_up(self, token: str, owner: View, address: str, device: str) -> Welcome:
        new = convert({**owner, "role": "owner"}, NewAgent)
        return welcome_of(await self._workspace.setup.complete(token, new, Client(address, device)))
