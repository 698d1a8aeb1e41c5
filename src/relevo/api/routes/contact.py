"""A visitor's telephone number, left while nobody is there: read here, at the border, with the country it is of.

Not here: what a number may look like (`phones`) and what is done with it.
"""

from typing import Annotated

from msgspec import Meta, Struct

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.routes.carrying import carry_out_for_visitor
from relevo.api.routes.route import Name, View, route
from relevo.api.routes.views import for_visitor
from relevo.api.shapes import conversations
from relevo.core.commands import LeaveContact
from relevo.core.ids import Millis


class Contact(Struct, frozen=True, forbid_unknown_fields=True):
    """A telephone number as the visitor typed it, and the country (ISO 3166-1) of one without a country code."""

    phone: Name
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")] | None = None


@route(
    "POST", "/v1/visitor/conversations/{conversation_id}/leave-contact", Access.VISITOR,
    answers=conversations.VisitorConversation, problems=("closed", "idempotency-mismatch"),
)  # fmt: skip
async def leave_contact(request: Call, conversation_id: str, body: Contact) -> View:
    """Leave a telephone number, kept as E.164. Without a `country`, a national number is of the visitor's locale."""
    from relevo.api.phones import e164  # brings every country's numbers, which no start needs to wait for

    visitor = request.visitor
    phone = e164(body.phone, body.country, visitor.locale)
    left = LeaveContact(by=visitor.visitor, at=Millis(request.parts.clock.now_ms()), phone=phone)
    outcome = await carry_out_for_visitor(request.front, visitor, conversation_id, left, request.key(body))
    return await for_visitor(request.parts, outcome.conversation)
