"""Text search on SQLite: asking the index of words, and cutting out what it found.

Not here: keeping the index (`indexing`), and what words and documents are (`storage.search`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import apsw

from relevo.core.conversation import Conversation
from relevo.core.ids import ConversationId, Seq, WorkspaceId
from relevo.engine.codec import decode_conversation
from relevo.ports import Filter, Match, Page, Value
from relevo.storage.list_queries import NARROWED, Query, filter_rows, in_view
from relevo.storage.search.document import IS_ACTIVE, IS_CLOSED, SEARCHED, Wanted, tag, text_stored, wanted
from relevo.storage.search.excerpt import match, texts_each
from relevo.storage.search.pool import MOST, Place, Pool
from relevo.storage.search.question import Phrase
from relevo.storage.search.score import MOST_COUNTED, rarity, score
from relevo.storage.sqlite.connection import numbered
from relevo.storage.sqlite.readers import Row
from relevo.storage.statements import LOAD

TEXTS = f"""
SELECT seq, type, data FROM events
WHERE workspace_id = $1 AND conversation_id = $2 AND type IN ({", ".join(repr(str(type)) for type in SEARCHED)})
ORDER BY seq DESC
"""  # noqa: S608 - our own names
COUNT = "SELECT COUNT(*) FROM search_words WHERE search_words MATCH $1"
COUNT_SOME = "SELECT COUNT(*) FROM (SELECT 1 FROM search_words WHERE search_words MATCH $1 LIMIT $2) AS some"
ALONE = """
SELECT NOT EXISTS (SELECT 1 FROM tallies WHERE workspace_id < $1) AND NOT EXISTS (SELECT 1 FROM tallies WHERE workspace_id > $1)
"""
MORE_ACTIVE = """
SELECT COALESCE(SUM(CASE name WHEN 'closed' THEN -count ELSE count END), 0) FROM tallies WHERE workspace_id = $1 AND kind = 'stage'
"""
"""How many more conversations are active than closed."""
ALL = "SELECT COALESCE(SUM(count), 0) FROM tallies WHERE workspace_id = $1 AND kind = 'stage'"
_LATEST = f"{numbered(TEXTS)} LIMIT ?3"
_ABOUT, _SAID = 1, 2


def with_score(connection: apsw.Connection) -> apsw.Connection:
    """Let a connection's queries say `relevo_score(search_words, weight, …)`."""
    connection.register_fts5_function("relevo_score", _score)
    return connection


def asked(phrases: Sequence[Phrase], of: Wanted) -> str:
    """Return a question in the language of FTS5. Its words are letters and digits, its tags hashes: nothing needs escaping."""
    parts = [f"{{about said}} : ({' AND '.join(map(_quoted, phrases))})"] if phrases else []
    parts += [f"tags : ({' AND '.join(map(tag, of.every))})"] if of.every else []
    parts += [f"tags : ({' OR '.join(map(tag, of.some))})"] if of.some else []
    found = " AND ".join(parts)
    return f"({found}) NOT tags : ({' OR '.join(map(tag, of.none))})" if of.none else found


def by_short_lists(connection: apsw.Connection, workspace_id: WorkspaceId, of: Wanted) -> Wanted:
    """Return what the same conversations have, without the facts that nearly all have: going through the long lists of those
    takes longer than finding words. A workspace that is alone is not asked for; where few are closed, those are left out.
    """
    every, none = list(of.every), of.none
    if _one(connection, ALONE, (workspace_id,)):
        every.remove(("workspace", workspace_id))
    if IS_ACTIVE in every and _one(connection, MORE_ACTIVE, (workspace_id,)) > 0:
        every.remove(IS_ACTIVE)
        none = (*none, IS_CLOSED)
    return replace(of, every=tuple(every), none=none)


def search(
    connection: apsw.Connection,
    asked_for: tuple[WorkspaceId, Filter, tuple[Phrase, ...]],
    pool: Pool | None,
    limit: int,
) -> Page:
    """Return a page of the conversations that have the phrases and pass the filter, in the order of their fit."""
    workspace_id, chosen, phrases = asked_for
    pool = pool or Pool(_weights(connection, workspace_id, phrases))
    question = asked(phrases, by_short_lists(connection, workspace_id, wanted(workspace_id, chosen)))
    rows = _found(connection, workspace_id, chosen, question, pool)
    if pool.oldest is None:
        has_more, rows = len(rows) > MOST, rows[:MOST]
        pool = replace(pool, newest=rows[0][0] if rows else 0, oldest=rows[-1][0] if has_more else 0)
    shown, going_on = pool.next_page([row[1] for row in rows], limit)
    if going_on is None and pool.oldest:
        going_on = pool.next_pool()
    items = tuple(_load(connection, workspace_id, id) for _, _, id in shown)
    matches = dict(_matches(connection, items, phrases))
    return Page(items, going_on.encode() if going_on else None, matches)


def texts(connection: apsw.Connection, workspace_id: str, conversation_id: str, most: int) -> Iterator[tuple[Seq, str]]:
    """Give what was said in a conversation, the latest first."""
    rows: Iterable[Row] = connection.execute(_LATEST, (workspace_id, conversation_id, most))
    for seq, type, raw in rows:
        try:
            text = text_stored(type, raw)
        except ValueError:
            continue  # what cannot be read cannot be shown either, and must not keep the rest from being found
        if text:
            yield seq, text


def _found(
    connection: apsw.Connection, workspace_id: WorkspaceId, chosen: Filter, question: str, pool: Pool
) -> list[tuple[int, Place]]:
    """Return the documents of a pool with their places, the latest first; of a pool without an end one more than it holds."""
    query = Query()
    scored = ", ".join(["search_words", *map(query.value, pool.weights)])
    query.require("search_words MATCH {}", question)
    query.require("search_words.rowid BETWEEN {} AND {}", pool.oldest or 0, pool.newest)
    query.require("workspace_id = {}", workspace_id)
    filter_rows(query, chosen)
    query.require(in_view(query, chosen))
    conditions, most = " AND ".join(query.conditions), query.value(MOST + 1)
    sql = (
        f"SELECT search_words.rowid, relevo_score({scored}), updated_at, conversation_id FROM {NARROWED}"  # noqa: S608 - no text of a caller
        f" WHERE {conditions} ORDER BY search_words.rowid DESC LIMIT {most}"
    )
    rows: list[Row] = connection.execute(numbered(sql), query.values).fetchall()
    return [(document, (fit, at, id)) for document, fit, at, id in rows]


def _weights(connection: apsw.Connection, workspace_id: WorkspaceId, phrases: Sequence[Phrase]) -> tuple[float, ...]:
    if len(phrases) == 1:
        return (1.0,)
    every = by_short_lists(connection, workspace_id, Wanted((("workspace", workspace_id),)))
    conversations = _one(connection, ALL, (workspace_id,))
    counts = (
        MOST_COUNTED if phrase.is_prefix else _one(connection, COUNT_SOME, (asked((phrase,), every), MOST_COUNTED))
        for phrase in phrases
    )
    return tuple(rarity(conversations, count) for count in counts)


def _one(connection: apsw.Connection, sql: str, values: tuple[Value, ...]) -> int:
    ((number,),) = connection.execute(numbered(sql), values).fetchall()
    return int(str(number))


def _load(connection: apsw.Connection, workspace_id: WorkspaceId, conversation_id: str) -> Conversation:
    ((state,),) = connection.execute(numbered(LOAD), (workspace_id, conversation_id)).fetchall()
    return decode_conversation(str(state))


def _matches(
    connection: apsw.Connection, items: Sequence[Conversation], phrases: Sequence[Phrase]
) -> Iterator[tuple[ConversationId, Match]]:
    for item in items:
        found = match(phrases, texts(connection, item.workspace_id, item.id, texts_each(len(items))))
        if found is not None:
            yield item.id, found


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"{" *" if phrase.is_prefix else ""}'


def _score(api: apsw.FTS5ExtensionApi, *weights: Any) -> float:
    hits = [(len(about), len(said)) for _, about, said in map(api.phrase_locations, range(len(weights)))]
    return score(weights, hits, api.column_size(_ABOUT) + api.column_size(_SAID))
