"""What a workspace's plan leaves out: on the free one nobody can be fetched; a self-hosted one has everything.

Not here: selling plans, and refusing a visitor's request (`core`).
"""

from collections.abc import Mapping
from typing import Any

from relevo.ports import Tables
from relevo.workspace.errors import PlanLocked

_WITHOUT_HANDOFF = "free"


def is_handoff_locked(plan: str) -> bool:
    """Is handoff to people missing in this plan?"""
    return plan == _WITHOUT_HANDOFF


def plan_view(plan: str) -> dict[str, Any]:
    """Return `{name, is_handoff_locked}`."""
    return {"name": plan, "is_handoff_locked": is_handoff_locked(plan)}


def require_unlocked(plan: str, handoff: object) -> None:
    """Raise PlanLocked where a change would switch handoff on and the plan does not have it."""
    if is_handoff_locked(plan) and isinstance(handoff, Mapping) and handoff.get("enabled") is True:
        raise PlanLocked


async def plan_of(tables: Tables, workspace_id: str) -> str:
    """Return the plan of a workspace; nothing for one that is not there."""
    rows = await tables.rows("SELECT plan FROM workspaces WHERE workspace_id = $1", workspace_id)
    return str(rows[0][0]) if rows else ""
