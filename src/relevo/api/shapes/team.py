"""Teams, labels, canned replies and API keys on the wire.

Not here: agents themselves (`people`).
"""

from msgspec import Struct

from relevo.api.shapes.actors import Millis


class Team(Struct, frozen=True):
    """Agents who can be asked for together. `online_count` is how many of them are there right now."""

    id: str
    name: str
    agent_ids: list[str]
    online_count: int


class Teams(Struct, frozen=True):
    """All teams of the workspace."""

    items: list[Team]


class CatalogueLabel(Struct, frozen=True):
    """A label of the catalogue. Conversations hold its name."""

    id: str
    name: str
    color: str
    description: str | None


class LabelCatalogue(Struct, frozen=True):
    """The whole catalogue."""

    items: list[CatalogueLabel]


class CannedReply(Struct, frozen=True):
    """A text that is called up by its shortcut. Whoever calls it up fills in `{visitor.first_name}` and the like."""

    id: str
    shortcut: str
    title: str
    text: str
    language: str | None
    is_shared: bool
    owner_id: str


class CannedReplies(Struct, frozen=True):
    """The shared ones and the caller's own."""

    items: list[CannedReply]


class ApiKey(Struct, frozen=True):
    """A key as it may be shown."""

    id: str
    name: str
    scopes: list[str]
    made_by: str
    created_at: Millis
    expires_at: Millis
    last_used_at: Millis | None


class IssuedKey(ApiKey, frozen=True):
    """A new key; `key` is told this once."""

    key: str | None


class ApiKeys(Struct, frozen=True):
    """All keys of the workspace."""

    items: list[ApiKey]
