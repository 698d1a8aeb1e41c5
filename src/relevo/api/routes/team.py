"""What agents read of one conversation, the pages of its log, to whom it is given; and typing.

Not here: lists (`listing`) and what agents do to a conversation (`commands`, `saying`).
"""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.problems import invalid
from relevo.api.routes.bodies import TEXT_LENGTH
from relevo.api.routes.carrying import carry_out, teams_conversation
from relevo.api.routes.commands import acting_agent, assistant, presence_of
from relevo.api.routes.pages import PageQuery, page
from relevo.api.routes.route import Empty, Name, View, route
from relevo.api.routes.views import for_team
from relevo.api.shapes import conversations, events
from relevo.core.actors import Actor
from relevo.core.commands import Assign
from relevo.core.errors import NotInControl
from relevo.core.ids import Millis
from relevo.engine.views import Audience
from relevo.ports import Typing


class Assignment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom: one of the two identifiers; null as the agent's puts the conversation into the queue."""

    agent_id: Name | UnsetType | None = UNSET
    assistant_id: Name | UnsetType = UNSET
    note: Annotated[str, Meta(max_length=TEXT_LENGTH)] | None = None
    confirm: bool = False
    force: bool = False
    expected_epoch: int | None = None


@route("GET", "/v1/conversations/{conversation_id}", Access.READ, answers=conversations.AgentConversation)
async def read_conversation(request: Call, conversation_id: str) -> View:
    """Read a conversation."""
    return await for_team(request.parts, await teams_conversation(request.front, request.agent, conversation_id))


@route(
    "GET", "/v1/conversations/{conversation_id}/events", Access.READ, answers=events.EventPage, query=PageQuery,
    problems=("rate-limited",),
)  # fmt: skip
async def read_events(request: Call, conversation_id: str) -> View:
    """Read the log after a position, notes and timeline too; with `Accept: text/event-stream` follow it."""
    asked = request.query(PageQuery)
    conversation = await teams_conversation(request.front, request.agent, conversation_id)
    return await page(request.parts.log, conversation, asked, Audience.AGENT)


@route(
    "POST", "/v1/conversations/{conversation_id}/typing", Access.ACT, answers=conversations.AgentConversation,
    problems=("not-in-control", "closed"),
)  # fmt: skip
async def agent_types(request: Call, conversation_id: str, body: Empty) -> View:  # noqa: ARG001 - it must be empty
    """Tell the visitor that the agent in control is typing; nobody else's typing is theirs to see."""
    agent = request.agent
    conversation = await teams_conversation(request.front, agent, conversation_id)
    if conversation.owner is None or not conversation.owner.is_same(agent.agent):
        raise NotInControl(conversation.owner, conversation.control)
    if not conversation.is_closed:
        request.parts.typing(Typing(conversation.workspace_id, conversation.id, agent.agent))
    return await for_team(request.parts, conversation)


@route(
    "POST", "/v1/conversations/{conversation_id}/assign", Access.ACT, answers=conversations.AgentConversation,
    problems=("taken", "not-in-control", "closed", "stale-epoch", "target-unavailable", "idempotency-mismatch"),
)  # fmt: skip
async def assign(request: Call, conversation_id: str, body: Assignment) -> View:
    """Give a conversation to whoever is named: oneself, a colleague, an assistant, or with `agent_id: null` the queue.

    From a colleague's hands it takes the right to it (policy R2), to oneself also `force`.
    """
    agent, parts = request.agent, request.parts
    to = await _named(request, body)
    command = Assign(
        by=agent.agent,
        role=agent.role,
        at=Millis(parts.clock.now_ms()),
        to=to,
        transfer_note=body.note,
        is_confirmed=body.confirm,
        force=body.force,
        expected_epoch=body.expected_epoch,
        target_presence=await presence_of(request, to),
    )
    outcome = await carry_out(request.front, agent.workspace_id, conversation_id, command, request.key(body))
    return await for_team(parts, outcome.conversation)


async def _named(request: Call, body: Assignment) -> Actor | None:
    match body:
        case Assignment(agent_id=None, assistant_id=msgspec.UNSET):
            return None
        case Assignment(agent_id=str(agent_id), assistant_id=msgspec.UNSET):
            return await acting_agent(request, request.agent, agent_id)
        case Assignment(agent_id=msgspec.UNSET, assistant_id=str(assistant_id)):
            return await assistant(request, request.agent, assistant_id)
        case _:
            raise invalid("agent_id", "Name one agent, one assistant, or with null nobody.")
