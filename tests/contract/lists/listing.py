"""What tests of lists do: begin conversations, go on with them, and ask for a list's ids.

Nothing is tested here.
"""

from relevo.core.commands import Command
from relevo.core.conversation import Conversation
from relevo.ports import Filter, Order
from tests.contract.given import MARIA, TOM, WORKSPACE, Start, asked_for_human, commit, resolved, said, started, taken
from tests.contract.storages import Storage


async def begin(storage: Storage, id: str = "c_1", *, moment: int = 1_000, **more: str) -> Conversation:
    start = started(Start(id=id, visitor=more.pop("visitor", id), at=moment, **more))
    await storage.log.append(start)
    return start.after


async def do(storage: Storage, conversation: Conversation, *commands: object) -> Conversation:
    """Carry out commands one after the other; each is a function of the conversation, or a command."""
    for step in commands:
        command = step(conversation) if callable(step) else step
        assert isinstance(command, Command)
        change = commit(conversation, command)
        await storage.log.append(change)
        conversation = change.after
    return conversation


async def ids(storage: Storage, chosen: Filter, limit: int = 100, order: Order | None = None) -> list[str]:
    return [one.id for one in (await storage.inbox.page(WORKSPACE, chosen, None, limit, order)).items]


async def paged(storage: Storage, chosen: Filter, limit: int, order: Order | None = None) -> list[str]:
    """Return the ids of all pages, each filled to its limit but the last."""
    found: list[str] = []
    cursor = None
    while True:
        page = await storage.inbox.page(WORKSPACE, chosen, cursor, limit, order)
        found += [one.id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found
        assert len(page.items) == limit


def by_maria(conversation: Conversation) -> Command:
    return said(conversation, "Hi, Maria here", by=MARIA)


async def one_in_each_stage(storage: Storage) -> None:
    await begin(storage, "assistant", moment=1_000)
    await do(storage, await begin(storage, "waiting", moment=2_000), asked_for_human)
    await do(storage, await begin(storage, "unspoken", moment=4_000), asked_for_human, taken)
    await do(storage, await begin(storage, "spoken", moment=7_000), asked_for_human, taken, by_maria)
    await do(storage, await begin(storage, "unasked", moment=11_000), taken)
    await do(storage, await begin(storage, "toms", moment=13_000), lambda one: taken(one, TOM))
    await do(storage, await begin(storage, "closed", moment=15_000), taken, resolved)
