"""What tests of the index of words do: begin conversations, say something in them, search, and count what is still due.

Nothing is tested here.
"""

from relevo.core.conversation import Conversation
from relevo.ports import Filter
from relevo.storage.sqlite import Database
from tests.contract.given import WORKSPACE, Start, commit, said, started


async def begin(database: Database, number: int, *texts: str) -> Conversation:
    change = started(Start(id=f"c_{number:04}", visitor=f"v_{number}", name="Bob", at=1_000 + number))
    await database.log.append(change)
    return await say(database, change.after, *texts)


async def say(database: Database, conversation: Conversation, *texts: str) -> Conversation:
    for text in texts:
        change = commit(conversation, said(conversation, text))
        await database.log.append(change)
        conversation = change.after
    return conversation


async def found(database: Database, text: str, limit: int = 100) -> list[str]:
    return [one.id for one in (await database.inbox.page(WORKSPACE, Filter(text=text), None, limit)).items]


async def due(database: Database) -> int:
    ((count,),) = await database.tables.rows("SELECT COUNT(*) FROM search_due")
    assert isinstance(count, int)
    return count
