"""What agents read and change of themselves: account, preferences, password, and where they are signed in.

Not here: signing in (`signing_in`), and what administrators change of others (`lists`).
"""

from msgspec import UNSET, Struct, UnsetType

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.needs import View as Read
from relevo.api.routes.desk.forms import Changes, Form, Link, Password, Short
from relevo.api.routes.desk.resource import given
from relevo.api.routes.route import Name, View, route
from relevo.api.shapes import people


class MyChange(Form, frozen=True, kw_only=True):
    """What to change of oneself; null in `preferences` goes back to the default."""

    name: Name | UnsetType = UNSET
    display_name: Short | UnsetType | None = UNSET
    avatar_url: Link | UnsetType | None = UNSET
    preferences: Changes | UnsetType = UNSET


class PasswordForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The password as it is, and as it shall be."""

    current: Password
    new: Password


@route("GET", "/v1/me", Access.SELF, answers=people.Me)
async def me(request: Call) -> View:
    """Say who calls, what they prefer, and the CSRF token of the session."""
    return await _told(request, await request.parts.desk.me(request.agent))


@route("PATCH", "/v1/me", Access.SELF, answers=people.Me)
async def change_me(request: Call, body: MyChange) -> View:
    """Change one's names, picture and preferences."""
    return await _told(request, await request.parts.desk.change_me(request.agent, given(body)))


@route("POST", "/v1/me/password", Access.SELF, status=204, problems=("invalid-credentials", "rate-limited"))
async def change_password(request: Call, body: PasswordForm) -> None:
    """Change one's password. Every other session ends; tries are counted as for signing in."""
    await request.parts.gate.change_password(request.agent, body.current, body.new, request.exchange.address)


@route("GET", "/v1/me/sessions", Access.SELF, answers=people.Sessions)
async def list_sessions(request: Call) -> View:
    """List where one is signed in, the latest used first."""
    return {"items": await request.parts.gate.sessions(request.agent)}


@route("DELETE", "/v1/me/sessions/{session_id}", Access.SELF, status=204)
async def end_session(request: Call, session_id: str) -> None:
    """End one of one's sessions; its open streams end with it."""
    await request.parts.gate.end_session(request.agent, session_id)


async def _told(request: Call, own: Read) -> View:
    agent = request.agent
    account = {name: value for name, value in own.items() if name != "preferences"}
    return {
        "agent": account,
        "preferences": own["preferences"],
        "csrf_token": agent.csrf_token,
        "workspace": await request.parts.desk.workspace(agent.workspace_id),
    }
