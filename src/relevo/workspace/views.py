"""What is configured in a workspace as the wire has it: JSON objects of people, assistants, inboxes, labels and so on.

Not here: what only the API knows of them, such as who is there right now.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from relevo.workspace.access.keys import ApiKey
from relevo.workspace.assistants import Assistant
from relevo.workspace.inboxes import Inbox
from relevo.workspace.people.agent import Agent
from relevo.workspace.team.canned_replies import CannedReply
from relevo.workspace.team.labels import Label
from relevo.workspace.team.saved_filters import SavedFilter
from relevo.workspace.team.teams import TeamRecord
from relevo.workspace.visitors.identity_keys import Algorithm, IdentityKey

View = Mapping[str, Any]
Placed = tuple[Agent, Sequence[str]]
"""An agent and the ids of their teams."""

_ASSISTANT = ("id", "name", "avatar_url", "kind", "is_active")
_INBOX = ("id", "name", "key", "channel", "assistant_id", "requires_identity", "title", "color", "is_active")
_LABEL = ("id", "name", "color", "description")
_REPLY = ("id", "shortcut", "title", "text", "language", "is_shared", "owner_id")
_FILTER = ("id", "name", "is_shared", "owner_id", "position")
_KEY = ("id", "name", "made_by", "created_at", "expires_at", "last_used_at")


def account_view(agent: Agent) -> dict[str, Any]:
    """Return an agent's account."""
    return _told(agent, ("id", "name", "email", "avatar_url", "display_name")) | {"role": agent.role.value}


def colleague_view(placed: Placed) -> View:
    """Return an agent as the team sees them."""
    agent, team_ids = placed
    more = {"is_active": agent.is_active, "capacity": agent.capacity, "team_ids": list(team_ids)}
    return account_view(agent) | more


def assistant_view(assistant: Assistant) -> View:
    """Return an assistant, secrets as "set"."""
    return _told(assistant, _ASSISTANT) | {"options": dict(assistant.options), "handoff": dict(assistant.handoff)}


def inbox_view(inbox: Inbox) -> View:
    """Return an inbox."""
    return _told(inbox, _INBOX) | {"allowed_origins": list(inbox.allowed_origins)}


def team_view(team: TeamRecord) -> View:
    """Return a team."""
    return {"id": team.id, "name": team.name, "agent_ids": list(team.agent_ids)}


def label_view(label: Label) -> View:
    """Return a label of the catalogue."""
    return _told(label, _LABEL)


def reply_view(reply: CannedReply) -> View:
    """Return a canned reply."""
    return _told(reply, _REPLY)


def filter_view(saved: SavedFilter) -> View:
    """Return a saved filter."""
    return _told(saved, _FILTER) | {"query": msgspec.json.decode(saved.query)}


def key_view(issued: ApiKey | tuple[ApiKey, str | None]) -> View:
    """Return an API key; where it has just been asked for with its token, which a repeated request does not get."""
    key, token = issued if isinstance(issued, tuple) else (issued, None)
    shown = _told(key, _KEY) | {"scopes": key.scopes.split()}
    return shown | {"key": token} if isinstance(issued, tuple) else shown


def identity_key_view(issued: IdentityKey | tuple[IdentityKey, str | None]) -> View:
    """Return a key for signed identities: of a pair its public half, of a secret only when it was made."""
    key, secret = issued if isinstance(issued, tuple) else (issued, None)
    public = key.material if key.algorithm is Algorithm.EDDSA else None
    shown = {"id": key.id, "algorithm": key.algorithm.value, "created_at": key.created_at, "public_key": public}
    return shown | {"secret": secret} if isinstance(issued, tuple) else shown


def _told(record: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
