"""Where the settings of a workspace are kept: one JSON document in its row, changed under a version.

Not here: what they mean for a conversation (`rules`).
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from relevo.core.ids import WorkspaceId
from relevo.ports import Tables, Value
from relevo.workspace.base.remembered import Changes
from relevo.workspace.errors import NotFound
from relevo.workspace.settings.by_language import PLAIN, kept
from relevo.workspace.settings.document import changed, language_in, shown
from relevo.workspace.settings.merge import Document
from relevo.workspace.settings.plans import is_handoff_locked, plan_view, require_unlocked
from relevo.workspace.texts.languages import DEFAULT


class SettingsStore:
    """Reads and changes settings."""

    def __init__(self, tables: Tables, changes: Changes) -> None:
        self._tables = tables
        self._changes = changes

    async def get(self, workspace_id: WorkspaceId) -> Document:
        """Return all settings, defaults filled in: `{language, text_preset, handoff, policies, texts, plan}`.

        `plan` cannot be changed here. Where it has no handoff, `handoff.enabled` is false whatever is stored.
        Raises NotFound.
        """
        stored, _, plan = await self._stored(workspace_id)
        return _shown(stored, plan)

    async def change(self, workspace_id: WorkspaceId, patch: Mapping[str, Any]) -> Document:
        """Apply a merge patch (RFC 7396; null goes back to the default) and return all settings.

        Two changes at the same time are both applied, one after the other.

        Raises:
            Invalid: an unknown name or an impossible value; nothing is changed.
            PlanLocked: handoff would be switched on, and the plan does not have it.
            NotFound: there is no such workspace.
        """
        while True:
            stored, version, plan = await self._stored(workspace_id)
            require_unlocked(plan, patch.get("handoff"))
            after = changed(stored, patch)
            if language_in(after) != language_in(stored):
                await self._keep_said(workspace_id, language_in(stored))
            (count,) = await self._tables.write(
                (
                    (
                        "UPDATE workspaces SET settings = $1, settings_version = $2 WHERE workspace_id = $3"
                        " AND settings_version = $4"
                    ),
                    (msgspec.json.encode(after).decode(), version + 1, workspace_id, version),
                )
            )
            if count:
                self._changes.tell(workspace_id)
                return _shown(after, plan)

    async def _keep_said(self, workspace_id: WorkspaceId, language: str) -> None:
        """Put what older versions stored as an assistant's one waiting or busy text where its language is.

        While that still is the workspace's language this means the same; afterwards it would pass for one in the new.
        """
        while old := await self._said_plainly(workspace_id):
            # Whatever was changed since it was read is read again.
            await self._tables.write(
                *(
                    (
                        "UPDATE assistants SET handoff = $1, version = version + 1 WHERE assistant_id = $2 AND version = $3",
                        (msgspec.json.encode(kept(handoff, language)).decode(), assistant_id, version),
                    )
                    for assistant_id, version, handoff in old
                )
            )

    async def _said_plainly(self, workspace_id: WorkspaceId) -> list[tuple[Value, Value, Document]]:
        """Return the id, the version and the handoff settings of the assistants that still have such a text."""
        rows = await self._tables.rows(
            "SELECT assistant_id, version, handoff FROM assistants WHERE workspace_id = $1", workspace_id
        )
        decoded = [(id, version, msgspec.json.decode(str(text), type=Document)) for id, version, text in rows]
        return [row for row in decoded if PLAIN.keys() & row[2].keys()]

    async def _stored(self, workspace_id: WorkspaceId) -> tuple[Document, int, str]:
        rows = await self._tables.rows(
            "SELECT settings, settings_version, plan FROM workspaces WHERE workspace_id = $1", workspace_id
        )
        if not rows:
            raise NotFound("workspace")
        text, version, plan = rows[0]
        assert isinstance(text, str)
        assert isinstance(version, int)
        stored: Document = msgspec.json.decode(text)
        return stored, version, str(plan)


async def language_of(tables: Tables, workspace_id: WorkspaceId) -> str:
    """Return the language of a workspace; the default for one that is not there."""
    rows = await tables.rows("SELECT settings FROM workspaces WHERE workspace_id = $1", workspace_id)
    return language_in(msgspec.json.decode(str(rows[0][0]))) if rows else DEFAULT


def _shown(stored: Document, plan: str) -> Document:
    settings = shown(stored)
    if is_handoff_locked(plan):
        settings["handoff"]["enabled"] = False
    return settings | {"plan": plan_view(plan)}
