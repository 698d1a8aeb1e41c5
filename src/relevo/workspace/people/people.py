"""The agents of a workspace: added, changed, found; a workspace never loses its last owner.

Not here: what an agent is (`agent`), signing in (`access`), and whether they are there right now (the `Presence` port).
"""

from collections.abc import Sequence

from msgspec import UNSET

from relevo.core.actors import Role
from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Clock, Conflict, IdempotencyKey, NewId, Statement, Tables
from relevo.workspace.base.kinds import Kind, in_turn
from relevo.workspace.base.once import Making
from relevo.workspace.base.remembered import Changes
from relevo.workspace.base.rows import only, records
from relevo.workspace.errors import InvalidCredentials, LastOwner, NameTaken, NotFound
from relevo.workspace.people.agent import (
    Agent,
    AgentChange,
    NewAgent,
    ProfileChange,
    changed,
    drafted,
    email_key,
    require_rank,
)
from relevo.workspace.people.password_rules import check_password
from relevo.workspace.people.passwords import Passwords

AGENTS = Kind(
    Agent,
    "agents",
    "agent_id, workspace_id, email, name, display_name, avatar_url, role, is_active, rights_version, created_at, capacity",
    {"email_key": ("email", lambda agent: email_key(agent.email))},
)
_ANOTHER_OWNER = (
    "EXISTS (SELECT 1 FROM agents o WHERE o.workspace_id = {workspace_id} AND o.agent_id <> {agent_id}"
    " AND o.role = 'owner' AND o.is_active = 1)"
)


class People:
    """The agents of every workspace, one workspace at a time. `by` is the role of whoever asks."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, passwords: Passwords, changes: Changes) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._passwords = passwords
        self._changes = changes
        self._making = Making(tables, clock)

    async def create(
        self, workspace_id: WorkspaceId, new: NewAgent, by: Role = Role.OWNER, once: IdempotencyKey | None = None
    ) -> Agent:
        """Add an agent. Raises Invalid, NameTaken, Forbidden, KeyReused."""
        require_rank(by, new.role)
        agent, hashed = await self.prepare(workspace_id, new)
        try:
            made = await self._making(workspace_id, agent.id, AGENTS.adding(agent, password_hash=hashed), once=once)
        except Conflict:
            raise _taken() from None
        self._changes.tell(workspace_id)
        return agent if made == agent.id else await self.get(workspace_id, made)

    async def prepare(self, workspace_id: WorkspaceId, new: NewAgent) -> tuple[Agent, str | None]:
        """Return a checked agent with a new identifier, and the hash of their password; store nothing. Raises Invalid."""
        agent = drafted(self._ids.new_id("agent"), workspace_id, new, Millis(self._clock.now_ms()))
        return agent, None if new.password is None else await self._hashed(new.password, agent)

    async def change(
        self, workspace_id: WorkspaceId, agent_id: str, change: AgentChange, by: Role = Role.OWNER
    ) -> Agent:
        """Change an agent; another role or being switched off ends their sessions. Two changes at once both hold.

        Raises:
            Invalid: a value cannot be taken.
            NotFound: there is no such agent.
            NameTaken: the e-mail address is a colleague's.
            Forbidden: `by` is no administrator, or no owner where an owner is concerned.
            LastOwner: nobody would be left who can do everything.
        """
        while True:
            before = await self.get(workspace_id, agent_id)
            after = changed(before, change)
            require_rank(by, before.role, after.role)
            hashed = None if change.password is UNSET else await self._hashed(change.password, after)
            if await self._replace(before, after):
                self._changes.tell(agent_id)
                if hashed is not None:
                    await self._set_hash(after, hashed)
                return await self.get(workspace_id, agent_id)
            if (await self.get(workspace_id, agent_id)).rights_version == before.rights_version:
                raise LastOwner

    async def change_profile(self, workspace_id: WorkspaceId, agent_id: str, change: ProfileChange) -> Agent:
        """Change what agents may change of themselves. Raises Invalid, NotFound."""
        whole = AgentChange(name=change.name, display_name=change.display_name, avatar_url=change.avatar_url)
        return await self.change(workspace_id, agent_id, whole)

    async def set_password(self, workspace_id: WorkspaceId, agent_id: str, password: str, by: Role) -> None:
        """Set somebody's password; it ends their sessions. Raises Invalid, NotFound, Forbidden."""
        agent = await self.get(workspace_id, agent_id)
        require_rank(by, agent.role)
        await self._set_hash(agent, await self._hashed(password, agent))

    async def change_password(
        self, workspace_id: WorkspaceId, agent_id: str, current: str, password: str, *, keeping: str = ""
    ) -> None:
        """Change one's own; it ends all sessions but the one to keep. Raises InvalidCredentials, Invalid, NotFound."""
        agent = await self.get(workspace_id, agent_id)
        _, stored = await self.account(workspace_id, agent.email)
        if not (await self._passwords.verify(stored, current)).is_right:
            raise InvalidCredentials
        await self._set_hash(agent, await self._hashed(password, agent), keeping)

    async def refresh_hash(self, agent: Agent, stored: str, password: str) -> None:
        """Hash the same password anew, with today's parameters, unless it was changed in the meantime."""
        hashed = await self._passwords.hash(password)
        await self._tables.write(
            (
                "UPDATE agents SET password_hash = $1 WHERE workspace_id = $2 AND agent_id = $3 AND password_hash = $4",
                (hashed, agent.workspace_id, agent.id, stored),
            )
        )

    async def get(self, workspace_id: WorkspaceId, agent_id: str) -> Agent:
        """Return one, active or not. Raises NotFound."""
        agent = await self.find(workspace_id, agent_id)
        if agent is None:
            raise NotFound("agent")
        return agent

    async def find(self, workspace_id: WorkspaceId, agent_id: str) -> Agent | None:
        """Return one, active or not, or None."""
        where = " WHERE workspace_id = $1 AND agent_id = $2"
        return only(Agent, await self._tables.rows(AGENTS.select + where, workspace_id, agent_id))

    async def list(self, workspace_id: WorkspaceId) -> "list[Agent]":
        """Return all, also those switched off, by name."""
        rows = await self._tables.rows(AGENTS.select + " WHERE workspace_id = $1 ORDER BY name, agent_id", workspace_id)
        return records(Agent, rows)

    async def account(self, workspace_id: WorkspaceId, email: str) -> tuple[Agent | None, str | None]:
        """Return the agent with this address and the hash of their password, each None where there is none."""
        rows = await self._tables.rows(
            f"SELECT password_hash, {AGENTS.columns} FROM agents WHERE workspace_id = $1 AND email_key = $2",  # noqa: S608 - our own names
            workspace_id,
            email_key(email),
        )
        if not rows:
            return None, None
        stored, *rest = rows[0]
        assert stored is None or isinstance(stored, str)
        return only(Agent, [tuple(rest)]), stored

    async def has_any(self, workspace_id: WorkspaceId) -> bool:
        """Is there an agent at all? Without one the workspace is still to be set up."""
        return bool(await self._tables.rows("SELECT 1 FROM agents WHERE workspace_id = $1 LIMIT 1", workspace_id))

    async def _hashed(self, password: str, agent: Agent) -> str:
        check_password(password, agent.email, agent.name)
        return await self._passwords.hash(password)

    async def _set_hash(self, agent: Agent, hashed: str, keeping: str = "") -> None:
        mine = (agent.workspace_id, agent.id)
        await self._tables.write(
            (
                (
                    "UPDATE agents SET password_hash = $1, rights_version = rights_version + 1"
                    " WHERE workspace_id = $2 AND agent_id = $3"
                ),
                (hashed, *mine),
            ),
            (
                (
                    "UPDATE sessions SET rights_version = (SELECT a.rights_version FROM agents a"
                    " WHERE a.workspace_id = $1 AND a.agent_id = $2)"
                    " WHERE workspace_id = $1 AND agent_id = $2 AND session_id = $3 AND rights_version = $4"
                ),
                (*mine, keeping, agent.rights_version),
            ),
        )
        self._changes.tell(agent.id)

    async def _replace(self, before: Agent, after: Agent) -> bool:
        try:
            counts = await self._tables.write(in_turn(before.workspace_id), *_replacing(before, after))
        except Conflict:
            raise _taken() from None
        return all(counts)


def _replacing(before: Agent, after: Agent) -> Sequence[Statement]:
    """Changes the agent while the rights are as they were read; two owners who demote one another must not both succeed."""
    keeps_an_owner = not before.is_active_owner or after.is_active_owner
    return AGENTS.changing(before, after, ("rights_version",), "" if keeps_an_owner else _ANOTHER_OWNER)


def _taken() -> NameTaken:
    return NameTaken("email", "Somebody here has this e-mail address already.")
