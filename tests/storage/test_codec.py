"""Whatever the core can say comes back from storage as it was, and what older versions wrote can still be read."""

import dataclasses
import types
import typing
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.core.actors import Actor, ActorKind
from relevo.core.conversation import Conversation, Preview, Status, Waiting, WithAgent, WithAssistant
from relevo.core.events import EVENTS, Event, HumanRequested, Message
from relevo.core.ids import ConversationId, Epoch, InboxId, Millis, Seq, WorkspaceId
from relevo.engine.codec import (
    decode_actor,
    decode_conversation,
    decode_event,
    encode_actor,
    encode_conversation,
    encode_event,
)
from tests.contract.every_event import EVENTS_WITH_EVERYTHING
from tests.examples import THOUSAND


def anything(kind: typing.Any) -> st.SearchStrategy[typing.Any]:
    """Any value of a type that the core's data are made of; numbers fit into 64 bits, as in every database."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(kind, typing.NewType):
        return anything(kind.__supertype__)
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if origin in (types.UnionType, typing.Union):
        return st.one_of(*map(anything, arguments))
    if origin is tuple:
        return st.lists(anything(arguments[0]), max_size=3).map(tuple)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{field.name: anything(hints[field.name]) for field in dataclasses.fields(kind)})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    return PLAIN[kind]


PLAIN: dict[type, st.SearchStrategy[typing.Any]] = {
    int: st.integers(-(2**63), 2**63 - 1),
    str: st.text(max_size=20),
    bool: st.booleans(),
    type(None): st.none(),
}


@THOUSAND
@given(conversation=anything(Conversation))
def test_any_conversation_survives(conversation: Conversation):
    assert decode_conversation(encode_conversation(conversation)) == conversation
    assert decode_conversation(encode_conversation(conversation).decode()) == conversation


@THOUSAND
@given(event=st.one_of(*map(anything, EVENTS.values())))
def test_any_event_survives(event: Event):
    assert decode_event(event.type, encode_event(event)) == event


@THOUSAND
@given(actor=anything(Actor))
def test_any_author_survives(actor: Actor):
    assert decode_actor(encode_actor(actor)) == actor


@pytest.mark.parametrize("event", EVENTS_WITH_EVERYTHING, ids=lambda event: event.type)
def test_an_event_is_decoded_to_its_own_class(event: Event):
    assert type(decode_event(event.type, encode_event(event))) is type(event)


# --- versions -------------------------------------------------------------------------------------------------------

VISITOR = Actor(ActorKind.VISITOR, "v_1", "Ann")
BEAN = Actor(ActorKind.ASSISTANT, "as_1", "Bean")

STORED_0_1 = """{"id":"c_1","workspace_id":"ws_1","inbox_id":"in_1","channel":"web",
"visitor":{"kind":"visitor","id":"v_1","name":"Ann","avatar_url":null},"locale":"en",
"assistant":{"kind":"assistant","id":"as_1","name":"Bean","avatar_url":null},
"control":%s,"created_at":1,"updated_at":5,"head_seq":3,"epoch":1,"requested_at":4,
"last_message":{"text":"Hi","at":3,"actor":{"kind":"visitor","id":"v_1","name":"Ann","avatar_url":null}},
"labels":["vip"]}"""

CONTROLS = {
    '{"kind":"assistant","assistant":{"kind":"assistant","id":"as_1","name":"Bean","avatar_url":null},"since":1}': (
        WithAssistant(BEAN, Millis(1))
    ),
    '{"kind":"waiting","since":4,"trigger":"button","reason":null,"deadline":184,"timed_out":true}': (
        Waiting(Millis(4), "button", None, Millis(184), timed_out=True)
    ),
    '{"kind":"agent","owner":{"kind":"agent","id":"a","name":"M","avatar_url":null},"since":5,"has_spoken":true}': (
        WithAgent(Actor(ActorKind.AGENT, "a", "M"), Millis(5), has_spoken=True)
    ),
}


@pytest.mark.parametrize(("stored", "control"), CONTROLS.items(), ids=["assistant", "waiting", "agent"])
def test_a_conversation_of_the_first_version_can_be_read(stored, control):
    assert decode_conversation(STORED_0_1 % stored) == Conversation(
        ConversationId("c_1"), WorkspaceId("ws_1"), InboxId("in_1"), "web", VISITOR, "en", BEAN, control, Millis(1),
        Millis(5), head_seq=Seq(3), epoch=Epoch(1), requested_at=Millis(4), last_message=Preview("Hi", Millis(3), VISITOR),
        labels=("vip",), status=Status.ACTIVE,
    )  # fmt: skip


def test_an_event_of_the_first_version_can_be_read():
    stored = '{"trigger":"button","reason":null,"deadline":184,"text":"Connecting…","team_id":null,"standby":null}'

    assert decode_event("human_requested", stored) == HumanRequested("button", None, Millis(184), "Connecting…")


def test_fields_of_a_newer_version_are_ignored():
    assert decode_event("message", '{"id":"m","text":"Hi","mood":{"glad":true}}') == Message("m", "Hi")


@pytest.mark.parametrize(
    ("type", "stored"),
    [("unheard_of", "{}"), ("message", "{}"), ("message", '{"id":1,"text":"x"}'), ("message", ""), ("message", "\xff")],
)
def test_what_cannot_be_understood_is_not_guessed(type: str, stored: str):
    with pytest.raises(ValueError, match=r"."):
        decode_event(type, stored)
