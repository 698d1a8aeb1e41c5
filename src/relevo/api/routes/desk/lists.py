"""The kinds of things that a workspace keeps in short lists: who sees them, who changes them, what is told of them.

Not here: their routes, which are alike (`resource`).
"""

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.problems import Problem
from relevo.api.routes.desk import forms
from relevo.api.routes.desk.resource import Resource, Views
from relevo.api.routes.route import Route
from relevo.api.shapes import configured, people, team
from relevo.ports import Filter, PresenceState
from relevo.ports import View as Tab


async def _present(request: Call, agents: Views) -> Views:
    """Add who is there, and how many conversations each one has."""
    workspace_id, parts = request.agent.workspace_id, request.parts
    states = await parts.attendance.states(workspace_id)
    own = [Filter(view=Tab.MINE, agent_id=agent["id"]) for agent in agents]
    counts = await parts.inbox.count_each(workspace_id, own)
    return [
        {**agent, "presence": states.get(agent["id"], PresenceState.OFFLINE).value, "open_count": count}
        for agent, count in zip(agents, counts, strict=True)
    ]


async def _counted(request: Call, teams: Views) -> Views:
    """Add how many of each team are there."""
    states = await request.parts.attendance.states(request.agent.workspace_id)
    online = {agent_id for agent_id, state in states.items() if state is PresenceState.ONLINE}
    return [{**team, "online_count": len(online.intersection(team["agent_ids"]))} for team in teams]


async def _nobody_waits(request: Call, team_id: str) -> None:
    """Raise conflict while a visitor waits for the team: they would wait for nobody."""
    waiting = Filter(view=Tab.HANDOFF, team_id=team_id)
    (count,) = await request.parts.inbox.count_each(request.agent.workspace_id, [waiting])
    if count:
        told = "A visitor waits" if count == 1 else f"{count} visitors wait"
        raise Problem("conflict", f"{told} for this team. Claim them or pass them on first.", {"waiting": count})


LISTS = (
    Resource(
        kind="agents", one="agent", item=people.Colleague, items=people.Colleagues,
        new=forms.NewAgent, change=forms.AgentChange, access=Access.CONFIGURE, completed=_present, is_packed=True,
        told={
            "list": "List the agents with their presence and how many conversations each has.",
            "read": "Read an agent.",
            "add": "Add an agent. Only owners make owners.",
            "change": "Change an agent. Another role, a new password or being switched off ends their sessions.",
        },
    ),
    Resource(
        kind="assistants", one="assistant", item=configured.ConfiguredAssistant, items=configured.Assistants,
        new=forms.NewAssistant, change=forms.AssistantChange, access=Access.CONFIGURE, problems=("url-not-allowed",),
        told={
            "list": "List the assistants; what is secret in their options is told only as being set.",
            "read": "Read an assistant.",
            "add": "Add an assistant.",
            "change": "Change an assistant.",
        },
    ),
    Resource(
        kind="inboxes", one="inbox", item=configured.ConfiguredInbox, items=configured.Inboxes,
        new=forms.NewInbox, change=forms.InboxChange, access=Access.CONFIGURE,
        told={
            "list": "List the inboxes.",
            "read": "Read an inbox.",
            "add": "Add an inbox with a new public key.",
            "change": "Change an inbox.",
        },
    ),
    Resource(
        kind="teams", one="team", item=team.Team, items=team.Teams, new=forms.NewTeam, change=forms.TeamChange,
        access=Access.SUPERVISE, can_be_removed=True, completed=_counted, allows_removal=_nobody_waits, is_packed=True,
        told={
            "list": "List the teams and how many of each are there.",
            "add": "Add a team.",
            "change": "Change a team. Who waits for it goes on waiting.",
            "remove": "Remove a team; its agents stay. Refused while a visitor waits for it (`waiting` says how many).",
        },
    ),
    Resource(
        kind="labels", one="label", item=team.CatalogueLabel, items=team.LabelCatalogue, new=forms.NewLabel, change=forms.LabelChange,
        access=Access.SUPERVISE, can_be_removed=True, is_packed=True,
        told={
            "list": "List the catalogue of labels. Conversations hold names; other names stay possible.",
            "add": "Add a label to the catalogue.",
            "change": "Change a label. No conversation changes with it.",
            "remove": "Take a label out of the catalogue. Conversations keep it.",
        },
    ),
    Resource(
        kind="canned_replies", one="canned_reply", item=team.CannedReply, items=team.CannedReplies,
        new=forms.NewReply, change=forms.ReplyChange, access=Access.ACT, can_be_removed=True, is_packed=True,
        told={
            "list": "List the shared canned replies and one's own.",
            "add": "Add a canned reply. Supervisors and up add shared ones.",
            "change": "Change a canned reply. Supervisors and up change shared ones.",
            "remove": "Remove a canned reply. Supervisors and up remove shared ones.",
        },
    ),
    Resource(
        kind="api_keys", one="api_key", item=team.ApiKey, items=team.ApiKeys, made=team.IssuedKey,
        new=forms.NewKey, access=Access.CONFIGURE, reading=Access.CONFIGURE, can_be_removed=True,
        told={
            "list": "List the API keys, expired ones too for a month.",
            "add": "Make an API key. It is told this once; the same request again gets it as null.",
            "remove": "End an API key at once.",
        },
    ),
)  # fmt: skip


def list_routes() -> list[Route]:
    """Return the routes of all kinds."""
    return [made for kind in LISTS for made in kind.routes()]
