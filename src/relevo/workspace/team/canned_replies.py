"""Canned replies: texts that an agent calls up by a shortcut, shared by everybody or one agent's own.

Variables such as `{visitor.first_name}` are filled in by the console when a reply is called up, so that the agent sees and
can mend what will be said. Not here: saying it.
"""

import re
from dataclasses import dataclass, replace

from msgspec import UNSET, Struct, UnsetType

from relevo.core.ids import Millis, WorkspaceId
from relevo.core.messages import MESSAGE_BYTES, clean_text
from relevo.ports import Clock, Conflict, IdempotencyKey, NewId, Statement, Tables
from relevo.workspace.base.asker import Asker
from relevo.workspace.base.once import Making
from relevo.workspace.base.rows import merged, only, records, values
from relevo.workspace.base.strict import one_line
from relevo.workspace.errors import Forbidden, Invalid, NameTaken, NotFound
from relevo.workspace.texts.languages import canonical

VARIABLES = frozenset(
    {"visitor.name", "visitor.first_name", "agent.name", "agent.first_name", "inbox.name", "conversation.id"}
)
"""What may stand in braces."""

_SHORTCUT = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_VARIABLE = re.compile(r"\{([a-z_.]+)\}")
_TITLE_CHARS = 100
_COLUMNS = "reply_id, workspace_id, shortcut, title, text, language, is_shared, owner_id, created_at"
_SELECT = "SELECT " + _COLUMNS + " FROM canned_replies"  # noqa: S608 - our own names
_SEEN = " WHERE workspace_id = $1 AND (is_shared = 1 OR owner_id = $2)"


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


class CannedReplies:
    """The canned replies of every workspace, as one agent sees them: the shared ones and their own."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, making: Making) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._making = making

    async def create(self, by: Asker, new: NewReply, once: IdempotencyKey | None = None) -> CannedReply:
        """Add one. Raises Invalid, NameTaken, KeyReused, and Forbidden for a shared one by less than a supervisor."""
        _require_rank(by, is_shared=new.is_shared)
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
        reply = _checked(empty, new)
        adding = (
            "INSERT INTO canned_replies (" + _COLUMNS + ", shelf, language_key)"  # noqa: S608 - our own names
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            (*values(reply), _shelf(reply), reply.language or ""),
        )
        try:
            made = await self._making(by.workspace_id, reply.id, adding, once=once)
        except Conflict:
            raise _taken(reply) from None
        return reply if made == reply.id else await self.get(by, made)

    async def change(self, by: Asker, reply_id: str, change: ReplyChange) -> CannedReply:
        """Change one. Raises Invalid, NotFound, NameTaken, Forbidden."""
        before = await self.get(by, reply_id)
        after = _checked(before, merged(_described(before), change))
        _require_rank(by, is_shared=before.is_shared or after.is_shared)
        try:
            (count,) = await self._tables.write(_replacing(before, after))
        except Conflict:
            raise _taken(after) from None
        if not count:
            raise NotFound("canned reply")
        return after

    async def remove(self, by: Asker, reply_id: str) -> None:
        """Remove one. Raises NotFound, Forbidden."""
        reply = await self.get(by, reply_id)
        _require_rank(by, is_shared=reply.is_shared)
        await self._tables.write(
            ("DELETE FROM canned_replies WHERE workspace_id = $1 AND reply_id = $2", (by.workspace_id, reply_id))
        )

    async def get(self, by: Asker, reply_id: str) -> CannedReply:
        """Return one that is shared or the agent's own. Raises NotFound, also for a colleague's own."""
        rows = await self._tables.rows(_SELECT + _SEEN + " AND reply_id = $3", by.workspace_id, by.agent.id, reply_id)
        reply = only(CannedReply, rows)
        if reply is None:
            raise NotFound("canned reply")
        return reply

    async def list(self, by: Asker) -> "list[CannedReply]":
        """Return the shared ones and the agent's own, by shortcut."""
        order = " ORDER BY shortcut, is_shared, language_key, reply_id"
        return records(CannedReply, await self._tables.rows(_SELECT + _SEEN + order, by.workspace_id, by.agent.id))


def _require_rank(by: Asker, *, is_shared: bool) -> None:
    if is_shared and not by.role.may_override:
        raise Forbidden("Supervisors and up change what everybody uses. You can keep a reply of your own.")


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


def _shelf(reply: CannedReply) -> str:
    return "" if reply.is_shared else reply.owner_id


def _described(reply: CannedReply) -> NewReply:
    return NewReply(
        shortcut=reply.shortcut,
        title=reply.title,
        text=reply.text,
        language=reply.language,
        is_shared=reply.is_shared,
    )


def _replacing(before: CannedReply, after: CannedReply) -> Statement:
    """Changes it only while it is as it was read: what has been shared meanwhile is not for its former owner to change."""
    return (
        (
            "UPDATE canned_replies SET shortcut = $1, title = $2, text = $3, language = $4, is_shared = $5, shelf = $6,"
            " language_key = $7 WHERE workspace_id = $8 AND reply_id = $9 AND is_shared = $10"
        ),
        (
            after.shortcut,
            after.title,
            after.text,
            after.language,
            int(after.is_shared),
            _shelf(after),
            after.language or "",
            after.workspace_id,
            after.id,
            int(before.is_shared),
        ),
    )


def _taken(reply: CannedReply) -> NameTaken:
    whose = "shared reply" if reply.is_shared else "reply of yours"
    return NameTaken("shortcut", f"There is a {whose} with this shortcut already.")
