"""What an agent prefers: sounds, what they are told of, and how the console looks to them.

Only what differs from the defaults is kept. Not here: acting on it; that is the console's.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from relevo.core.ids import WorkspaceId
from relevo.ports import Tables
from relevo.workspace.base.strict import convert
from relevo.workspace.errors import Invalid, NotFound
from relevo.workspace.settings.merge import Document, difference, laid_over, patched

NotificationKind = Literal[
    "human_requested", "transferred", "assigned", "message", "taken_over", "given_away", "released", "resolved",
    "owner_lost", "returned", "unanswered", "mention", "wait_expired"
]  # fmt: skip
Id = Annotated[str, Meta(min_length=1, max_length=200)]
Shortcuts = Annotated[
    dict[Annotated[str, Meta(min_length=1, max_length=60)], Annotated[str, Meta(max_length=40)]], Meta(max_length=100)
]


class Preferences(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be preferred, with its default."""

    sound: bool = True
    desktop: bool = False
    muted_kinds: Annotated[tuple[NotificationKind, ...], Meta(max_length=20)] = ()
    muted_conversations: Annotated[tuple[Id, ...], Meta(max_length=200)] = ()
    muted_while_away: bool = False
    away_after_min: Annotated[int, Meta(ge=1, le=240)] = 5
    """Minutes without input after which the console says "away"."""
    theme: Literal["system", "light", "dark"] = "system"
    density: Literal["comfortable", "compact"] = "comfortable"
    direction: Literal["automatic", "ltr", "rtl"] = "automatic"
    """Which way lines run; automatic is as the browser's language does."""
    shortcuts: Shortcuts = {}


_DEFAULTS: Document = msgspec.json.decode(msgspec.json.encode(Preferences()))


class PreferenceStore:
    """The preferences of every agent."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def get(self, workspace_id: WorkspaceId, agent_id: str) -> Document:
        """Return an agent's preferences, defaults filled in. Raises NotFound."""
        return laid_over(_DEFAULTS, msgspec.json.decode(await self._stored(workspace_id, agent_id)))

    async def change(self, workspace_id: WorkspaceId, agent_id: str, patch: Mapping[str, Any]) -> Document:
        """Apply a merge patch (RFC 7396; null goes back to the default) and return all preferences.

        Two changes at the same time are both applied. Raises Invalid, NotFound.
        """
        while True:
            before = await self._stored(workspace_id, agent_id)
            after = checked(msgspec.json.decode(before), patch)
            (count,) = await self._tables.write(
                (
                    (
                        "UPDATE agents SET preferences = $1"
                        " WHERE workspace_id = $2 AND agent_id = $3 AND preferences = $4"
                    ),
                    (msgspec.json.encode(after).decode(), workspace_id, agent_id, before),
                )
            )
            if count:
                return laid_over(_DEFAULTS, after)

    async def _stored(self, workspace_id: WorkspaceId, agent_id: str) -> str:
        where = "SELECT preferences FROM agents WHERE workspace_id = $1 AND agent_id = $2"
        rows = await self._tables.rows(where, workspace_id, agent_id)
        if not rows:
            raise NotFound("agent")
        return str(rows[0][0])


def checked(stored: Mapping[str, Any], patch: Mapping[str, Any]) -> Document:
    """Return what to store after a merge patch. Raises Invalid, with paths that begin with `preferences`."""
    if unknown := sorted(patch.keys() - _DEFAULTS.keys()):
        raise Invalid(f"preferences.{unknown[0]}"[:200], "There is no such preference.")
    try:
        whole = convert(laid_over(_DEFAULTS, patched(stored, patch)), Preferences)
    except Invalid as wrong:
        raise Invalid(f"preferences.{wrong.field}", str(wrong)) from None
    # Through JSON, so that lists are lists on both sides of the comparison.
    return difference(_DEFAULTS, msgspec.json.decode(msgspec.json.encode(whole)))
