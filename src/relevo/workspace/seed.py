"""The first workspace of an installation: an assistant, and an inbox with the widget.

Not here: people; the first account is made through the setup link (`access.setup`), or by the demo.
"""

from relevo.workspace.assistants import NewAssistant
from relevo.workspace.inboxes import Inbox, NewInbox
from relevo.workspace.tables import WorkspaceTables
from relevo.workspace.workspaces import WorkspaceRecord

ASSISTANT_NAME = "Bean"


async def make_workspace(tables: WorkspaceTables, name: str, kind: str, options: dict[str, str]) -> WorkspaceRecord:
    """Make a workspace whose one assistant, of plug-in `kind`, answers in one inbox. Raises Invalid."""
    workspace = await tables.workspaces.create(name)
    await add_desk(tables, workspace, kind, options)
    return workspace


async def add_desk(tables: WorkspaceTables, workspace: WorkspaceRecord, kind: str, options: dict[str, str]) -> Inbox:
    """Add an assistant and an inbox in which it answers."""
    assistant = await tables.assistants.create(
        workspace.id, NewAssistant(kind=kind, name=ASSISTANT_NAME, options=options)
    )
    return await tables.inboxes.create(workspace.id, NewInbox(name="Website", assistant_id=assistant.id))
