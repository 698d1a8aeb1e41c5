"""Authors and owners on the wire.

Not here: accounts of agents (`people`).
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Millis = Annotated[int, Meta(description="Milliseconds since 1970-01-01T00:00:00Z.")]
Seq = Annotated[int, Meta(description="Position in the conversation's log: 1, 2, 3 … without a hole.", ge=0)]


class Party(Struct, frozen=True):
    """Somebody, where the kind is clear from the place."""

    id: str
    name: str
    avatar_url: str | None


class Actor(Struct, frozen=True):
    """An author. An agent is always a person, an assistant always an AI."""

    kind: Literal["visitor", "agent", "assistant", "system"]
    id: str
    name: str
    avatar_url: str | None
