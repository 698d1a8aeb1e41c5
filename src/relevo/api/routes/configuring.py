"""People, presence, assistants, inboxes and settings: lists for everybody, changes for administrators.

What a value may be is the workspace's to say; here is only what a request may look like.
Not here: how these are stored.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.problems import not_found
from relevo.api.routes.bodies import NAME_LENGTH
from relevo.api.routes.route import Name, View, route
from relevo.api.shapes import people
from relevo.ports import PresenceState

Role = Literal["owner", "administrator", "supervisor", "agent", "viewer"]
Short = Annotated[str, Meta(max_length=NAME_LENGTH)]
Link = Annotated[str, Meta(max_length=2048)]
Options = dict[Name, Annotated[str, Meta(max_length=20_000)]]
Changes = dict[Name, Any]


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body whose fields may be left out."""


class PresenceForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How present an agent is. A lease: say it again within 45 s."""

    state: Literal["online", "away"]


class NewAgent(Form, frozen=True, kw_only=True):
    """A new agent; without a password they cannot sign in yet."""

    email: Annotated[str, Meta(min_length=1, max_length=320)]
    name: Name
    role: Role = "agent"
    password: Annotated[str, Meta(max_length=1024)] | None = None
    display_name: Short | None = None
    avatar_url: Link | None = None


class AgentChange(Form, frozen=True, kw_only=True):
    """What to change of an agent."""

    email: Annotated[str, Meta(min_length=1, max_length=320)] | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    display_name: Short | UnsetType | None = UNSET
    avatar_url: Link | UnsetType | None = UNSET
    is_active: bool | UnsetType = UNSET


class NewAssistant(Form, frozen=True, kw_only=True):
    """A new assistant: which plug-in answers, with which options."""

    kind: Name
    name: Name
    avatar_url: Link | None = None
    options: Options = {}
    handoff: Changes = {}


class AssistantChange(Form, frozen=True, kw_only=True):
    """What to change of an assistant; null takes an option away."""

    kind: Name | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    avatar_url: Link | UnsetType | None = UNSET
    options: dict[Name, Annotated[str, Meta(max_length=20_000)] | None] | UnsetType = UNSET
    handoff: Changes | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class NewInbox(Form, frozen=True, kw_only=True):
    """A new inbox; without allowed origins no page can use it yet."""

    name: Name
    assistant_id: Name
    allowed_origins: list[Link] = []
    requires_identity: bool = False
    title: Short = ""
    color: Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")] | None = None


class InboxChange(Form, frozen=True, kw_only=True):
    """What to change of an inbox."""

    name: Name | UnsetType = UNSET
    assistant_id: Name | UnsetType = UNSET
    allowed_origins: list[Link] | UnsetType = UNSET
    requires_identity: bool | UnsetType = UNSET
    title: Short | UnsetType = UNSET
    color: Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")] | UnsetType | None = UNSET
    is_active: bool | UnsetType = UNSET


class SettingsChange(Form, frozen=True, kw_only=True):
    """What to change of the workspace's defaults; what is left out stays, null goes back to the default."""

    language: Short | UnsetType | None = UNSET
    text_preset: Short | UnsetType | None = UNSET
    handoff: Changes | UnsetType = UNSET
    policies: Changes | UnsetType = UNSET
    texts: Changes | UnsetType = UNSET


@route("PUT", "/v1/presence", Access.SELF, status=204)
async def set_presence(request: Call, data: JSONBody[PresenceForm]) -> Response[None]:
    """Show a sign of life, and whether one is to be counted on."""
    agent = request.agent
    await request.parts.attendance.sign_of_life(agent.workspace_id, agent.agent, PresenceState(data.state))
    return Response(None, status_code=204)


@route("GET", "/v1/agents", Access.READ, answers=people.Colleagues)
async def list_agents(request: Call) -> View:
    """List the agents with their presence."""
    return {"items": await _colleagues(request)}


@route("GET", "/v1/agents/{agent_id:str}", Access.READ, answers=people.Colleague)
async def read_agent(request: Call, agent_id: FromPath[str]) -> View:
    """Read an agent."""
    return _one(await _colleagues(request), agent_id)


@route("POST", "/v1/agents", Access.CONFIGURE, answers=people.Colleague, status=201, problems=("conflict",))
async def add_agent(request: Call, data: JSONBody[NewAgent]) -> View:
    """Add an agent. Only owners make owners."""
    return await _present(request, await request.parts.desk.add_agent(request.agent, given(data)))


@route("PATCH", "/v1/agents/{agent_id:str}", Access.CONFIGURE, answers=people.Colleague, problems=("conflict",))
async def change_agent(request: Call, agent_id: FromPath[str], data: JSONBody[AgentChange]) -> View:
    """Change an agent. Another role, or being switched off, ends their sessions."""
    return await _present(request, await request.parts.desk.change_agent(request.agent, agent_id, given(data)))


@route("GET", "/v1/assistants", Access.READ, answers=people.Assistants)
async def list_assistants(request: Call) -> View:
    """List the assistants; what is secret in their options is told only as being set."""
    return {"items": await request.parts.desk.assistants(request.agent.workspace_id)}


@route("GET", "/v1/assistants/{assistant_id:str}", Access.READ, answers=people.ConfiguredAssistant)
async def read_assistant(request: Call, assistant_id: FromPath[str]) -> View:
    """Read an assistant."""
    return _one(await request.parts.desk.assistants(request.agent.workspace_id), assistant_id)


@route(
    "POST", "/v1/assistants", Access.CONFIGURE, answers=people.ConfiguredAssistant, status=201, problems=("conflict",)
)
async def add_assistant(request: Call, data: JSONBody[NewAssistant]) -> View:
    """Add an assistant."""
    return dict(await request.parts.desk.add_assistant(request.agent, given(data)))


@route(
    "PATCH",
    "/v1/assistants/{assistant_id:str}",
    Access.CONFIGURE,
    answers=people.ConfiguredAssistant,
    problems=("conflict",),
)
async def change_assistant(request: Call, assistant_id: FromPath[str], data: JSONBody[AssistantChange]) -> View:
    """Change an assistant."""
    return dict(await request.parts.desk.change_assistant(request.agent, assistant_id, given(data)))


@route("GET", "/v1/inboxes", Access.READ, answers=people.Inboxes)
async def list_inboxes(request: Call) -> View:
    """List the inboxes."""
    return {"items": await request.parts.desk.inboxes(request.agent.workspace_id)}


@route("GET", "/v1/inboxes/{inbox_id:str}", Access.READ, answers=people.ConfiguredInbox)
async def read_inbox(request: Call, inbox_id: FromPath[str]) -> View:
    """Read an inbox."""
    return _one(await request.parts.desk.inboxes(request.agent.workspace_id), inbox_id)


@route("POST", "/v1/inboxes", Access.CONFIGURE, answers=people.ConfiguredInbox, status=201, problems=("conflict",))
async def add_inbox(request: Call, data: JSONBody[NewInbox]) -> View:
    """Add an inbox with a new public key."""
    return dict(await request.parts.desk.add_inbox(request.agent, given(data)))


@route("PATCH", "/v1/inboxes/{inbox_id:str}", Access.CONFIGURE, answers=people.ConfiguredInbox, problems=("conflict",))
async def change_inbox(request: Call, inbox_id: FromPath[str], data: JSONBody[InboxChange]) -> View:
    """Change an inbox."""
    return dict(await request.parts.desk.change_inbox(request.agent, inbox_id, given(data)))


@route("GET", "/v1/settings", Access.READ, answers=people.WorkspaceSettings)
async def read_settings(request: Call) -> View:
    """Read the workspace's defaults: handoff, policies R1 to R19 by name, texts."""
    return dict(await request.parts.desk.settings(request.agent.workspace_id))


@route("PATCH", "/v1/settings", Access.CONFIGURE, answers=people.WorkspaceSettings)
async def change_settings(request: Call, data: JSONBody[SettingsChange]) -> View:
    """Change the workspace's defaults."""
    return dict(await request.parts.desk.change_settings(request.agent, given(data)))


def given(form: Struct) -> dict[str, Any]:
    """Return the fields that were sent."""
    values: dict[str, Any] = msgspec.to_builtins(form)
    return values


async def _colleagues(request: Call) -> list[View]:
    workspace_id = request.agent.workspace_id
    states = await request.parts.attendance.states(workspace_id)
    agents = await request.parts.desk.agents(workspace_id)
    return [{**agent, "presence": states.get(agent["id"], PresenceState.OFFLINE).value} for agent in agents]


async def _present(request: Call, agent: Mapping[str, Any]) -> View:
    states = await request.parts.attendance.states(request.agent.workspace_id)
    return {**agent, "presence": states.get(agent["id"], PresenceState.OFFLINE).value}


def _one(items: Sequence[Mapping[str, Any]], item_id: str) -> View:
    """Return the item with this id; lists of configured things are short."""
    for item in items:
        if item["id"] == item_id:
            return dict(item)
    raise not_found()
