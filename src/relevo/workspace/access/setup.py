"""The first run: a one-time link that makes the first owner. There are no default passwords (trust.md T8).

Not here: printing the link (`cli`), or what else a new workspace is given (`seed`).
"""

from relevo.core.actors import Role
from relevo.core.ids import WorkspaceId
from relevo.ports import Clock, Conflict, Statement, Tables
from relevo.workspace.access.sessions import Sessions, SignedIn
from relevo.workspace.access.sign_in import Client
from relevo.workspace.base.tokens import NewSecret, TokenKind, hashed
from relevo.workspace.errors import SetupUsed
from relevo.workspace.people.agent import Agent, NewAgent
from relevo.workspace.people.people import AGENTS, People

LINK_MS = 24 * 3_600_000


class Setup:
    """Makes links and turns one into an owner."""

    def __init__(self, tables: Tables, clock: Clock, secrets: NewSecret, people: People, sessions: Sessions) -> None:
        self._tables = tables
        self._clock = clock
        self._secrets = secrets
        self._people = people
        self._sessions = sessions

    async def is_needed(self, workspace_id: WorkspaceId) -> bool:
        """Has the workspace no agent yet?"""
        return not await self._people.has_any(workspace_id)

    async def new_link(self, workspace_id: WorkspaceId) -> str | None:
        """Return a token for `/console/#/setup/<token>`, good for 24 h; None when there are agents already.

        Only its hash is kept, so each start makes a new one, and the one before stops working.
        """
        if not await self.is_needed(workspace_id):
            return None
        token = TokenKind.SETUP.issue(self._secrets)
        await self._tables.write(
            ("DELETE FROM setup_links WHERE workspace_id = $1", (workspace_id,)),
            (
                "INSERT INTO setup_links (workspace_id, token_hash, expires_at) VALUES ($1, $2, $3)",
                (workspace_id, hashed(token), self._clock.now_ms() + LINK_MS),
            ),
        )
        return token

    async def complete(self, token: str, owner: NewAgent, client: Client) -> SignedIn:
        """Make the first owner and sign them in. The role is owner, whatever `owner` says.

        Raises:
            SetupUsed: the link was used, replaced, has expired, or never was one.
            Invalid: the name, address or password cannot be taken; the link stays good.
        """
        workspace_id = await self._workspace_of(token)
        agent, hashed_password = await self._people.prepare(workspace_id, _as_owner(owner))
        try:
            used, _ = await self._tables.write(
                _using(token, agent, self._clock.now_ms()), _inserting_once(agent, hashed_password)
            )
        except Conflict:
            raise SetupUsed from None
        if not used:
            raise SetupUsed
        return await self._sessions.begin(agent, client.address, client.device)

    async def _workspace_of(self, token: str) -> WorkspaceId:
        if not TokenKind.SETUP.fits(token):
            raise SetupUsed
        rows = await self._tables.rows(
            "SELECT workspace_id FROM setup_links WHERE token_hash = $1 AND used_by IS NULL AND expires_at > $2",
            hashed(token),
            self._clock.now_ms(),
        )
        if not rows:
            raise SetupUsed
        return WorkspaceId(str(rows[0][0]))


def _as_owner(new: NewAgent) -> NewAgent:
    return NewAgent(
        email=new.email,
        name=new.name,
        role=Role.OWNER,
        password=new.password or "",
        display_name=new.display_name,
        avatar_url=new.avatar_url,
    )


def _using(token: str, agent: Agent, now: int) -> Statement:
    """Marks the link as used by this agent; of two at the same time the row lets one through."""
    return (
        (
            "UPDATE setup_links SET used_by = $1 WHERE workspace_id = $2 AND token_hash = $3 AND used_by IS NULL"
            " AND expires_at > $4 AND NOT EXISTS (SELECT 1 FROM agents a WHERE a.workspace_id = $2)"
        ),
        (agent.id, agent.workspace_id, hashed(token), now),
    )


def _inserting_once(agent: Agent, hashed_password: str | None) -> Statement:
    """Adds the owner only if the statement before marked the link with exactly this agent."""
    marked = "EXISTS (SELECT 1 FROM setup_links WHERE workspace_id = {workspace_id} AND used_by = {agent_id})"
    return AGENTS.adding(agent, marked, password_hash=hashed_password)
