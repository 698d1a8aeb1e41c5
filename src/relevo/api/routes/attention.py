"""What an agent does with a conversation that they have open, for colleagues who look at the same one.

Not here: the typing that visitors see (`team`), which only the agent in control causes, and never a note.
"""

from typing import Literal

from msgspec import Struct

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.routes.carrying import teams_conversation
from relevo.api.routes.route import route
from relevo.ports import AttentionState


class AttentionForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What the agent does now. A lease: say it again within 30 s; it ends with their last stream of the conversation."""

    state: Literal["viewing", "typing", "noting", "gone"]


@route("PUT", "/v1/conversations/{conversation_id}/attention", Access.SELF, status=204)
async def attend(request: Call, conversation_id: str, body: AttentionForm) -> None:
    """Tell colleagues who look at the same conversation that one views it, types or takes a note. Visitors never see it."""
    agent = request.agent
    conversation = await teams_conversation(request.front, agent, conversation_id)
    state = AttentionState(body.state)
    request.parts.attention.attend(conversation.workspace_id, conversation.id, agent.agent, state)
