"""How events, authors and conversations are written into storage: JSON, field by field, with control as a tagged union.

Not here: what visitors and agents are shown (`views`). Whoever changes a field here changes what is stored: new fields
need a default, so that older rows can still be read; unknown fields are ignored, so that an older node reads newer rows.
"""

from dataclasses import MISSING, Field, fields
from typing import Any, get_type_hints

import msgspec

from relevo.core.actors import Actor
from relevo.core.conversation import Control, Conversation, Waiting, WithAgent, WithAssistant
from relevo.core.events import EVENTS, Event
from relevo.core.evolve import values_of


def encode_event(event: Event) -> bytes:
    """Return the event's fields as JSON; its type is stored beside it."""
    return _encoder.encode(event)


def decode_event(type: str, raw: bytes | str) -> Event:
    """Return an event from its public name and its fields.

    Raises:
        ValueError: the type is unknown here, or the fields do not fit it.
    """
    decoder = _events.get(type)
    if decoder is None:
        raise ValueError(f"no event is called {type!r}")
    return decoder.decode(raw)


def encode_actor(actor: Actor) -> bytes:
    """Return an author as JSON."""
    return _encoder.encode(actor)


def decode_actor(raw: bytes | str) -> Actor:
    """Return an author. Raises ValueError for anything else."""
    return _actor.decode(raw)


def encode_conversation(conversation: Conversation) -> bytes:
    """Return the whole state as JSON; fields that hold their default are left out."""
    values = list(_fields_of(conversation))
    values[_CONTROL] = _tag(conversation.control)
    return _encoder.encode(_StoredConversation(*values))


def decode_conversation(raw: bytes | str) -> Conversation:
    """Return the state. Raises ValueError for anything else."""
    values = list(_fields_of(_conversation.decode(raw)))
    values[_CONTROL] = _untag(values[_CONTROL])
    return Conversation(*values)


# msgspec tells unions of its own structs apart by a tag, but not unions of plain dataclasses; so each kind of control,
# and the conversation around it, is mirrored by a struct that is made from the dataclass itself and cannot drift from it.


def _mirror(kind: type, hints: dict[str, Any] | None = None, *, tag: str | None = None) -> Any:
    types = get_type_hints(kind) | (hints or {})
    return msgspec.defstruct(
        f"Stored{kind.__name__}",
        [_mirrored(field, types[field.name]) for field in fields(kind)],
        tag=tag,
        tag_field="kind" if tag else None,
        omit_defaults=True,
        frozen=True,
        gc=False,
    )


def _mirrored(field: "Field[Any]", type: Any) -> tuple[str, Any] | tuple[str, Any, Any]:
    return (field.name, type) if field.default is MISSING else (field.name, type, field.default)


def _tag(control: Control) -> Any:
    mirror, values = _tagged[type(control)]
    return mirror(*values(control))


def _untag(stored: Any) -> Control:
    kind, values = _plain[type(stored)]
    control: Control = kind(*values(stored))
    return control


_encoder = msgspec.json.Encoder()
_events = {name: msgspec.json.Decoder(kind) for name, kind in EVENTS.items()}
_actor = msgspec.json.Decoder(Actor)

_StoredAssistant = _mirror(WithAssistant, tag="assistant")
_StoredWaiting = _mirror(Waiting, tag="waiting")
_StoredAgent = _mirror(WithAgent, tag="agent")
_tagged: dict[type, tuple[Any, Any]] = {
    WithAssistant: (_StoredAssistant, values_of(WithAssistant)),
    Waiting: (_StoredWaiting, values_of(Waiting)),
    WithAgent: (_StoredAgent, values_of(WithAgent)),
}
_plain: dict[type, tuple[Any, Any]] = {mirror: (kind, values) for kind, (mirror, values) in _tagged.items()}

_StoredConversation = _mirror(Conversation, {"control": _StoredAssistant | _StoredWaiting | _StoredAgent})
_conversation = msgspec.json.Decoder(_StoredConversation)
_fields_of = values_of(Conversation)
_CONTROL = [field.name for field in fields(Conversation)].index("control")
