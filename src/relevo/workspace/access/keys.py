"""API keys: shown once, kept as a hash, limited to scopes, expiring, revocable (trust.md T13).

Not here: which routes ask for which scope (`api`). A key belongs to the workspace, not to the agent who made it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import Clock, IdempotencyKey, NewId, Statement, Tables
from relevo.workspace.base.once import Making
from relevo.workspace.base.remembered import Changes, Remembered
from relevo.workspace.base.rows import only, records
from relevo.workspace.base.strict import one_line
from relevo.workspace.base.tokens import NewSecret, TokenKind, hashed
from relevo.workspace.errors import NotFound, Unauthenticated

DAY_MS = 24 * 3_600_000
TOUCH_MS = 3_600_000
"""How exact `last_used_at` is."""

_MOST_REMEMBERED = 1_000
_SELECT = "SELECT key_id, workspace_id, name, scopes, made_by, created_at, expires_at, last_used_at FROM api_keys"


class Scope(StrEnum):
    """What a key may do: read everything, put visitors' messages in, leave notes. None takes over or replies."""

    READ = "read"
    INGEST = "ingest"
    NOTES = "notes"


class NewKey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is needed for a new key."""

    name: str
    scopes: Annotated[frozenset[Scope], Meta(min_length=1)]
    lifetime_days: Annotated[int, Meta(ge=1, le=730)] = 365


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it may be shown: everything but the key."""

    id: str
    workspace_id: WorkspaceId
    name: str
    scopes: str
    """Scopes with spaces between them; ask `may`."""
    made_by: str
    created_at: Millis
    expires_at: Millis
    last_used_at: Millis | None

    def may(self, scope: Scope) -> bool:
        """Is this scope among the key's?"""
        return scope.value in self.scopes.split()


class ApiKeys:
    """The keys of every workspace. A key names its workspace; everything else takes the workspace's id."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, secrets: NewSecret, changes: Changes) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._secrets = secrets
        self._changes = changes
        self._making = Making(tables, clock)
        self._remembered: Remembered[str, ApiKey] = Remembered(clock, _MOST_REMEMBERED, lambda key: (key.id,))
        changes.listen(self._remembered.forget)

    async def create(self, workspace_id: WorkspaceId, new: NewKey, made_by: str) -> tuple[ApiKey, str]:
        """Make a key; return it and the token, which nobody can look up again. Raises Invalid."""
        key, token = await self.issue(workspace_id, new, made_by)
        assert token is not None
        return key, token

    async def issue(
        self, workspace_id: WorkspaceId, new: NewKey, made_by: str, once: IdempotencyKey | None = None
    ) -> tuple[ApiKey, str | None]:
        """The same; a repeated request gets the key that it made without the token. Raises Invalid, KeyReused, NotFound."""
        token = TokenKind.API_KEY.issue(self._secrets)
        now = self._clock.now_ms()
        key = ApiKey(
            self._ids.new_id("key"),
            workspace_id,
            one_line(new.name, "name", 100),
            " ".join(sorted(new.scopes)),
            made_by,
            Millis(now),
            Millis(now + new.lifetime_days * DAY_MS),
            None,
        )
        adding = (
            (
                "INSERT INTO api_keys (workspace_id, key_id, key_hash, name, scopes, made_by, created_at, expires_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            (workspace_id, key.id, hashed(token), key.name, key.scopes, made_by, key.created_at, key.expires_at),
        )
        made = await self._making(workspace_id, key.id, adding, once=once)
        if made == key.id:
            return key, token
        earlier = next((one for one in await self.list(workspace_id) if one.id == made), None)
        if earlier is None:
            raise NotFound("key")
        return earlier, None

    async def check(self, token: str) -> ApiKey:
        """Return the key that this is. Raises Unauthenticated."""
        if not TokenKind.API_KEY.fits(token):
            raise Unauthenticated
        key = await self._remembered.get(hashed(token), self._load)
        now = self._clock.now_ms()
        if key is None or now >= key.expires_at:
            raise Unauthenticated
        if now - (key.last_used_at or 0) >= TOUCH_MS:
            await self._touch(key)
        return key

    async def list(self, workspace_id: WorkspaceId) -> "list[ApiKey]":
        """Return the keys, expired ones too, the newest first."""
        where = " WHERE workspace_id = $1 ORDER BY created_at DESC, key_id DESC"
        return records(ApiKey, await self._tables.rows(_SELECT + where, workspace_id))

    async def revoke(self, workspace_id: WorkspaceId, key_id: str) -> None:
        """End a key. Raises NotFound."""
        (count,) = await self._tables.write(
            ("DELETE FROM api_keys WHERE workspace_id = $1 AND key_id = $2", (workspace_id, key_id))
        )
        if not count:
            raise NotFound("key")
        self._changes.tell(key_id)

    def pruning(self, workspace_id: WorkspaceId) -> Statement:
        """The statement that removes keys which expired a month ago; until then they are shown as expired."""
        return (
            "DELETE FROM api_keys WHERE workspace_id = $1 AND expires_at <= $2",
            (workspace_id, self._clock.now_ms() - 30 * DAY_MS),
        )

    async def _load(self, key_hash: str) -> ApiKey | None:
        return only(ApiKey, await self._tables.rows(_SELECT + " WHERE key_hash = $1", key_hash))

    async def _touch(self, key: ApiKey) -> None:
        await self._tables.write(
            (
                "UPDATE api_keys SET last_used_at = $1 WHERE workspace_id = $2 AND key_id = $3",
                (self._clock.now_ms(), key.workspace_id, key.id),
            )
        )
        self._changes.tell(key.id)
