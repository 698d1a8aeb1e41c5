"""What is configured in a workspace, in the words of the API: JSON views, and changes from JSON.

Matches `api.needs.Desk` by shape. Not here: rules about values; each part checks its own. That the caller may configure
has been checked; who may change owners is checked here as well, by the caller's role.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from relevo.core.actors import Actor, Role
from relevo.core.ids import InboxId, WorkspaceId
from relevo.core.messages import MESSAGE_BYTES
from relevo.ports import AssistantProfile
from relevo.workspace.assistants import Assistant, AssistantChange, AssistantTable, NewAssistant
from relevo.workspace.base.strict import convert
from relevo.workspace.errors import NotFound
from relevo.workspace.gate import View, account_view
from relevo.workspace.inboxes import Inbox, InboxChange, Inboxes, NewInbox
from relevo.workspace.people.agent import Agent, AgentChange, NewAgent
from relevo.workspace.people.people import People
from relevo.workspace.rules import Spoken, WorkspaceRules
from relevo.workspace.settings.store import SettingsStore
from relevo.workspace.workspaces import Workspaces


class DeskParts(Protocol):
    """What the desk stands on: `WorkspaceTables`."""

    workspaces: Workspaces
    people: People
    assistants: AssistantTable
    inboxes: Inboxes
    settings: SettingsStore
    rules: WorkspaceRules


class InInbox(Protocol):
    """A visitor's pass, as far as the desk looks at it."""

    @property
    def workspace_id(self) -> WorkspaceId:
        """The workspace."""

    @property
    def inbox_id(self) -> InboxId:
        """The inbox."""

    @property
    def locale(self) -> str:
        """The visitor's language."""


class Asker(Protocol):
    """An agent's pass, as far as the desk looks at it."""

    @property
    def workspace_id(self) -> WorkspaceId:
        """The workspace."""

    @property
    def role(self) -> Role:
        """What the asker may do."""


class Desk:
    """Reads and changes."""

    def __init__(self, parts: DeskParts) -> None:
        self._parts = parts

    async def welcome(self, visitor: InInbox) -> tuple[View, Mapping[str, str]]:
        """Return the settings and the texts for a visitor, in their language."""
        inbox, spoken = await self._inbox(visitor.workspace_id, visitor.inbox_id), await self._spoken(visitor)
        assistant = await self.assistant_of(visitor.workspace_id, visitor.inbox_id)
        rules = spoken.rules
        view = {
            "handoff": {
                "enabled": rules.handoff.enabled and not rules.handoff.is_plan_locked,
                "response_timeout_s": rules.handoff.response_timeout_s,
            },
            "assistant": {"id": assistant.id, "name": assistant.name, "avatar_url": assistant.avatar_url},
            "policies": {
                "visitor_sees": [each.value for each in rules.policies.visitor_sees],
                "after_resolve": rules.policies.after_resolve.value,
            },
            "appearance": {"title": inbox.title, "color": inbox.color},
            "limits": {"message_bytes": MESSAGE_BYTES},
        }
        return view, dict(rules.texts)

    async def assistant_of(self, workspace_id: WorkspaceId, inbox_id: InboxId) -> Actor:
        """Return the assistant that answers new conversations of an inbox. Raises NotFound."""
        inbox = await self._inbox(workspace_id, inbox_id)
        profile = await self._parts.rules.assistant(workspace_id, inbox.assistant_id)
        return profile.actor if profile else (await self._parts.assistants.get(workspace_id, inbox.assistant_id)).actor

    async def asks_for_human(self, visitor: InInbox, text: str) -> bool:
        """Do the keywords find that a visitor's text asks for a person?"""
        return (await self._spoken(visitor)).asks_for_human(text)

    async def account(self, workspace_id: WorkspaceId, agent_id: str) -> View:
        """Return an agent's account. Raises NotFound."""
        return account_view(await self._parts.people.get(workspace_id, agent_id))

    async def workspace(self, workspace_id: WorkspaceId) -> View:
        """Return the workspace's id and name. Raises NotFound."""
        found = await self._parts.workspaces.get(workspace_id)
        return {"id": found.id, "name": found.name}

    async def agent(self, workspace_id: WorkspaceId, agent_id: str) -> tuple[Actor, Role] | None:
        """Return an active agent as visitors see them."""
        return await self._parts.rules.agent(workspace_id, agent_id)

    async def assistant(self, workspace_id: WorkspaceId, assistant_id: str) -> AssistantProfile | None:
        """Return a configured assistant that is not switched off."""
        return await self._parts.rules.assistant(workspace_id, assistant_id)

    async def inbox_names(self, workspace_id: WorkspaceId) -> Mapping[str, str]:
        """Return the name of each inbox by its id."""
        known = await self._parts.inboxes.known(workspace_id)
        return {inbox_id: inbox.name for inbox_id, inbox in known.items()}

    async def agents(self, workspace_id: WorkspaceId) -> Sequence[View]:
        """Return every agent: an account with `is_active`."""
        return [_colleague(agent) for agent in await self._parts.people.list(workspace_id)]

    async def add_agent(self, by: Asker, values: View) -> View:
        """Make an agent. Raises Invalid, NameTaken, Forbidden."""
        return _colleague(await self._parts.people.create(by.workspace_id, convert(values, NewAgent), by.role))

    async def change_agent(self, by: Asker, agent_id: str, values: View) -> View:
        """Change an agent. Raises Invalid, NotFound, NameTaken, Forbidden, LastOwner."""
        change = convert(values, AgentChange)
        return _colleague(await self._parts.people.change(by.workspace_id, agent_id, change, by.role))

    async def assistants(self, workspace_id: WorkspaceId) -> Sequence[View]:
        """Return `{id, name, avatar_url, kind, options, handoff, is_active}` of each assistant, secrets as "set"."""
        return [_assistant_view(assistant) for assistant in await self._parts.assistants.list(workspace_id)]

    async def add_assistant(self, by: Asker, values: View) -> View:
        """Make an assistant. Raises Invalid."""
        return _assistant_view(await self._parts.assistants.create(by.workspace_id, convert(values, NewAssistant)))

    async def change_assistant(self, by: Asker, assistant_id: str, values: View) -> View:
        """Change an assistant. Raises Invalid, NotFound."""
        change = convert(values, AssistantChange)
        return _assistant_view(await self._parts.assistants.change(by.workspace_id, assistant_id, change))

    async def inboxes(self, workspace_id: WorkspaceId) -> Sequence[View]:
        """Return `{id, name, key, channel, assistant_id, allowed_origins, requires_identity, title, color, is_active}`."""
        return [_inbox_view(inbox) for inbox in await self._parts.inboxes.list(workspace_id)]

    async def add_inbox(self, by: Asker, values: View) -> View:
        """Make an inbox with a new public key. Raises Invalid."""
        return _inbox_view(await self._parts.inboxes.create(by.workspace_id, convert(values, NewInbox)))

    async def change_inbox(self, by: Asker, inbox_id: str, values: View) -> View:
        """Change an inbox. Raises Invalid, NotFound."""
        change = convert(values, InboxChange)
        return _inbox_view(await self._parts.inboxes.change(by.workspace_id, inbox_id, change))

    async def settings(self, workspace_id: WorkspaceId) -> View:
        """Return all settings, defaults filled in: `{language, text_preset, handoff, policies, texts}`."""
        return await self._parts.settings.get(workspace_id)

    async def change_settings(self, by: Asker, values: View) -> View:
        """Change fields of the same shape; null goes back to the default. Raises Invalid."""
        return await self._parts.settings.change(by.workspace_id, values)

    async def _inbox(self, workspace_id: WorkspaceId, inbox_id: InboxId) -> Inbox:
        inbox = (await self._parts.inboxes.known(workspace_id)).get(inbox_id)
        if inbox is None:
            raise NotFound("inbox")
        return inbox

    async def _spoken(self, visitor: InInbox) -> Spoken:
        inbox = await self._inbox(visitor.workspace_id, visitor.inbox_id)
        return await self._parts.rules.spoken(visitor.workspace_id, inbox.assistant_id, visitor.locale)


def _colleague(agent: Agent) -> dict[str, Any]:
    return {**account_view(agent), "is_active": agent.is_active}


def _assistant_view(assistant: Assistant) -> dict[str, Any]:
    return {
        "id": assistant.id,
        "name": assistant.name,
        "avatar_url": assistant.avatar_url,
        "kind": assistant.kind,
        "options": dict(assistant.options),
        "handoff": dict(assistant.handoff),
        "is_active": assistant.is_active,
    }


def _inbox_view(inbox: Inbox) -> dict[str, Any]:
    return {
        "id": inbox.id,
        "name": inbox.name,
        "key": inbox.key,
        "channel": inbox.channel,
        "assistant_id": inbox.assistant_id,
        "allowed_origins": list(inbox.allowed_origins),
        "requires_identity": inbox.requires_identity,
        "title": inbox.title,
        "color": inbox.color,
        "is_active": inbox.is_active,
    }
