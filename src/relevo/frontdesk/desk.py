"""Reads and changes what a workspace has configured: the API's `Desk` over the workspace's tables.

Not here: who may do it; the API has checked that, and the tables check ranks once more.
"""

from collections.abc import Mapping, Sequence

from relevo.api.needs import AgentPass, VisitorPass
from relevo.core.actors import Actor, Role
from relevo.core.ids import InboxId, WorkspaceId
from relevo.core.messages import MESSAGE_BYTES
from relevo.engine.views import named
from relevo.frontdesk.passes import View, account_view
from relevo.ports import AssistantProfile
from relevo.workspace.assistants import Assistant, AssistantChange, NewAssistant
from relevo.workspace.base.strict import convert
from relevo.workspace.inboxes import Inbox, InboxChange, NewInbox
from relevo.workspace.people.agent import Agent, AgentChange, NewAgent
from relevo.workspace.tables import WorkspaceTables
from relevo.workspace.visitors.visitor import VisitorPass as KnownVisitor


class FrontDesk:
    """Answers for the workspace."""

    def __init__(self, workspace: WorkspaceTables) -> None:
        self._workspace = workspace

    async def welcome(self, visitor: VisitorPass) -> tuple[View, Mapping[str, str]]:
        inbox = await self._workspace.inboxes.get(visitor.workspace_id, visitor.inbox_id)
        assistant = await self._workspace.assistants.get(visitor.workspace_id, inbox.assistant_id)
        rules = await self._workspace.rules.rules(visitor.workspace_id, assistant.id, visitor.locale)
        settings = {
            "handoff": {
                "enabled": rules.handoff.enabled and not rules.handoff.is_plan_locked,
                "response_timeout_s": rules.handoff.response_timeout_s,
            },
            "assistant": named(assistant.actor),
            "policies": {
                "visitor_sees": [shown.value for shown in rules.policies.visitor_sees],
                "after_resolve": rules.policies.after_resolve.value,
            },
            "appearance": {"title": inbox.title, "color": inbox.color},
            "limits": {"message_bytes": MESSAGE_BYTES},
        }
        return settings, dict(rules.texts)

    async def assistant_of(self, workspace_id: WorkspaceId, inbox_id: InboxId) -> Actor:
        inbox = await self._workspace.inboxes.get(workspace_id, inbox_id)
        assistant = await self._workspace.assistants.get(workspace_id, inbox.assistant_id)
        return assistant.actor

    async def asks_for_human(self, visitor: VisitorPass, text: str) -> bool:
        # Asked for every message: the pass of a real token knows the assistant without a look into the tables.
        assert isinstance(visitor, KnownVisitor)
        spoken = await self._workspace.rules.spoken(visitor.workspace_id, visitor.assistant_id, visitor.locale)
        return spoken.asks_for_human(text)

    async def account(self, workspace_id: WorkspaceId, agent_id: str) -> View:
        return account_view(await self._workspace.people.get(workspace_id, agent_id))

    async def workspace(self, workspace_id: WorkspaceId) -> View:
        found = await self._workspace.workspaces.get(workspace_id)
        return {"id": found.id, "name": found.name}

    async def agent(self, workspace_id: WorkspaceId, agent_id: str) -> tuple[Actor, Role] | None:
        return await self._workspace.rules.agent(workspace_id, agent_id)

    async def assistant(self, workspace_id: WorkspaceId, assistant_id: str) -> AssistantProfile | None:
        return await self._workspace.rules.assistant(workspace_id, assistant_id)

    async def inbox_names(self, workspace_id: WorkspaceId) -> Mapping[str, str]:
        return {inbox.id: inbox.name for inbox in await self._workspace.inboxes.list(workspace_id)}

    async def agents(self, workspace_id: WorkspaceId) -> Sequence[View]:
        return [_agent_view(agent) for agent in await self._workspace.people.list(workspace_id)]

    async def add_agent(self, by: AgentPass, values: View) -> View:
        new = convert(values, NewAgent)
        return _agent_view(await self._workspace.people.create(by.workspace_id, new, by.role))

    async def change_agent(self, by: AgentPass, agent_id: str, values: View) -> View:
        change = convert(values, AgentChange)
        return _agent_view(await self._workspace.people.change(by.workspace_id, agent_id, change, by.role))

    async def assistants(self, workspace_id: WorkspaceId) -> Sequence[View]:
        return [_assistant_view(assistant) for assistant in await self._workspace.assistants.list(workspace_id)]

    async def add_assistant(self, by: AgentPass, values: View) -> View:
        return _assistant_view(await self._workspace.assistants.create(by.workspace_id, convert(values, NewAssistant)))

    async def change_assistant(self, by: AgentPass, assistant_id: str, values: View) -> View:
        change = convert(values, AssistantChange)
        return _assistant_view(await self._workspace.assistants.change(by.workspace_id, assistant_id, change))

    async def inboxes(self, workspace_id: WorkspaceId) -> Sequence[View]:
        return [_inbox_view(inbox) for inbox in await self._workspace.inboxes.list(workspace_id)]

    async def add_inbox(self, by: AgentPass, values: View) -> View:
        return _inbox_view(await self._workspace.inboxes.create(by.workspace_id, convert(values, NewInbox)))

    async def change_inbox(self, by: AgentPass, inbox_id: str, values: View) -> View:
        change = convert(values, InboxChange)
        return _inbox_view(await self._workspace.inboxes.change(by.workspace_id, inbox_id, change))

    async def settings(self, workspace_id: WorkspaceId) -> View:
        return await self._workspace.settings.get(workspace_id)

    async def change_settings(self, by: AgentPass, values: View) -> View:
        return await self._workspace.settings.change(by.workspace_id, values)


def _agent_view(agent: Agent) -> View:
    return {**account_view(agent), "is_active": agent.is_active}


def _assistant_view(assistant: Assistant) -> View:
    return {
        "id": assistant.id,
        "name": assistant.name,
        "avatar_url": assistant.avatar_url,
        "kind": assistant.kind,
        "options": dict(assistant.options),
        "handoff": dict(assistant.handoff),
        "is_active": assistant.is_active,
    }


def _inbox_view(inbox: Inbox) -> View:
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
