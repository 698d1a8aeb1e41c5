"""Signing in and out, and the first agent's set-up.

Not here: passwords, sessions and delays after failures; those are the workspace's.
"""

from typing import Annotated

from msgspec import Meta, Struct

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.door.credentials import set_cookie
from relevo.api.edge.asgi import header
from relevo.api.needs import SignedIn
from relevo.api.routes.desk.forms import Email, Password
from relevo.api.routes.route import Answer, Name, route
from relevo.api.shapes import people
from relevo.ports import PresenceState


class SignInForm(Struct, frozen=True, forbid_unknown_fields=True):
    """An agent's credentials."""

    email: Email
    password: Password
    totp: Annotated[str, Meta(pattern="^[0-9]{6}$")] | None = None


class SetupForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The first agent, with the token of the link that the server has printed."""

    token: Name
    name: Name
    email: Email
    password: Password


@route(
    "POST", "/v1/sign-in", Access.ENTRY, answers=people.SignedIn, problems=("invalid-credentials", "rate-limited", "csrf")
)  # fmt: skip
async def sign_in(request: Call, body: SignInForm) -> Answer:
    """Begin a session. Unknown accounts and wrong passwords get the same answer."""
    address, device = request.exchange.address, header(request.raw, b"user-agent") or ""
    signed_in = await request.parts.gate.sign_in(body.email, body.password, address, device)
    return _welcomed(request, signed_in)


@route("POST", "/v1/setup", Access.ENTRY, answers=people.SignedIn, problems=("setup-used", "rate-limited", "csrf"))
async def set_up(request: Call, body: SetupForm) -> Answer:
    """Make the first agent, the owner, and sign them in. The link works once."""
    owner = {"name": body.name, "email": body.email, "password": body.password}
    address, device = request.exchange.address, header(request.raw, b"user-agent") or ""
    return _welcomed(request, await request.parts.gate.set_up(body.token, owner, address, device))


@route("POST", "/v1/sign-out", Access.SELF, status=204)
async def sign_out(request: Call) -> Answer:
    """End the session; open streams end with it. The agent is offline at once, unless another window of theirs speaks up."""
    agent = request.agent
    await request.parts.gate.sign_out(request.exchange.token)
    await request.parts.attendance.sign_of_life(agent.workspace_id, agent.agent, PresenceState.OFFLINE)
    return Answer(None, 204, [set_cookie(request.parts.base_url, "", is_over=True)])


def _welcomed(request: Call, signed_in: SignedIn) -> Answer:
    """Answer with the session. Whether somebody is there now, their console says (`PUT /v1/presence`)."""
    view = {"agent": signed_in.account, "token": signed_in.token, "csrf_token": signed_in.csrf_token}
    return Answer(view, 200, [set_cookie(request.parts.base_url, signed_in.token)])
