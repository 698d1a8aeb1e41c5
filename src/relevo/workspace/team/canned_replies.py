"""Canned replies: texts that an agent calls up by a shortcut, shared by everybody or one agent's own.

Variables such as `{visitor.first_name}` are filled in by the console when a reply is called up, so that the agent sees and
can mend what will be said. Not here: saying it.
"""

import re
from dataclasses import dataclass, replace

from msgspec import UNSET, Struct, UnsetType

from relevo.core.ids import Millis, WorkspaceId
from relevo.core.messages import MESSAGE_BYTES, clean_text
from relevo.ports import Clock, IdempotencyKey, NewId, Tables
from relevo.workspace.base.asker import Asker
from relevo.workspace.base.kinds import Kind
from relevo.workspace.base.once import Making
from relevo.workspace.base.rows import merged
from relevo.workspace.base.strict import one_line
from relevo.workspace.errors import Invalid, NameTaken
from relevo.workspace.team.own_or_shared import OwnOrShared
from relevo.workspace.texts.languages import canonical

VARIABLES = frozenset(
    {"visitor.name", "visitor.first_name", "agent.name", "agent.first_name", "inbox.name", "conversation.id"}
)
"""What may stand in braces."""

_SHORTCUT = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_VARIABLE = re.compile(r"\{([a-z_.]+)\}")
_TITLE_CHARS = 100


class NewReply(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a canned reply is. Without a language it serves every one."""

    shortcut: str
    title: str
    text: str
    language: str | None = None
    is_shared: bool = False


class ReplyChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a canned reply; what is left out stays."""

    shortcut: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    language: str | UnsetType | None = UNSET
    is_shared: bool | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A canned reply. `owner_id` is who made it; for a shared one that is only told."""

    id: str
    workspace_id: WorkspaceId
    shortcut: str
    title: str
    text: str
    language: str | None
    is_shared: bool
    owner_id: str
    created_at: Millis


_REPLIES = Kind(
    CannedReply,
    "canned_replies",
    "reply_id, workspace_id, shortcut, title, text, language, is_shared, owner_id, created_at",
    {
        "shelf": ("is_shared", lambda reply: "" if reply.is_shared else reply.owner_id),
        "language_key": ("language", lambda reply: reply.language or ""),
    },
)


class CannedReplies(OwnOrShared[CannedReply]):
    """The canned replies of every workspace, by shortcut."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, making: Making) -> None:
        super().__init__(tables, making, _REPLIES, "canned reply", "shortcut, is_shared, language_key, reply_id")
        self._clock = clock
        self._ids = ids

    async def create(self, by: Asker, new: NewReply, once: IdempotencyKey | None = None) -> CannedReply:
        """Add one. Raises Invalid, NameTaken, KeyReused, and Forbidden for a shared one by less than a supervisor."""
        self._require_rank(by, is_shared=new.is_shared)
        empty = CannedReply(
            self._ids.new_id("reply"),
            by.workspace_id,
            "",
            "",
            "",
            None,
            is_shared=False,
            owner_id=by.agent.id,
            created_at=Millis(self._clock.now_ms()),
        )
        return await self._add(by, _checked(empty, new), once)

    async def change(self, by: Asker, reply_id: str, change: ReplyChange) -> CannedReply:
        """Change one; two changes at once both hold. Raises Invalid, NotFound, NameTaken, Forbidden."""
        return await self._change(by, reply_id, lambda before: _checked(before, merged(NewReply, before, change)))

    def _taken(self, thing: CannedReply) -> NameTaken:
        whose = "shared reply" if thing.is_shared else "reply of yours"
        return NameTaken("shortcut", f"There is a {whose} with this shortcut already.")


def _checked(before: CannedReply, wanted: NewReply) -> CannedReply:
    shortcut = wanted.shortcut.strip().removeprefix("/").lower()
    if not _SHORTCUT.fullmatch(shortcut):
        raise Invalid("shortcut", "A shortcut is letters from a to z, digits, hyphens; at most 40.")
    return replace(
        before,
        shortcut=shortcut,
        title=one_line(wanted.title, "title", _TITLE_CHARS),
        text=_text(wanted.text),
        language=_language(wanted.language),
        is_shared=wanted.is_shared,
    )


def _text(raw: str) -> str:
    text = clean_text(raw)
    if len(text.encode()) > MESSAGE_BYTES:
        raise Invalid("text", f"This is longer than {MESSAGE_BYTES} bytes.")
    if strange := set(_VARIABLE.findall(text)) - VARIABLES:
        known = ", ".join(f"{{{name}}}" for name in sorted(VARIABLES))
        raise Invalid("text", f"{{{min(strange)}}} is not filled in; there are {known}.")
    return text


def _language(tag: str | None) -> str | None:
    if not tag:
        return None
    found = canonical(tag)
    if found is None:
        raise Invalid("language", f"{tag[:40]!r} is not a language tag such as en or pt-br.")
    return found
