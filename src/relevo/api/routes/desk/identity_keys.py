"""The keys with which a site signs its visitors' identities: listed, made and removed for each inbox (trust.md T3).

Not here: checking what is signed (`workspace.visitors.identity`).
"""

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.routes.desk.forms import NewIdentityKey
from relevo.api.routes.desk.resource import given
from relevo.api.routes.route import View, route
from relevo.api.shapes import configured

PATH = "/v1/inboxes/{inbox_id}/identity-keys"


@route("GET", PATH, Access.CONFIGURE, answers=configured.IdentityKeys)
async def list_identity_keys(request: Call, inbox_id: str) -> View:
    """List the keys of an inbox for signed identities, the oldest first; never a secret."""
    return {"items": await request.parts.desk.identity_keys(inbox_id).items(request.agent)}


@route(
    "POST", PATH, Access.CONFIGURE, answers=configured.IssuedIdentityKey, status=201,
    problems=("conflict", "idempotency-mismatch"),
)  # fmt: skip
async def add_identity_key(request: Call, inbox_id: str, body: NewIdentityKey) -> View:
    """Make a key for signed identities, two at most. Its secret is told this once; the same request again gets it as null."""
    values = given(body)
    made = await request.parts.desk.identity_keys(inbox_id).add(request.agent, values, request.key(values))
    return dict(made)


@route("DELETE", f"{PATH}/{{key_id}}", Access.CONFIGURE, status=204)
async def remove_identity_key(request: Call, inbox_id: str, key_id: str) -> None:
    """Remove a key: what is signed with it is refused at once."""
    await request.parts.desk.identity_keys(inbox_id).remove(request.agent, key_id)
