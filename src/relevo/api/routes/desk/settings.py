"""The workspace's defaults: handoff, policies, texts, and the plan that bounds them.

Not here: which values are possible (`workspace.settings`).
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.needs import View as Read
from relevo.api.routes.desk.forms import Changes, Form, Short
from relevo.api.routes.desk.resource import given
from relevo.api.routes.route import View, route
from relevo.api.shapes import configured


class SettingsChange(Form, frozen=True, kw_only=True):
    """What to change of the workspace's defaults; what is left out stays, null goes back to the default."""

    language: Short | UnsetType | None = UNSET
    text_preset: Short | UnsetType | None = UNSET
    handoff: Changes | UnsetType = UNSET
    policies: Changes | UnsetType = UNSET
    texts: Changes | UnsetType = UNSET


class PresetQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """In which language; the workspace's without one."""

    language: Annotated[str, Meta(max_length=35)] | None = None


@route("GET", "/v1/settings", Access.READ, answers=configured.WorkspaceSettings)
async def read_settings(request: Call) -> View:
    """Read the workspace's defaults: handoff, policies R1 to R19 by name, texts, and the plan."""
    return _with_upgrade(request, await request.parts.desk.settings(request.agent.workspace_id))


@route("PATCH", "/v1/settings", Access.CONFIGURE, answers=configured.WorkspaceSettings, problems=("plan-locked",))
async def change_settings(request: Call, body: SettingsChange) -> View:
    """Change the workspace's defaults."""
    return _with_upgrade(request, await request.parts.desk.change_settings(request.agent, given(body)))


@route(
    "GET", "/v1/settings/presets", Access.READ, answers=configured.Presets, query=PresetQuery, problems=("validation",),
    is_packed=True,
)  # fmt: skip
async def list_presets(request: Call) -> View:
    """List the presets of texts in a language: `standard` with every text, each other one with what it says instead."""
    asked = request.query(PresetQuery)
    return dict(await request.parts.desk.presets(request.agent.workspace_id, asked.language))


def _with_upgrade(request: Call, settings: Read) -> View:
    upgrade_url = request.parts.settings.plans.upgrade_url or None
    return {**settings, "plan": {**settings["plan"], "upgrade_url": upgrade_url}}
