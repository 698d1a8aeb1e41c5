"""Visitors and their tokens: kept, looked up on every request, bound to one inbox and one site (trust.md T1).

Not here: who gets a token (`entry`) and what an identity must look like (`identity`).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from relevo.core.ids import InboxId, Millis, WorkspaceId
from relevo.ports import Clock, NewId, Statement, Tables
from relevo.workspace.base.kinds import Kind
from relevo.workspace.base.remembered import Changes, Remembered
from relevo.workspace.base.rows import only
from relevo.workspace.base.tokens import NewSecret, TokenKind, hashed
from relevo.workspace.visitors.visitor import Visitor, VisitorPass

DAY_MS = 24 * 3_600_000
STRANGER_MS = 180 * DAY_MS
"""A stranger's token is all that ties them to their conversations: it lives as long as somebody may come back."""
VERIFIED_MS = DAY_MS
"""A verified visitor gets a new one from the site's signature at any time; a stolen one dies within a day."""
TOUCH_MS = 3_600_000

_MOST_REMEMBERED = 50_000
_VISITORS = Kind(Visitor, "visitors", "visitor_id, workspace_id, inbox_id, subject, name, locale, page, created_at")
_VISITOR = ", ".join(f"v.{column}" for column in _VISITORS.columns.split(", "))
_SELECT = "SELECT " + _VISITOR + " FROM visitors v"  # noqa: S608 - our own names
_JOINED = (
    " FROM visitor_tokens t"
    " JOIN visitors v ON v.workspace_id = t.workspace_id AND v.visitor_id = t.visitor_id"
    " JOIN inboxes i ON i.workspace_id = v.workspace_id AND i.inbox_id = v.inbox_id AND i.is_active = 1"
)
_PASS = (
    "SELECT t.origin, t.last_seen_at, t.expires_at, i.requires_identity, i.assistant_id, "
    + _VISITOR
    + _JOINED
    + " WHERE t.token_hash = $1 AND t.expires_at > $2"
)
_AT_ONCE = 40
"""Tokens that one query looks for: far from what would send it to the pool of readers."""
_STILL = (
    "SELECT t.token_hash" + _JOINED + " WHERE t.expires_at > $1 AND (i.requires_identity = 0 OR v.subject IS NOT NULL)"
    " AND t.token_hash IN (" + ", ".join(f"${2 + place}" for place in range(_AT_ONCE)) + ")"
)


class VisitorRegistry:
    """The visitors of every workspace. A token names its workspace; everything else takes the workspace's id."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, secrets: NewSecret, changes: Changes) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._secrets = secrets
        self._changes = changes
        self._remembered: Remembered[str, VisitorPass] = Remembered(clock, _MOST_REMEMBERED, _ids_in)
        changes.listen(self._remembered.forget)

    async def check(self, token: str) -> VisitorPass | None:
        """Return what the token says, or None for one that is unknown, expired, of another kind, or no longer enough."""
        if not TokenKind.VISITOR.fits(token):
            return None
        found = await self._remembered.get(hashed(token), self._load)
        now = self._clock.now_ms()
        if found is None or now >= found.expires_at or (found.requires_identity and found.profile.subject is None):
            return None
        if now - found.last_seen_at >= TOUCH_MS:
            await self._touch(found)
        return found

    async def still(self, tokens: Sequence[str]) -> frozenset[str]:
        """Return those of the tokens that `check` would find good, as they are stored now; between parts others get their turn."""
        by_hash = {hashed(token): token for token in tokens if TokenKind.VISITOR.fits(token)}
        hashes = list(by_hash)
        good: set[str] = set()
        for first in range(0, len(hashes), _AT_ONCE):
            some = hashes[first : first + _AT_ONCE]
            # The last one again and again, so that there is but one statement to prepare.
            asked = some + some[-1:] * (_AT_ONCE - len(some))
            rows = await self._tables.rows(_STILL, self._clock.now_ms(), *asked)
            good.update(by_hash[str(token_hash)] for (token_hash,) in rows)
            await asyncio.sleep(0)
        return frozenset(good)

    async def add(self, visitor: Visitor, origin: str | None) -> str:
        """Keep a new visitor and return their first token. Raises ports.Conflict when the subject is known already."""
        token = TokenKind.VISITOR.issue(self._secrets)
        await self._tables.write(_VISITORS.adding(visitor), self._issuing(visitor, token, origin))
        return token

    async def issue(
        self, before: Visitor, visitor: Visitor, origin: str | None, *, replaced: VisitorPass | None = None
    ) -> str:
        """Keep what has changed of the visitor and return another token for them; the one it replaces stops working.

        All or nothing. Raises ports.Conflict when the subject is another visitor's.
        """
        token = TokenKind.VISITOR.issue(self._secrets)
        ending: Statement = (
            "DELETE FROM visitor_tokens WHERE workspace_id = $1 AND token_hash = $2",
            (visitor.workspace_id, replaced.token_hash if replaced else ""),
        )
        await self._tables.write(*_VISITORS.changing(before, visitor), ending, self._issuing(visitor, token, origin))
        self._changes.tell(visitor.id)
        if replaced:
            self._changes.tell(replaced.profile.id)
        return token

    async def update(self, before: Visitor, visitor: Visitor) -> None:
        """Keep what has changed of a visitor: who has been vouched for in another tab meanwhile stays so."""
        await self._tables.write(*_VISITORS.changing(before, visitor))
        self._changes.tell(visitor.id)

    async def by_subject(self, workspace_id: WorkspaceId, inbox_id: InboxId, subject: str) -> Visitor | None:
        """Return the visitor whom the site calls so, in one inbox."""
        where = " WHERE v.workspace_id = $1 AND v.inbox_id = $2 AND v.subject = $3"
        return only(Visitor, await self._tables.rows(_SELECT + where, workspace_id, inbox_id, subject))

    async def find(self, workspace_id: WorkspaceId, visitor_id: str) -> Visitor | None:
        """Return one, or None."""
        where = " WHERE v.workspace_id = $1 AND v.visitor_id = $2"
        return only(Visitor, await self._tables.rows(_SELECT + where, workspace_id, visitor_id))

    async def revoke_all(self, workspace_id: WorkspaceId, visitor_id: str) -> None:
        """End all of a visitor's tokens."""
        await self._tables.write(
            ("DELETE FROM visitor_tokens WHERE workspace_id = $1 AND visitor_id = $2", (workspace_id, visitor_id))
        )
        self._changes.tell(visitor_id)

    def pruning(self, workspace_id: WorkspaceId) -> Statement:
        """The statement that removes tokens which have expired."""
        return (
            "DELETE FROM visitor_tokens WHERE workspace_id = $1 AND expires_at <= $2",
            (workspace_id, self._clock.now_ms()),
        )

    async def _load(self, token_hash: str) -> VisitorPass | None:
        rows = await self._tables.rows(_PASS, token_hash, self._clock.now_ms())
        visitor = only(Visitor, [row[5:] for row in rows])
        if visitor is None:
            return None
        origin, last_seen_at, expires_at, requires_identity, assistant_id = rows[0][:5]
        assert isinstance(last_seen_at, int)
        assert isinstance(expires_at, int)
        return VisitorPass(
            token_hash,
            None if origin is None else str(origin),
            Millis(last_seen_at),
            Millis(expires_at),
            bool(requires_identity),
            str(assistant_id),
            visitor,
        )

    async def _touch(self, found: VisitorPass) -> None:
        """Prolong a stranger's token; a verified visitor's ends when it was meant to."""
        now = self._clock.now_ms()
        expires_at = found.expires_at if found.profile.subject else Millis(now + STRANGER_MS)
        seen = replace(found, last_seen_at=Millis(now), expires_at=expires_at)
        await self._tables.write(
            (
                "UPDATE visitor_tokens SET last_seen_at = $1, expires_at = $2 WHERE workspace_id = $3 AND token_hash = $4",
                (seen.last_seen_at, seen.expires_at, seen.workspace_id, seen.token_hash),
            )
        )
        self._changes.tell(found.profile.id)

    def _issuing(self, visitor: Visitor, token: str, origin: str | None) -> Statement:
        now = self._clock.now_ms()
        lifetime_ms = STRANGER_MS if visitor.subject is None else VERIFIED_MS
        return (
            (
                "INSERT INTO visitor_tokens (workspace_id, token_hash, visitor_id, origin, created_at, last_seen_at, expires_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7)"
            ),
            (visitor.workspace_id, hashed(token), visitor.id, origin, now, now, now + lifetime_ms),
        )


def _ids_in(known: VisitorPass) -> tuple[str, ...]:
    return known.profile.id, known.inbox_id
