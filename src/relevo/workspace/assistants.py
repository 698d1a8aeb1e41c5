"""Assistants (always AI) of a workspace: which plug-in answers, with which options, under which name.

Options whose name says so are secrets: sealed when stored, never shown again (trust.md T31).
Not here: the plug-ins (`relevo.assistants`), and how an assistant's own handoff settings are laid over the workspace's (`rules`).
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from relevo.core.actors import Actor, ActorKind
from relevo.core.ids import Millis, WorkspaceId
from relevo.ports import AssistantProfile, Clock, IdempotencyKey, NewId, Tables
from relevo.workspace.base.kinds import Kind
from relevo.workspace.base.once import Making
from relevo.workspace.base.remembered import Changes
from relevo.workspace.base.rows import only, records
from relevo.workspace.base.seals import SealBroken, Seals
from relevo.workspace.base.strict import convert, link, one_line
from relevo.workspace.errors import Invalid, NotFound
from relevo.workspace.settings.by_language import kept, with_plain
from relevo.workspace.settings.document import changed_handoff
from relevo.workspace.settings.plans import plan_of, require_unlocked
from relevo.workspace.settings.store import language_of
from relevo.workspace.texts.languages import DEFAULT

HIDDEN = "set"
"""What is shown in place of a secret; given back unchanged, the secret stays."""
UNREADABLE = "unreadable"
"""What is shown in place of a secret that none of our keys opens; it has to be given anew."""

_OPTION_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
_SECRET_WORDS = ("key", "secret", "token", "password")
_MOST_OPTIONS = 50
_OPTION_CHARS = 100_000
_NAME_CHARS = 100


class NewAssistant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an assistant is. `options` go to the plug-in; `handoff` overrides the workspace's, field by field."""

    kind: str
    name: str
    avatar_url: str | None = None
    options: dict[str, str] = {}
    handoff: dict[str, Any] = {}
    is_active: bool = True


class AssistantChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of an assistant. `options` and `handoff` are merged; null in them takes one away."""

    kind: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    avatar_url: str | UnsetType | None = UNSET
    options: dict[str, str | None] | UnsetType = UNSET
    handoff: dict[str, Any] | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Assistant:
    """An assistant as it may be shown. In `options` a secret reads `set`, or `unreadable` when no key of ours opens it."""

    id: str
    workspace_id: WorkspaceId
    kind: str
    name: str
    avatar_url: str | None
    options: Mapping[str, str]
    handoff: Mapping[str, Any]
    """Its own handoff settings: only those that differ from the workspace's."""
    is_active: bool

    @property
    def actor(self) -> Actor:
        """The assistant as visitors see it."""
        return Actor(ActorKind.ASSISTANT, self.id, self.name, self.avatar_url)


@dataclass(frozen=True, slots=True)
class AssistantRow:
    """An assistant as it is stored."""

    id: str
    workspace_id: WorkspaceId
    kind: str
    name: str
    avatar_url: str | None
    options: str
    sealed_options: str
    handoff: str
    version: int
    is_active: bool
    created_at: Millis


_ASSISTANTS = Kind(
    AssistantRow,
    "assistants",
    "assistant_id, workspace_id, kind, name, avatar_url, options, sealed_options, handoff, version, is_active, created_at",
)


OptionsCheck = Callable[[str, Mapping[str, str]], Awaitable[None]]
"""Looks at a kind's options before they are kept. Raises UrlNotAllowed."""


class AssistantTable:
    """The assistants of every workspace, one workspace at a time."""

    check_options: OptionsCheck | None = None
    """Set by who knows the plug-ins; without it everything is kept."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, seals: Seals, changes: Changes) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._seals = seals
        self._changes = changes
        self._making = Making(tables, clock)

    async def create(
        self, workspace_id: WorkspaceId, new: NewAssistant, once: IdempotencyKey | None = None
    ) -> Assistant:
        """Add an assistant. Raises Invalid, KeyReused, PlanLocked, UrlNotAllowed."""
        require_unlocked(await plan_of(self._tables, workspace_id), new.handoff)
        empty = AssistantRow(
            self._ids.new_id("assistant"),
            workspace_id,
            "",
            "",
            None,
            "{}",
            "{}",
            "{}",
            version=1,
            is_active=True,
            created_at=Millis(self._clock.now_ms()),
        )
        language = await language_of(self._tables, workspace_id)
        row = self._merged(empty, convert(msgspec.to_builtins(new), AssistantChange), language)
        if await self._making.made(workspace_id, once) is None:
            await self._require_allowed(row)
        made = await self._making(workspace_id, row.id, _ASSISTANTS.adding(row), once=once)
        self._changes.tell(workspace_id)
        return await self.get(workspace_id, made)

    async def change(self, workspace_id: WorkspaceId, assistant_id: str, change: AssistantChange) -> Assistant:
        """Change an assistant; two changes at the same time are both applied. Raises Invalid, NotFound, PlanLocked,
        UrlNotAllowed.
        """
        if change.handoff is not UNSET:
            require_unlocked(await plan_of(self._tables, workspace_id), change.handoff)
        language = await language_of(self._tables, workspace_id)
        while True:
            before = await self._row(workspace_id, assistant_id)
            after = replace(self._merged(before, change, language), version=before.version + 1)
            if (after.kind, after.options) != (before.kind, before.options):
                await self._require_allowed(after)
            # What is merged into a document was decided by the document as it was read.
            if all(await self._tables.write(*_ASSISTANTS.changing(before, after, ("version",)))):
                self._changes.tell(workspace_id)
                return self._shown(after, language)

    async def get(self, workspace_id: WorkspaceId, assistant_id: str) -> Assistant:
        """Return one, active or not. Raises NotFound."""
        language = await language_of(self._tables, workspace_id)
        return self._shown(await self._row(workspace_id, assistant_id), language)

    async def list(self, workspace_id: WorkspaceId) -> "list[Assistant]":
        """Return all, also those switched off, the oldest first."""
        language = await language_of(self._tables, workspace_id)
        return [self._shown(row, language) for row in await self.rows(workspace_id)]

    async def rows(self, workspace_id: WorkspaceId) -> "tuple[AssistantRow, ...]":
        """Return all as they are stored."""
        where = " WHERE workspace_id = $1 ORDER BY created_at, assistant_id"
        return tuple(records(AssistantRow, await self._tables.rows(_ASSISTANTS.select + where, workspace_id)))

    def profile(self, row: AssistantRow) -> tuple[AssistantProfile, Mapping[str, Any]]:
        """Return an assistant as its plug-in gets it (secrets opened), with its own handoff settings.

        A secret that cannot be opened is left out: the plug-in then says what it misses.
        """
        return AssistantProfile(self._shown(row, DEFAULT).actor, row.kind, self._opened(row)), _decoded(row.handoff)

    async def _require_allowed(self, row: AssistantRow) -> None:
        if self.check_options is not None:
            await self.check_options(row.kind, _decoded(row.options))

    async def _row(self, workspace_id: WorkspaceId, assistant_id: str) -> AssistantRow:
        where = " WHERE workspace_id = $1 AND assistant_id = $2"
        row = only(AssistantRow, await self._tables.rows(_ASSISTANTS.select + where, workspace_id, assistant_id))
        if row is None:
            raise NotFound("assistant")
        return row

    def _merged(self, before: AssistantRow, change: AssistantChange, language: str) -> AssistantRow:
        plain, sealed = self._options(before, {} if change.options is UNSET else change.options)
        handoff = _decoded(before.handoff)
        if change.handoff is not UNSET:
            handoff = changed_handoff(handoff, change.handoff, language)
        return replace(
            before,
            kind=before.kind if change.kind is UNSET else one_line(change.kind, "kind", 60),
            name=before.name if change.name is UNSET else one_line(change.name, "name", _NAME_CHARS),
            avatar_url=before.avatar_url if change.avatar_url is UNSET else link(change.avatar_url, "avatar_url"),
            options=_encoded(plain),
            sealed_options=_encoded(sealed),
            handoff=_encoded(handoff),
            is_active=before.is_active if change.is_active is UNSET else change.is_active,
        )

    def _options(self, before: AssistantRow, given: Mapping[str, str | None]) -> tuple[dict[str, str], dict[str, str]]:
        plain, sealed = _decoded(before.options), _decoded(before.sealed_options)
        for name, value in given.items():
            if not _OPTION_NAME.fullmatch(name):
                raise Invalid(f"options.{name[:60]}", "The name of an option is letters, digits and underscores.")
            kept = sealed if is_secret(name) else plain
            if value is None:
                kept.pop(name, None)
            elif len(value) > _OPTION_CHARS:
                raise Invalid(f"options.{name}", f"This is longer than {_OPTION_CHARS} characters.")
            elif kept is plain:
                plain[name] = value
            elif value not in (HIDDEN, UNREADABLE) or name not in sealed:
                sealed[name] = self._seal(before.id, name, value)
        if len(plain) + len(sealed) > _MOST_OPTIONS:
            raise Invalid("options", f"At most {_MOST_OPTIONS} options.")
        return plain, sealed

    def _seal(self, assistant_id: str, name: str, value: str) -> str:
        try:
            return self._seals.seal(value, _place(assistant_id, name))
        except Invalid as unsealable:
            raise Invalid(f"options.{name}", str(unsealable)) from None

    def _opened(self, row: AssistantRow) -> Mapping[str, str]:
        opened = {name: self._open(row.id, name, sealed) for name, sealed in _decoded(row.sealed_options).items()}
        readable = {name: secret for name, secret in opened.items() if secret is not None}
        return MappingProxyType({**_decoded(row.options), **readable})

    def _open(self, assistant_id: str, name: str, sealed: str) -> str | None:
        try:
            return self._seals.open(sealed, _place(assistant_id, name))
        except SealBroken:
            return None

    def _shown(self, row: AssistantRow, language: str) -> Assistant:
        hidden = {
            name: UNREADABLE if self._open(row.id, name, sealed) is None else HIDDEN
            for name, sealed in _decoded(row.sealed_options).items()
        }
        options = {**_decoded(row.options), **hidden}
        handoff = with_plain(kept(_decoded(row.handoff), language), language)
        return Assistant(row.id, row.workspace_id, row.kind, row.name, row.avatar_url, options, handoff, row.is_active)


def is_secret(name: str) -> bool:
    """Is an option of this name a secret: does its last word say so, as in `key`, `api_key`, `signing_secret`?"""
    return name.lower().rsplit("_", 1)[-1] in _SECRET_WORDS


def _place(assistant_id: str, name: str) -> str:
    return f"assistants/{assistant_id}/{name}"


def _decoded(text: str) -> dict[str, Any]:
    return msgspec.json.decode(text, type=dict[str, Any])


def _encoded(document: Mapping[str, Any]) -> str:
    return msgspec.json.encode(document).decode()
