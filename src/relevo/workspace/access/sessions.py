"""Sessions of signed-in agents: begun, checked on every request, listed, ended.

A session ends 8 h after it was last used, 24 h after it began, and at once when its agent's password, role or activity
changes (trust.md T10). Not here: who may begin one (`sign_in`, `setup`), cookies and headers (`api`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from relevo.core.actors import Actor
from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Clock, NewId, Statement, Tables, Value
from relevo.workspace.base.remembered import Changes, Remembered
from relevo.workspace.base.rows import only, records
from relevo.workspace.base.strict import visible
from relevo.workspace.base.tokens import NewSecret, TokenKind, csrf_token, hashed
from relevo.workspace.errors import NotFound, Unauthenticated
from relevo.workspace.people.agent import Agent

IDLE_MS = 8 * 3_600_000
LONGEST_MS = 24 * 3_600_000
TOUCH_MS = 5 * 60_000
"""How exact `last_seen_at` is: a row is written this often at most, not with every request."""

_MOST_REMEMBERED = 10_000
_SESSION = "s.session_id, s.workspace_id, s.agent_id, s.address, s.device, s.created_at, s.last_seen_at, s.expires_at"
_AGENT = (
    "a.agent_id, a.workspace_id, a.email, a.name, a.display_name, a.avatar_url, a.role, a.is_active,"
    " a.rights_version, a.created_at, a.capacity"
)
_LIVING = (
    " FROM sessions s JOIN agents a ON a.workspace_id = s.workspace_id AND a.agent_id = s.agent_id"
    " AND a.rights_version = s.rights_version AND a.is_active = 1"
    " WHERE s.expires_at > $1 AND s.last_seen_at > $2"
)


@dataclass(frozen=True, slots=True)
class Session:
    """One place where an agent is signed in."""

    id: str
    workspace_id: WorkspaceId
    agent_id: str
    address: str
    device: str
    created_at: Millis
    last_seen_at: Millis
    expires_at: Millis


@dataclass(frozen=True, slots=True)
class Caller:
    """A session and whose it is, as of now."""

    session: Session
    agent: Agent
    actor: Actor
    """The agent as visitors see them, made once for all that they do."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has just begun; the token is told this once."""

    session: Session
    agent: Agent
    token: str
    csrf_token: str


class Sessions:
    """The sessions of every workspace. A token names its workspace; everything else takes the workspace's id."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, secrets: NewSecret, changes: Changes) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._secrets = secrets
        self._changes = changes
        # By the token itself: its hash would cost more than finding it. It is used for some seconds, and gone once anybody
        # is looked up after that.
        self._remembered: Remembered[str, Caller] = Remembered(clock, _MOST_REMEMBERED, _ids_in)
        changes.listen(self._remembered.forget)

    async def begin(self, agent: Agent, address: str, device: str) -> SignedIn:
        """Begin a session for an agent whose identity is proven. `device` is what the browser says it is."""
        token = TokenKind.SESSION.issue(self._secrets)
        now = self._clock.now_ms()
        session = Session(
            self._ids.new_id("session"),
            agent.workspace_id,
            agent.id,
            address,
            visible(device)[:200],
            Millis(now),
            Millis(now),
            Millis(now + LONGEST_MS),
        )
        await self._tables.write(_inserting(session, agent, token))
        return SignedIn(session, agent, token, csrf_token(token))

    def known(self, token: str) -> Caller | None:
        """Return who bears the token if it was looked up a moment ago and nothing is to be noted; None: ask `check`."""
        caller = self._remembered.peek(token)
        if caller is None:
            return None
        session, now = caller.session, self._clock.now_ms()
        return caller if now < session.expires_at and now - session.last_seen_at < TOUCH_MS else None

    async def check(self, token: str) -> Caller:
        """Return who bears the token, and note that they are active. Raises Unauthenticated."""
        return await self._found(token, is_activity=True)

    async def recheck(self, token: str) -> Caller:
        """The same for an open stream, which proves no activity. Raises Unauthenticated."""
        return await self._found(token, is_activity=False)

    async def list(self, workspace_id: WorkspaceId, agent_id: str) -> "list[Session]":
        """Return the agent's living sessions, the latest used first."""
        rows = await self._tables.rows(
            "SELECT "
            + _SESSION
            + _LIVING
            + " AND s.workspace_id = $3 AND s.agent_id = $4 ORDER BY s.last_seen_at DESC",
            *self._bounds(),
            workspace_id,
            agent_id,
        )
        return records(Session, rows)

    async def end(self, token: str) -> None:
        """Sign out. Ending what has ended is no error."""
        rows = await self._tables.rows(
            "SELECT workspace_id, session_id FROM sessions WHERE token_hash = $1", hashed(token)
        )
        for workspace_id, session_id in rows:
            await self._tables.write(_deleting(workspace_id, session_id))
            self._changes.tell(str(session_id))

    async def revoke(self, workspace_id: WorkspaceId, agent_id: str, session_id: str) -> None:
        """End one of the agent's sessions. Raises NotFound, also for a colleague's."""
        (count,) = await self._tables.write(
            (
                "DELETE FROM sessions WHERE workspace_id = $1 AND session_id = $2 AND agent_id = $3",
                (workspace_id, session_id, agent_id),
            )
        )
        if not count:
            raise NotFound("session")
        self._changes.tell(session_id)

    async def revoke_all(self, workspace_id: WorkspaceId, agent_id: str) -> None:
        """End all of the agent's sessions on every node."""
        await self._tables.write(
            (
                "UPDATE agents SET rights_version = rights_version + 1 WHERE workspace_id = $1 AND agent_id = $2",
                (workspace_id, agent_id),
            )
        )
        self._changes.tell(agent_id)

    def pruning(self, workspace_id: WorkspaceId) -> Statement:
        """The statement that removes what can never be used again."""
        expired, idle = self._bounds()
        return (
            "DELETE FROM sessions WHERE workspace_id = $1 AND (expires_at <= $2 OR last_seen_at <= $3)",
            (workspace_id, expired, idle),
        )

    async def _found(self, token: str, *, is_activity: bool) -> Caller:
        if not TokenKind.SESSION.fits(token):
            raise Unauthenticated
        caller = await self._remembered.get(token, self._load)
        now = self._clock.now_ms()
        if caller is None or now >= caller.session.expires_at or now - caller.session.last_seen_at >= IDLE_MS:
            raise Unauthenticated
        if is_activity and now - caller.session.last_seen_at >= TOUCH_MS:
            return await self._touch(caller)
        return caller

    async def _load(self, token: str) -> Caller | None:
        rows = await self._tables.rows(
            "SELECT " + _SESSION + ", " + _AGENT + _LIVING + " AND s.token_hash = $3", *self._bounds(), hashed(token)
        )
        session = only(Session, [row[:8] for row in rows])
        agent = only(Agent, [row[8:] for row in rows])
        return Caller(session, agent, agent.actor) if session and agent else None

    async def _touch(self, caller: Caller) -> Caller:
        session = replace(caller.session, last_seen_at=Millis(self._clock.now_ms()))
        await self._tables.write(
            (
                "UPDATE sessions SET last_seen_at = $1 WHERE workspace_id = $2 AND session_id = $3",
                (session.last_seen_at, session.workspace_id, session.id),
            )
        )
        self._changes.tell(session.id)
        return replace(caller, session=session)

    def _bounds(self) -> tuple[int, int]:
        now = self._clock.now_ms()
        return now, now - IDLE_MS


def _ids_in(caller: Caller) -> tuple[str, ...]:
    return caller.session.id, caller.agent.id


def _inserting(session: Session, agent: Agent, token: str) -> Statement:
    values: Sequence[Value] = (
        session.workspace_id,
        session.id,
        hashed(token),
        agent.id,
        agent.rights_version,
        session.address,
        session.device,
        session.created_at,
        session.last_seen_at,
        session.expires_at,
    )
    return (
        (
            "INSERT INTO sessions (workspace_id, session_id, token_hash, agent_id, rights_version, address, device,"
            " created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        tuple(values),
    )


def _deleting(workspace_id: Value, session_id: Value) -> Statement:
    return "DELETE FROM sessions WHERE workspace_id = $1 AND session_id = $2", (workspace_id, session_id)
