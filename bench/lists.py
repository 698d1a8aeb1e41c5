"""Lists on a grown database: pages, filters, text search and counts among many conversations, for `bench.storage`.

The texts are made of invented words as frequent as those of a language (Zipf's law), so that there are common and rare ones to
look for, and the same ones in every run. Not here: appends and reads of one conversation.
"""

import asyncio
import itertools
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from relevo.core.actors import Actor, ActorKind, Role
from relevo.core.commands import Command, PostMessage, RequestHuman, Resolve, SetLabels, StartConversation, TakeOver
from relevo.core.conversation import Conversation
from relevo.core.decide import decide
from relevo.core.events import Recorded
from relevo.core.evolve import record
from relevo.core.ids import ConversationId, InboxId, Millis, WorkspaceId
from relevo.core.rules import Rules
from relevo.ports import Commit, Filter, Order, View
from relevo.storage.sqlite import Database

ASSISTANT = Actor(ActorKind.ASSISTANT, "as_0190c8d2-aaaa-7bbb-8ccc-0123456789ab", "Bean")
AGENTS = [
    Actor(ActorKind.AGENT, f"ag_0190c8d2-aaaa-7bbb-8ccc-{number:012x}", f"Agent {number}") for number in range(100)
]
VOCABULARY = 30_000
MESSAGES = 10
"""Messages of each conversation."""


class Language:
    """Invented words, and texts of them; the first word is the most frequent."""

    def __init__(self) -> None:
        self._chance = random.Random(4711)
        syllables = [first + second for first in "bcdfghjklmnprstvw" for second in "aeiou"]
        self.words = [
            "".join(self._chance.choice(syllables) for _ in range(self._chance.choice((1, 2, 2, 3, 3, 4))))
            for _ in range(VOCABULARY)
        ]
        self._shares = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
        self.texts = [self._text() for _ in range(50_000)]

    def _text(self) -> str:
        chosen = self._chance.choices(self.words, cum_weights=self._shares, k=self._chance.randint(3, 20))
        return " ".join(chosen)


async def grow(database: Database, workspace_id: WorkspaceId, conversations: int, language: Language) -> None:
    """Fill a database: of a hundred conversations one waits, four are with agents, ten with an assistant, the others closed."""

    async def some(first: int) -> None:
        for number in range(first, conversations, 64):
            await database.log.append(whole(number, workspace_id, language))

    await asyncio.gather(*map(some, range(64)))


def whole(number: int, workspace_id: WorkspaceId, language: Language) -> Commit:
    """Return a conversation with everything that was said in it, as one commit."""
    id = conversation_id(number)
    head: Conversation | None = None
    records: list[Recorded] = []
    for command in said_and_done(number, workspace_id, language):
        head, new = record(id, head, decide(head, command, Rules()), command)
        records += new
    assert head is not None
    return Commit(None, head, tuple(records))


def said_and_done(number: int, workspace_id: WorkspaceId, language: Language) -> Iterator[Command]:
    """Give the commands that make a conversation."""
    visitor = Actor(ActorKind.VISITOR, f"vi_0190c8d2-aaaa-7bbb-8ccc-{number:012x}", f"Ann {number}")
    agent, share, at = AGENTS[number // 100 % len(AGENTS)], number % 100, itertools.count(number * 20)
    yield StartConversation(
        by=visitor, at=Millis(next(at)), workspace_id=workspace_id, inbox_id=InboxId("in_1"), channel="web", visitor=visitor,
        assistant=ASSISTANT,
    )  # fmt: skip
    if number % 40 == 0:
        yield SetLabels(by=agent, at=Millis(next(at)), role=Role.AGENT, labels=(f"label {number % 1_000 // 40}",))
    if share == 0:
        yield RequestHuman(by=visitor, at=Millis(next(at)), trigger="button")
    elif share < 5:
        yield TakeOver(by=agent, at=Millis(next(at)), role=Role.AGENT)
    for more in range(MESSAGES):
        text = language.texts[(number * 31 + more * 7) % len(language.texts)]
        yield PostMessage(by=visitor, at=Millis(next(at)), message_id=f"me_{number:024x}{more:08x}", text=text)
    if share >= 15:
        yield Resolve(by=agent, at=Millis(next(at)), role=Role.SUPERVISOR)


def conversation_id(number: int) -> ConversationId:
    return ConversationId(f"co_0190c8d2-aaaa-7bbb-8ccc-{number:012x}")


async def index(database: Database, conversations: int) -> None:
    """Index what has grown, as after a migration, and say what it costs."""
    before = size(database.path)
    cpu = time.process_time()
    while not await database.index.catch_up():
        pass
    cpu = time.process_time() - cpu
    grown = (size(database.path) - before) / 1e6
    print(
        f"indexing {conversations:,} conversations: {cpu / conversations * 1e6:.0f} µs of CPU each, {grown:,.0f} MB more"
    )


def size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))


Timed = Callable[[str, int, int, Callable[[int], Awaitable[None]]], Awaitable[None]]


async def lists(database: Database, workspace_id: WorkspaceId, language: Language, timed: Timed) -> None:
    """Measure pages, searches and counts."""
    words = language.words
    mine = AGENTS[7].id
    chosen = {f"page of {view}": Filter(view=view, agent_id=mine) for view in View}
    chosen["page, one label in 1,000"] = Filter(view=View.CLOSED, labels=("label 3",))
    chosen["page, one label and agent"] = Filter(view=View.ALL, labels=("label 5",), agent_type="human")
    for place in (0, 20, 200, 2_000, 20_000):
        chosen[f"search, {place + 1}. most common"] = Filter(view=View.CLOSED, text=words[place] + " ")
    chosen["search, all but closed"] = Filter(text=words[20] + " ")
    chosen["search, three words"] = Filter(view=View.CLOSED, text=f"{words[0]} {words[50]} {words[500]} ")
    chosen["search, mine"] = Filter(view=View.MINE, agent_id=mine, text=words[3] + " ")
    chosen["search, two letters typed"] = Filter(view=View.CLOSED, text=words[40][:2])
    chosen["search, name and word"] = Filter(view=View.CLOSED, text=f"Ann 99991 {words[0]}")
    chosen["search, nothing found"] = Filter(view=View.CLOSED, text="nothing like it")
    for name, wanted in chosen.items():
        await timed(name, 1, 100, page_of(database, workspace_id, wanted))
    await timed("page of all, by urgency", 1, 100, page_of(database, workspace_id, Filter(), Order.URGENCY))
    for name, filters in counted(words, mine).items():
        await timed(name, 1, 100, counts_of(database, workspace_id, filters))


def counted(words: list[str], mine: str) -> dict[str, list[Filter]]:
    """Return lists of saved filters."""
    labelled = [Filter(view=View.CLOSED, labels=(f"label {number}",)) for number in range(9)]
    return {
        "counts, 10 usual filters": [*labelled, Filter(view=View.MINE, agent_id=mine, agent_type="human")],
        "count of 85 % of all": [Filter(view=View.CLOSED, channel="web")],
        "count of a common word": [Filter(view=View.CLOSED, text=words[0] + " ")],
    }


def page_of(
    database: Database, workspace_id: WorkspaceId, chosen: Filter, order: Order | None = None
) -> Callable[[int], Awaitable[None]]:
    async def one(_: int) -> None:
        await database.inbox.page(workspace_id, chosen, None, 50, order)

    return one


def counts_of(database: Database, workspace_id: WorkspaceId, filters: list[Filter]) -> Callable[[int], Awaitable[None]]:
    async def one(_: int) -> None:
        await database.inbox.count_each(workspace_id, filters)

    return one
