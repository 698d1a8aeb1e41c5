"""Saying something: visitors' and agents' messages, notes and labels.

The same `client_id` again gets the same answer and nothing is said twice (trust.md G8).
Not here: who may speak; the core decides.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from relevo.api.door.access import Access
from relevo.api.door.call import Call, fingerprint, principal
from relevo.api.problems import invalid
from relevo.api.routes.bodies import shape_of
from relevo.api.routes.carrying import carry_out, carry_out_own, own_conversation
from relevo.api.routes.route import Answer, Name, Text, View, route
from relevo.api.routes.views import for_team
from relevo.api.shapes import conversations, events
from relevo.core.actors import Actor
from relevo.core.commands import AddNote, PostMessage, SetLabels
from relevo.core.events import Event, Message, NoteAdded
from relevo.core.ids import Millis
from relevo.engine.handle import Outcome
from relevo.engine.live.frames import event_json
from relevo.engine.views import Audience
from relevo.ports import IdempotencyKey

ClientId = Annotated[
    str, Meta(min_length=1, max_length=200, pattern=r"^[!-~]+$", description="The client's own name for it.")
]

MENTIONS = 50
"""Most agents that one note can mention."""


class VisitorMessage(Struct, frozen=True, forbid_unknown_fields=True):
    """What a visitor says."""

    text: Text
    client_id: ClientId | None = None


class AgentMessage(Struct, frozen=True, forbid_unknown_fields=True):
    """What an agent says; with `take_over` they take control in the same step."""

    text: Text
    client_id: ClientId | None = None
    take_over: bool = False


class AddNoteBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A remark that only the team sees, and the agents whose attention it asks for."""

    text: Text
    mentions: Annotated[list[Name], Meta(max_length=MENTIONS)] = []


LABELS = shape_of(SetLabels)
Labels = LABELS.struct


@route(
    "POST", "/v1/visitor/conversations/{conversation_id}/messages", Access.VISITOR,
    answers=events.Event, status=201, again=True, problems=("closed", "idempotency-mismatch"),
)  # fmt: skip
async def post_visitor_message(request: Call, conversation_id: str, body: VisitorMessage) -> Answer:
    """Say something as the visitor. The same `client_id` again gets the first answer, with 200."""
    visitor, parts = request.visitor, request.parts
    own = await own_conversation(request.front, visitor, conversation_id)
    assistant_id = own.assistant.id  # the one that it has, by now maybe not the inbox's
    said = PostMessage(
        by=visitor.visitor,
        at=Millis(parts.clock.now_ms()),
        message_id=parts.ids.new_id("msg"),
        text=body.text,
        client_id=body.client_id,
        asks_for_human=await parts.desk.asks_for_human(visitor, body.text, assistant_id),
        is_from_offering_page=await parts.desk.is_from_offering_page(visitor, assistant_id),
    )
    keys = _message_keys(request, conversation_id, body)
    outcome = await carry_out_own(request.front, own, said, *keys)
    return _told(outcome, Message, Audience.VISITOR)


@route(
    "POST", "/v1/conversations/{conversation_id}/messages", Access.ACT,
    answers=events.Event, status=201, again=True, problems=("not-in-control", "taken", "closed", "idempotency-mismatch"),
)  # fmt: skip
async def post_agent_message(request: Call, conversation_id: str, body: AgentMessage) -> Answer:
    """Say something as the agent in control; with `take_over` anybody who may act takes control in the same step."""
    agent, parts = request.agent, request.parts
    said = PostMessage(
        by=agent.agent,
        role=agent.role,
        at=Millis(parts.clock.now_ms()),
        message_id=parts.ids.new_id("msg"),
        text=body.text,
        client_id=body.client_id,
        take_over=body.take_over,
    )
    keys = _message_keys(request, conversation_id, body)
    outcome = await carry_out(request.front, agent.workspace_id, conversation_id, said, *keys)
    return _told(outcome, Message, Audience.AGENT)


@route(
    "POST", "/v1/conversations/{conversation_id}/notes", Access.ACT,
    answers=events.Event, status=201, again=True, problems=("idempotency-mismatch",),
)  # fmt: skip
async def add_note(request: Call, conversation_id: str, body: AddNoteBody) -> Answer:
    """Leave a remark that only the team sees; the agents it mentions are notified."""
    agent, parts = request.agent, request.parts
    noted = AddNote(
        by=agent.agent,
        role=agent.role,
        at=Millis(parts.clock.now_ms()),
        note_id=parts.ids.new_id("note"),
        text=body.text,
        mentions=tuple([await _mentioned(request, agent_id) for agent_id in body.mentions]),
    )
    outcome = await carry_out(request.front, agent.workspace_id, conversation_id, noted, request.key(body))
    return _told(outcome, NoteAdded, Audience.AGENT)


@route("PUT", "/v1/conversations/{conversation_id}/labels", Access.ACT, answers=conversations.AgentConversation)
async def set_labels(request: Call, conversation_id: str, body: Labels) -> View:  # type: ignore[valid-type]  # made from the command
    """Replace the labels."""
    agent, parts = request.agent, request.parts
    at = Millis(parts.clock.now_ms())
    labelled = SetLabels(by=agent.agent, role=agent.role, at=at, **LABELS.values(body))
    outcome = await carry_out(request.front, agent.workspace_id, conversation_id, labelled, None)
    return await for_team(parts, outcome.conversation)


async def _mentioned(request: Call, agent_id: str) -> Actor:
    found = await request.parts.desk.agent(request.agent.workspace_id, agent_id)
    if found is None:
        raise invalid("mentions", "There is no such agent.")
    return found[0]


def _message_keys(
    request: Call, conversation_id: str, message: VisitorMessage | AgentMessage
) -> tuple[IdempotencyKey | None, ...]:
    """Return the names of a message: the one in the header, and the client's own for it."""
    if message.client_id is None:
        return (request.key(message),)
    name = f"message:{conversation_id}:{message.client_id}"
    return request.key(message), IdempotencyKey(principal(request.exchange), name, fingerprint(message))


def _told(outcome: Outcome, kind: type[Event], audience: Audience) -> Answer:
    """Return the event itself, whatever else the command has led to."""
    recorded = next(recorded for recorded in outcome.records if isinstance(recorded.event, kind))
    told = event_json(recorded, audience)
    assert told is not None, "whoever says something may see it"
    return Answer(msgspec.Raw(told), 200 if outcome.is_replay else 201)
