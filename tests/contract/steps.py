"""What contract tests do to a storage before they look at it.

Nothing is tested here.
"""

from relevo.core.conversation import Conversation
from relevo.ports import Commit
from tests.contract.given import Start, started
from tests.contract.storages import Storage


async def begin(storage: Storage, start: Start | None = None) -> Conversation:
    return await append(storage, started(start))


async def append(storage: Storage, change: Commit) -> Conversation:
    await storage.log.append(change)
    return change.after
