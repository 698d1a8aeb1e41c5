"""A visitor beside the conversation, as agents see them.

Not here: the visitor as a party of a conversation (`conversations`).
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from relevo.api.shapes.actors import Millis, Party
from relevo.api.shapes.conversations import Status


class Device(Struct, frozen=True):
    """What the visitor's browser says it runs on."""

    kind: Literal["phone", "tablet", "computer"]
    os: str
    browser: str


class VisitedPage(Struct, frozen=True):
    """A page of the trail. Its address has no secrets: what could be one was taken out before it was kept."""

    url: str
    title: str | None
    at: Millis


class EarlierConversation(Struct, frozen=True):
    """Another conversation of the visitor in the same inbox."""

    id: str
    subject: str | None
    status: Status
    created_at: Millis
    last_message: str | None
    owner: Party | None


class Lead(Struct, frozen=True):
    """A telephone number that the visitor left."""

    phone: Annotated[str, Meta(description="As E.164.")]
    at: Millis
    conversation_id: str


class VisitorContext(Struct, frozen=True):
    """Who the visitor is. Lists have the newest first."""

    id: str
    name: str
    email: Annotated[str | None, Meta(description="Vouched for by the site.")]
    locale: str
    languages: Annotated[list[str], Meta(description="What the browser asks for, the dearest first.")]
    first_seen_at: Millis
    last_seen_at: Millis
    device: Device | None
    pages: list[VisitedPage]
    conversations: list[EarlierConversation]
    leads: list[Lead]
