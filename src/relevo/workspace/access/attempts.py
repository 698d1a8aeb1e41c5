"""How often one may try to sign in: ten failures in 15 minutes for one account from one address, then wait (trust.md T7).

Counted in a table, not in memory: the limit must hold over all nodes and after a restart, and next to 70 ms of argon2 a row
costs nothing. A try is counted before the password is looked at, so a hundred at once are no way around; a try that is
turned away is not counted, so nobody is locked out for longer than 15 minutes. Not here: the passwords (`sign_in`).
"""

from ipaddress import IPv6Address, ip_address, ip_network

from relevo.core.ids import WorkspaceId
from relevo.ports import Clock, NewId, Statement, Tables
from relevo.workspace.base.tokens import hashed
from relevo.workspace.errors import TooManyAttempts
from relevo.workspace.people.agent import email_key

WINDOW_MS = 15 * 60_000
MOST = 10

_IPV6_HOME = 64
"""One subscriber has a whole /64 to try from."""


class Attempts:
    """Counts tries for each account and address; the account need not exist."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids

    async def count(self, workspace_id: WorkspaceId, email: str, address: str) -> None:
        """Count a try. Raises TooManyAttempts where it is one too many, with the seconds until one is allowed again."""
        now = self._clock.now_ms()
        whose = (workspace_id, hashed(email_key(email)), _network(address))
        counting: Statement = (
            (
                "INSERT INTO sign_in_attempts (workspace_id, account_hash, address, at, attempt_id)"
                " SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT), CAST($5 AS TEXT)"
                " WHERE (SELECT count(*) FROM sign_in_attempts WHERE workspace_id = $1 AND account_hash = $2"
                " AND address = $3 AND at > $6) < $7"
            ),
            (*whose, now, self._ids.new_id("attempt"), now - WINDOW_MS, MOST),
        )
        _, counted = await self._tables.write(_queueing(whose), counting)
        if not counted:
            raise TooManyAttempts(await self._wait_s(whose, now))

    async def clear(self, workspace_id: WorkspaceId, email: str, address: str) -> None:
        """Forget the tries: one has succeeded."""
        await self._tables.write(
            (
                "DELETE FROM sign_in_attempts WHERE workspace_id = $1 AND account_hash = $2 AND address = $3",
                (workspace_id, hashed(email_key(email)), _network(address)),
            )
        )

    def pruning(self, workspace_id: WorkspaceId) -> Statement:
        """The statement that removes tries which no longer count."""
        return (
            "DELETE FROM sign_in_attempts WHERE workspace_id = $1 AND at <= $2",
            (workspace_id, self._clock.now_ms() - WINDOW_MS),
        )

    async def _wait_s(self, whose: tuple[str, str, str], now: int) -> int:
        rows = await self._tables.rows(
            "SELECT at FROM sign_in_attempts WHERE workspace_id = $1 AND account_hash = $2 AND address = $3"
            " AND at > $4 ORDER BY at DESC LIMIT $5",
            *whose,
            now - WINDOW_MS,
            MOST,
        )
        oldest = rows[-1][0] if rows else now - WINDOW_MS
        assert isinstance(oldest, int)
        return max(1, -(-(oldest + WINDOW_MS - now) // 1000))


def _queueing(whose: tuple[str, str, str]) -> Statement:
    """Makes tries for one account and address wait for each other: two at once would both see room for one.

    The row is dated 1970, so it counts for nothing and is pruned like any other.
    """
    return (
        (
            "INSERT INTO sign_in_attempts (workspace_id, account_hash, address, attempt_id, at) VALUES ($1, $2, $3, $4, 0)"
            " ON CONFLICT (workspace_id, attempt_id) DO UPDATE SET at = 0"
        ),
        (*whose, f"queue {whose[1]} {whose[2]}"),
    )


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ip_network((parsed, _IPV6_HOME), strict=False))
    return str(parsed)
