"""Inboxes: one configured instance of a channel each, with its public key, its assistant and the sites it serves.

Not here: what an assistant is (`assistants`) and the identity keys of an inbox (`visitors.identity_keys`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from relevo.core.ids import InboxId, Millis, WorkspaceId
from relevo.ports import Clock, IdempotencyKey, NewId, Tables
from relevo.workspace.base.kinds import Kind
from relevo.workspace.base.once import Making
from relevo.workspace.base.remembered import Changes, Remembered
from relevo.workspace.base.rows import merged, only, records
from relevo.workspace.base.strict import one_line
from relevo.workspace.base.tokens import NewSecret
from relevo.workspace.errors import Invalid, NotFound
from relevo.workspace.origins import canonical, is_allowed

_KEY_CHARS = 22
"""132 bits. The key is public, it stands in the page; nobody should find other inboxes by guessing all the same."""
_MOST_REMEMBERED = 1_000
_MOST_ORIGINS = 100
_NAME_CHARS = 100

Color = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}$")]
Origins = tuple[str, ...]


class NewInbox(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an inbox is. Without allowed origins no page can use it yet."""

    name: str
    assistant_id: str
    channel: str = "web"
    allowed_origins: Origins = ()
    requires_identity: bool = False
    title: str = ""
    color: Color | None = None
    is_active: bool = True


class InboxChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of an inbox; what is left out stays. Its channel never changes."""

    name: str | UnsetType = UNSET
    assistant_id: str | UnsetType = UNSET
    allowed_origins: Origins | UnsetType = UNSET
    requires_identity: bool | UnsetType = UNSET
    title: str | UnsetType = UNSET
    color: Color | UnsetType | None = UNSET
    is_active: bool | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Inbox:
    """A configured instance of a channel. `title` and `color` are how the widget looks; empty means its default."""

    id: InboxId
    workspace_id: WorkspaceId
    key: str
    name: str
    channel: str
    assistant_id: str
    origins: str
    """The allowed origins with spaces between them; ask `allows`."""
    requires_identity: bool
    title: str
    color: str | None
    is_active: bool
    created_at: Millis

    @property
    def allowed_origins(self) -> Origins:
        """The sites whose pages may use it."""
        return tuple(self.origins.split())

    def allows(self, origin: str | None) -> bool:
        """May a page of this origin (None: no origin was sent) use it?"""
        return is_allowed(origin, self.allowed_origins)


_INBOXES = Kind(
    Inbox,
    "inboxes",
    "inbox_id, workspace_id, inbox_key, name, channel, assistant_id, allowed_origins, requires_identity, title, color, is_active, created_at",
)


class Inboxes:
    """The inboxes of every workspace.

    The public key names its workspace, and a browser that asks in advance whether a page may call (CORS) names nothing
    at all: what serves these two looks at all inboxes; everything else takes the workspace's id.
    """

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, secrets: NewSecret, changes: Changes) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._secrets = secrets
        self._changes = changes
        self._making = Making(tables, clock)
        self._remembered: Remembered[str, Inbox] = Remembered(clock, _MOST_REMEMBERED, lambda inbox: (inbox.id,))
        self._everything: Remembered[None, Mapping[str, Inbox]] = Remembered(clock, 1, lambda inboxes: inboxes)
        changes.listen(self._remembered.forget)
        changes.listen(self._everything.forget)

    async def create(self, workspace_id: WorkspaceId, new: NewInbox, once: IdempotencyKey | None = None) -> Inbox:
        """Add an inbox. Raises Invalid, KeyReused."""
        inbox = Inbox(
            InboxId(self._ids.new_id("inbox")),
            workspace_id,
            self._secrets.new_secret()[:_KEY_CHARS],
            one_line(new.name, "name", _NAME_CHARS),
            one_line(new.channel, "channel", 40),
            await self._assistant(workspace_id, new.assistant_id),
            _origins(new.allowed_origins),
            new.requires_identity,
            _title(new.title),
            new.color,
            new.is_active,
            Millis(self._clock.now_ms()),
        )
        made = await self._making(workspace_id, inbox.id, _INBOXES.adding(inbox), once=once)
        self._everything.clear()
        return inbox if made == inbox.id else await self.get(workspace_id, made)

    async def change(self, workspace_id: WorkspaceId, inbox_id: str, change: InboxChange) -> Inbox:
        """Change an inbox; two changes at the same time are both applied. Raises Invalid, NotFound."""
        before = await self.get(workspace_id, inbox_id)
        wanted = merged(NewInbox, before, change)
        after = replace(
            before,
            name=one_line(wanted.name, "name", _NAME_CHARS),
            origins=_origins(wanted.allowed_origins),
            requires_identity=wanted.requires_identity,
            title=_title(wanted.title),
            color=wanted.color,
            is_active=wanted.is_active,
        )
        if wanted.assistant_id != before.assistant_id:
            after = replace(after, assistant_id=await self._assistant(workspace_id, wanted.assistant_id))
        # A site added at the same moment must not let strangers in again where that was just forbidden.
        await self._tables.write(*_INBOXES.changing(before, after))
        self._changes.tell(inbox_id)
        return await self.get(workspace_id, inbox_id)

    async def get(self, workspace_id: WorkspaceId, inbox_id: str) -> Inbox:
        """Return one, active or not. Raises NotFound."""
        where = " WHERE workspace_id = $1 AND inbox_id = $2"
        inbox = only(Inbox, await self._tables.rows(_INBOXES.select + where, workspace_id, inbox_id))
        if inbox is None:
            raise NotFound("inbox")
        return inbox

    async def list(self, workspace_id: WorkspaceId) -> "list[Inbox]":
        """Return all, the oldest first."""
        where = " WHERE workspace_id = $1 ORDER BY created_at, inbox_id"
        return records(Inbox, await self._tables.rows(_INBOXES.select + where, workspace_id))

    async def by_key(self, inbox_key: str) -> Inbox:
        """Return the active inbox with this public key. Raises NotFound."""
        inbox = await self._remembered.get(inbox_key, self._load)
        if inbox is None or not inbox.is_active:
            raise NotFound("inbox")
        return inbox

    async def serves(self, origin: str | None, inbox_id: str | None = None) -> bool:
        """May pages of this origin (None: no origin was sent) use this active inbox, or any without one named?"""
        known = await self._all()
        chosen = known.values() if inbox_id is None else [known[inbox_id]] if inbox_id in known else []
        return any(inbox.is_active and inbox.allows(origin) for inbox in chosen)

    async def known(self, workspace_id: WorkspaceId) -> Mapping[str, Inbox]:
        """Return the workspace's inboxes by id, as of a moment ago: for whoever asks with every request."""
        return {inbox.id: inbox for inbox in (await self._all()).values() if inbox.workspace_id == workspace_id}

    async def _all(self) -> Mapping[str, Inbox]:
        return await self._everything.get(None, self._load_all) or {}

    async def _load_all(self, _: None) -> Mapping[str, Inbox]:
        return {inbox.id: inbox for inbox in records(Inbox, await self._tables.rows(_INBOXES.select))}

    async def _load(self, inbox_key: str) -> Inbox | None:
        return only(Inbox, await self._tables.rows(_INBOXES.select + " WHERE inbox_key = $1", inbox_key[:200]))

    async def _assistant(self, workspace_id: WorkspaceId, assistant_id: str) -> str:
        where = "SELECT 1 FROM assistants WHERE workspace_id = $1 AND assistant_id = $2 AND is_active = 1"
        if not await self._tables.rows(where, workspace_id, assistant_id):
            raise Invalid("assistant_id", "There is no such assistant.")
        return assistant_id


def _origins(given: Origins) -> str:
    if len(given) > _MOST_ORIGINS:
        raise Invalid("allowed_origins", f"At most {_MOST_ORIGINS} sites.")
    return " ".join(dict.fromkeys(canonical(origin) for origin in given))


def _title(raw: str) -> str:
    return one_line(raw, "title", 60) if raw else ""
