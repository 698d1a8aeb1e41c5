"""Keeping the index of words: it follows the log, a little later and many conversations at a time (decision 0013).

Whoever changes a conversation writes down, in the same transaction, that it is due; what is due is indexed in the background, and
before every search. So the index may lag but cannot disagree: what it lacks is known, and is made up for before it is asked.
Not here: asking it (`search`).
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import apsw
import structlog

from relevo.core.ids import Seq
from relevo.engine.codec import decode_conversation
from relevo.ports import Unavailable
from relevo.storage.search.document import document, tag
from relevo.storage.sqlite.connection import numbered
from relevo.storage.sqlite.readers import Readers
from relevo.storage.sqlite.search import texts
from relevo.storage.sqlite.writer import Writer
from relevo.storage.statements import LOAD, MARK_DUE

PAUSE_S = 10.0
"""How long the index may lag while nobody searches. A conversation in which much is said is then indexed once, not each time."""
BREATH_S = 0.05
"""The pause while there is more to do than a search would wait for."""
AT_ONCE = 50
"""Conversations read in one go."""
CHARS_AT_ONCE = 64 * 1024
"""Words indexed in one operation of the writer, counted in letters: some ten milliseconds that messages wait, as long as no single
conversation is longer."""
MOST_BEFORE_SEARCH = 200
"""A search waits for so many; more there are only after a migration, and then for minutes."""
MOST_TEXTS = 100_000

DUE = "SELECT workspace_id, conversation_id FROM search_due LIMIT $1"
COUNT_DUE = "SELECT COUNT(*) FROM search_due"
_HEAD = "SELECT head_seq, document FROM conversations WHERE workspace_id = ?1 AND conversation_id = ?2"
_STANDS = """
SELECT head_seq, document FROM search_due JOIN conversations USING (workspace_id, conversation_id)
WHERE workspace_id = ?1 AND conversation_id = ?2
"""
_MARK = numbered(MARK_DUE)
_DONE = "DELETE FROM search_due WHERE workspace_id = ?1 AND conversation_id = ?2"
_LAST = "SELECT MAX(document) FROM conversations WHERE document IS NOT NULL"
_REMOVE = "DELETE FROM search_words WHERE rowid = ?1"
_ADD = "INSERT INTO search_words (rowid, tags, about, said) VALUES (?1, ?2, ?3, ?4)"
_PLACE = "UPDATE conversations SET document = ?3 WHERE workspace_id = ?1 AND conversation_id = ?2"
_FORGET = """
INSERT INTO search_words (search_words) VALUES ('delete-all');
UPDATE conversations SET document = NULL WHERE document IS NOT NULL;
INSERT INTO search_due SELECT workspace_id, conversation_id FROM conversations WHERE TRUE ON CONFLICT DO NOTHING;
"""

Key = tuple[str, str]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A conversation's words, read at a head; made outside of the writer, so that the writer has only the index to wait for."""

    key: Key
    head_seq: Seq
    updated_at: int
    columns: tuple[str, str, str] | None
    """None where the conversation cannot be read: then nothing finds it, and it is due again only once it changes."""

    @property
    def length(self) -> int:
        """How many letters there are to index."""
        return sum(map(len, self.columns or ()))


class Due:
    """Conversations that certainly stand in `search_due`: a busy one is written down once, not with each of its messages.

    Used by the writer's operations only. What it does not know may stand there all the same.
    """

    def __init__(self) -> None:
        self._known: set[Key] = set()

    def mark(self, connection: apsw.Connection, key: Key) -> None:
        """Write down that the words of a conversation have to be indexed anew."""
        if key not in self._known:
            connection.execute(_MARK, key)
            self._known.add(key)

    def done(self, connection: apsw.Connection, keys: Sequence[Key]) -> None:
        """Strike conversations out."""
        self._known.difference_update(keys)
        connection.executemany(_DONE, keys)

    def forget(self) -> None:
        """Know nothing any more: a transaction was rolled back, and with it maybe what was written down."""
        self._known.clear()


class Index:
    """The index of words of an open database."""

    def __init__(self, writer: Writer, readers: Readers, due: Due) -> None:
        self._writer = writer
        self._readers = readers
        self._due = due
        self._passing: asyncio.Task[bool] | None = None
        """The pass that goes on."""
        self._next: asyncio.Task[bool] | None = None
        """The one that begins when that has ended: for all who have called meanwhile."""

    async def catch_up(self) -> bool:
        """Index what is due, up to a bound. Return whether everything is now searchable that was written before the call.

        Many who call at once wait for the same pass, if only it begins after their call: one that runs already may have looked
        before they wrote. They share its failure too, or the last of them would wait as long as all before (trust.md G14).

        Raises:
            Unavailable: the storage cannot answer.
        """
        if self._next is None:
            self._next = asyncio.get_running_loop().create_task(self._after(self._passing))
            self._next.add_done_callback(_heed)
        return await asyncio.shield(self._next)

    async def follow(self) -> None:
        """Index what is due, for ever: now and then, and after a migration as fast as others are not held up."""
        while True:
            is_done = True
            try:
                with suppress(Unavailable):
                    is_done = await self.catch_up()
            except Exception:
                # Whatever is wrong with what is due now, what comes later is to be found.
                log.exception("indexing_failed")
            await asyncio.sleep(PAUSE_S if is_done else BREATH_S)

    async def _after(self, before: "asyncio.Task[bool] | None") -> bool:
        """Let the pass that goes on come to its end, whatever that is, and make the next one."""
        if before is not None:
            await asyncio.wait((before,))
        self._passing, self._next = self._next, None
        return await self._pass()

    async def _pass(self) -> bool:
        rows = await self._readers.rows(DUE, (MOST_BEFORE_SEARCH + 1,))
        due = rows[:MOST_BEFORE_SEARCH]
        for first in range(0, len(due), AT_ONCE):
            keys = due[first : first + AT_ONCE]
            for some in portions(await self._readers.apart(partial(prepared, keys=keys))):
                await self._writer.submit(partial(write, ready=some, due=self._due))
        return len(rows) <= MOST_BEFORE_SEARCH


def _heed(done: "asyncio.Task[bool]") -> None:
    """Take note of a failure, lest it be told as one that nobody has heard of: all who waited may have left."""
    if not done.cancelled():
        done.exception()


def index_all(connection: apsw.Connection, told: Callable[[int, int], None] | None = None) -> None:
    """Index everything that is due, with a transaction for each part; `told` hears how many are done, of how many."""
    ((total,),) = connection.execute(COUNT_DUE).fetchall()
    done = 0
    while due := connection.execute(numbered(DUE), (AT_ONCE,)).fetchall():
        with connection:
            write(connection, prepared(connection, [(str(workspace_id), str(id)) for workspace_id, id in due]), Due())
        done += len(due)
        if told is not None:
            told(done, int(str(total)))


def forget_all(connection: apsw.Connection) -> None:
    """Empty the index, and write down that everything is due."""
    with connection:
        connection.execute(_FORGET).fetchall()


def prepared(connection: apsw.Connection, keys: Sequence[Key]) -> list[Prepared]:
    """Return the words of conversations, the one first that changed first; without those that are gone."""
    made = (_prepared(connection, key) for key in keys)
    return sorted((one for one in made if one), key=lambda one: (one.updated_at, one.key))


def portions(ready: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """Part what is ready into portions that the writer can do without holding anybody up, in the same order."""
    portion: list[Prepared] = []
    length = 0
    for one in ready:
        if portion and length + one.length > CHARS_AT_ONCE:
            yield portion
            portion, length = [], 0
        portion.append(one)
        length += one.length
    if portion:
        yield portion


def write(connection: apsw.Connection, ready: Sequence[Prepared], due: Due) -> None:
    """Put words into the index. What has changed since they were read stays due; what somebody else has indexed meanwhile, and
    so maybe at a later head, is left alone.
    """
    standing = [(one, rows[0]) for one in ready if (rows := connection.execute(_STANDS, one.key).fetchall())]
    ((last,),) = connection.execute(_LAST).fetchall()
    first = int(str(last or 0)) + 1
    readable = [(one.key, one.columns) for one, _ in standing if one.columns is not None]
    due.done(connection, [one.key for one, (head_seq, _) in standing if head_seq == one.head_seq])
    connection.executemany(_REMOVE, [(document,) for _, (_, document) in standing if document is not None])
    connection.executemany(_PLACE, [(*one.key, None) for one, _ in standing if one.columns is None])
    connection.executemany(_ADD, [(place, *columns) for place, (_, columns) in enumerate(readable, first)])
    connection.executemany(_PLACE, [(*key, place) for place, (key, _) in enumerate(readable, first)])


def _prepared(connection: apsw.Connection, key: Key) -> Prepared | None:
    try:
        rows = connection.execute(numbered(LOAD), key).fetchall()
        if not rows:
            return None
        conversation = decode_conversation(str(rows[0][0]))
        made = document(conversation, (text for _, text in texts(connection, *key, MOST_TEXTS)))
    except ValueError as error:
        # By the kind of the error alone: its words may quote the conversation.
        log.warning("conversation_unreadable", conversation=key[1], error=type(error).__name__)
        ((head_seq, _),) = connection.execute(_HEAD, key).fetchall()
        return Prepared(key, Seq(int(str(head_seq))), 0, None)
    columns = (" ".join(map(tag, sorted(made.facts))), " ".join(made.about), " ".join(made.said))
    return Prepared(key, conversation.head_seq, conversation.updated_at, columns)
