"""How present agents are.

Not here: who watches which conversation (`attention`).
"""

from typing import Literal

from msgspec import Struct

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.routes.route import route
from relevo.ports import PresenceState


class PresenceForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How present an agent is. A lease: say it again within 45 s. What is automatic was not chosen by the agent: an idle
    window, or one that woke up; it ends no absence that they chose, and an idle window counts only when no other is in use.
    """

    state: Literal["online", "away"]
    is_automatic: bool = False


@route("PUT", "/v1/presence", Access.SELF, status=204)
async def set_presence(request: Call, body: PresenceForm) -> None:
    """Show a sign of life, and whether one is to be counted on."""
    agent = request.agent
    state = PresenceState(body.state)
    await request.parts.attendance.sign_of_life(agent.workspace_id, agent.agent, state, is_automatic=body.is_automatic)
