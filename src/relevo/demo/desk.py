"""What a team has made for itself before its first day: a second AI agent, a team, labels, canned replies.

Not here: people, keys and the inbox (`seed`). Nothing of this is needed to work; it is there to be tried out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from relevo.core.actors import Actor, Role
from relevo.core.ids import WorkspaceId
from relevo.workspace.assistants import NewAssistant
from relevo.workspace.people.agent import Agent
from relevo.workspace.tables import WorkspaceTables
from relevo.workspace.team.canned_replies import NewReply
from relevo.workspace.team.labels import NewLabel
from relevo.workspace.team.teams import NewTeam

SECOND_ASSISTANT = NewAssistant(kind="faq", name="Crank")

LABELS = (
    NewLabel(name="repair", color="#b45309", description="A machine has to be looked at"),
    NewLabel(name="order", color="#1d4ed8", description="Delivery, return, payment"),
    NewLabel(name="promised", color="#047857", description="Somebody has to keep a word"),
)

REPLIES = (
    NewReply(
        shortcut="hello",
        title="Introduce yourself",
        text="Hello {visitor.first_name}, this is {agent.first_name}. I have read what you wrote. Give me a moment.",
        is_shared=True,
    ),
    NewReply(
        shortcut="serial",
        title="Ask for the serial number",
        text="Could you tell me the serial number? It stands on the silver plate under the drip tray.",
        is_shared=True,
    ),
    NewReply(
        shortcut="solved",
        title="Ask whether it is solved",
        text="Does that solve it for you, {visitor.first_name}? Otherwise I stay with you.",
        is_shared=True,
    ),
)


@dataclass(frozen=True, slots=True)
class _Owner:
    workspace_id: WorkspaceId
    agent: Actor
    role: Role


async def furnish(workspace: WorkspaceTables, workspace_id: WorkspaceId, agents: Sequence[Agent]) -> None:
    """Put it all in place, in the name of the owner; the team is everybody who is no supervisor."""
    owner = next(agent for agent in agents if agent.role is Role.OWNER)
    by = _Owner(workspace_id, owner.actor, owner.role)
    await workspace.assistants.create(workspace_id, SECOND_ASSISTANT)
    members = tuple(agent.id for agent in agents if agent.role is Role.AGENT)
    await workspace.teams.create(workspace_id, NewTeam(name="Repairs", agent_ids=members))
    for label in LABELS:
        await workspace.labels.create(workspace_id, label)
    for reply in REPLIES:
        await workspace.canned_replies.create(by, reply)
