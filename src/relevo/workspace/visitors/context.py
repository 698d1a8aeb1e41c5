"""A visitor's context: the last pages, the device, the languages, and when they were last here; for the agents of their inbox.

Not here: what is taken out of an address (`addresses`), how a device is told (`device`), and conversations (the log).
No network address is kept. Pages go after `KEPT_MS`.
"""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from relevo.core.ids import WorkspaceId
from relevo.core.messages import visible
from relevo.ports import Clock, NewId, Statement, Tables
from relevo.workspace.texts.languages import canonical
from relevo.workspace.visitors.addresses import clean_address, has_path
from relevo.workspace.visitors.device import Device, device_of
from relevo.workspace.visitors.registry import VisitorRegistry

PAGES = 20
KEPT_MS = 90 * 24 * 3_600_000
LANGUAGES = 5
TITLE_CHARS = 200
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\]{1,64}@[^\s@<>\"(),:;\\]{1,190}")
_LONGEST_HEADER = 512


class VisitorContexts:
    """The contexts of every workspace's visitors."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, registry: VisitorRegistry) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._registry = registry

    async def came(
        self,
        workspace_id: WorkspaceId,
        visitor_id: str,
        headers: tuple[str | None, str | None],
        page: str | None,
        email: str | None,
    ) -> None:
        """Keep what is known of a visitor who has come in: of `User-Agent` and `Accept-Language`, and the page.

        An e-mail address is one that the site has vouched for.
        """
        claim, accept_language = headers
        device = device_of(claim)
        kept = (
            workspace_id,
            visitor_id,
            email if email and _EMAIL.fullmatch(email) else None,
            msgspec.json.encode(languages_of(accept_language)).decode(),
            msgspec.json.encode(device).decode() if device else None,
            self._clock.now_ms(),
        )
        await self._tables.write((_KEEP, kept), *await self._going_to(workspace_id, visitor_id, page, None))

    async def visited(self, workspace_id: WorkspaceId, visitor_id: str, url: str, title: str | None) -> None:
        """Add a page to the trail. The page that the visitor is on already is not added again."""
        seen: Statement = (_SEEN, (workspace_id, visitor_id, self._clock.now_ms()))
        await self._tables.write(seen, *await self._going_to(workspace_id, visitor_id, url, title))

    async def is_on(self, workspace_id: WorkspaceId, visitor_id: str, patterns: Sequence[str]) -> bool:
        """Is the visitor on a page whose path is one of these, in which `*` stands for anything?"""
        last = await self._tables.rows(_TRAIL, workspace_id, visitor_id, 1)
        return bool(last) and has_path(str(last[0][0]), patterns)

    async def of(self, workspace_id: WorkspaceId, visitor_id: str) -> dict[str, Any] | None:
        """Return what agents may see of a visitor; None for one who is not kept here."""
        visitor = await self._registry.find(workspace_id, visitor_id)
        if visitor is None:
            return None
        rows = await self._tables.rows(_CONTEXT, workspace_id, visitor_id)
        email, languages, device, last_seen_at = rows[0] if rows else (None, "[]", None, visitor.created_at)
        pages = await self._tables.rows(_TRAIL, workspace_id, visitor_id, PAGES)
        return {
            "id": visitor.id,
            "name": visitor.name,
            "email": email,
            "locale": visitor.locale,
            "languages": msgspec.json.decode(str(languages), type=list[str]),
            "first_seen_at": visitor.created_at,
            "last_seen_at": last_seen_at,
            "device": msgspec.to_builtins(msgspec.json.decode(str(device), type=Device)) if device else None,
            "pages": [{"url": url, "title": title, "at": at} for url, title, at in pages],
        }

    def pruning(self, workspace_id: WorkspaceId) -> Statement:
        """The statement that removes pages which are too old."""
        before = self._clock.now_ms() - KEPT_MS
        return "DELETE FROM visitor_pages WHERE workspace_id = $1 AND at < $2", (workspace_id, before)

    async def _going_to(
        self, workspace_id: WorkspaceId, visitor_id: str, raw: str | None, title: str | None
    ) -> list[Statement]:
        url = clean_address(raw)
        if url is None:
            return []
        last = await self._tables.rows(_TRAIL, workspace_id, visitor_id, 1)
        if last and last[0][0] == url:
            return []
        now, page_id = self._clock.now_ms(), self._ids.new_id("page")
        page = (workspace_id, visitor_id, page_id, url, _one_line(title), now)
        return [(_ADD, page), (_SHORTEN, (workspace_id, visitor_id, PAGES))]


def languages_of(accept_language: str | None) -> list[str]:
    """Return the languages that a browser asks for, the dearest first (RFC 9110, section 12.5.4); at most `LANGUAGES`."""
    wished: list[tuple[float, str]] = []
    for part in (accept_language or "")[:_LONGEST_HEADER].split(","):
        tag, _, weight = part.partition(";")
        quality = re.fullmatch(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", weight)
        language = canonical(tag.strip())
        if language and (not weight or quality):
            wished.append((-float(quality[1]) if quality else -1.0, language))
    return list(dict.fromkeys(language for weight, language in sorted(wished, key=lambda wish: wish[0]) if weight))[
        :LANGUAGES
    ]


def _one_line(title: str | None) -> str | None:
    return " ".join(visible(title or "").split())[:TITLE_CHARS] or None


_KEEP = """
INSERT INTO visitor_contexts (workspace_id, visitor_id, email, languages, device, last_seen_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (workspace_id, visitor_id) DO UPDATE SET
    email = COALESCE(excluded.email, visitor_contexts.email), languages = excluded.languages, device = excluded.device,
    last_seen_at = excluded.last_seen_at
"""
_SEEN = "UPDATE visitor_contexts SET last_seen_at = $3 WHERE workspace_id = $1 AND visitor_id = $2"
_CONTEXT = (
    "SELECT email, languages, device, last_seen_at FROM visitor_contexts WHERE workspace_id = $1 AND visitor_id = $2"
)
_TRAIL = """
SELECT url, title, at FROM visitor_pages WHERE workspace_id = $1 AND visitor_id = $2 ORDER BY at DESC, page_id DESC LIMIT $3
"""
_ADD = "INSERT INTO visitor_pages (workspace_id, visitor_id, page_id, url, title, at) VALUES ($1, $2, $3, $4, $5, $6)"
_SHORTEN = """
DELETE FROM visitor_pages WHERE workspace_id = $1 AND visitor_id = $2 AND page_id NOT IN (
    SELECT page_id FROM visitor_pages WHERE workspace_id = $1 AND visitor_id = $2 ORDER BY at DESC, page_id DESC LIMIT $3
)
"""
