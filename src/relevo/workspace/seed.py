"""A new workspace with everything it needs to take its first conversation: for `relevo init` and `relevo demo`.

Not here: inventing passwords or asking for them; whoever calls brings people, an assistant and the sites of the inbox.
"""

from dataclasses import dataclass

from relevo.core.ids import WorkspaceId
from relevo.workspace.assistants import Assistant, NewAssistant
from relevo.workspace.inboxes import Inbox, NewInbox
from relevo.workspace.people.agent import Agent, NewAgent
from relevo.workspace.tables import WorkspaceTables
from relevo.workspace.texts.languages import DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """What to make. Without agents the workspace waits for its owner to use the set-up link."""

    name: str
    assistant: NewAssistant
    inbox_name: str = "Website"
    allowed_origins: tuple[str, ...] = ()
    agents: tuple[NewAgent, ...] = ()
    language: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made."""

    workspace_id: WorkspaceId
    name: str
    assistant: Assistant
    inbox: Inbox
    agents: tuple[Agent, ...]


async def seed(tables: WorkspaceTables, wanted: Seed) -> Seeded:
    """Make a workspace with an assistant, an inbox and agents. The workspace itself comes last: broken off, it never was.

    Raises:
        Invalid: one of the values cannot be taken.
    """
    workspace_id = tables.workspaces.new_id()
    assistant = await tables.assistants.create(workspace_id, wanted.assistant)
    inbox = await tables.inboxes.create(
        workspace_id,
        NewInbox(name=wanted.inbox_name, assistant_id=assistant.id, allowed_origins=wanted.allowed_origins),
    )
    agents = [await tables.people.create(workspace_id, agent) for agent in wanted.agents]
    workspace = await tables.workspaces.create(wanted.name, workspace_id=workspace_id)
    if wanted.language != DEFAULT:
        await tables.settings.change(workspace_id, {"language": wanted.language})
    return Seeded(workspace_id, workspace.name, assistant, inbox, tuple(agents))
