"""Steps that tests of the team's desk share: a conversation that waits, and a workspace with other settings.

Not here: the tests.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from tests.api.running import Caller, Running


async def begun(visitor: Caller) -> str:
    """Begin a conversation; return its id."""
    answer = await visitor.post("/v1/visitor/conversations")
    conversation_id: str = answer.json()["id"]
    return conversation_id


async def asked(visitor: Caller) -> str:
    """Begin a conversation and ask for a person; return its id."""
    conversation_id = await begun(visitor)
    answer = await visitor.post(f"/v1/visitor/conversations/{conversation_id}/request-human", {"trigger": "button"})
    assert answer.json()["phase"] in ("waiting", "joining")
    return conversation_id


async def seen(visitor: Caller, conversation_id: str) -> Any:
    """Return the conversation as the visitor sees it."""
    return (await visitor.get(f"/v1/visitor/conversations/{conversation_id}")).json()


@asynccontextmanager
async def settings_of(server: Running, **changes: Any):
    """Change the workspace's settings for a block."""
    owner = await server.sign_in("owner")
    answer = await owner.patch("/v1/settings", changes)
    assert answer.status_code == 200, answer.text
    try:
        yield
    finally:
        back = {section: dict.fromkeys(values) for section, values in changes.items()}
        await owner.patch("/v1/settings", back)


async def eventually(holds: Callable[[], Awaitable[bool]], timeout_s: float = 5) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(timeout_s):
        while not await holds():
            await asyncio.sleep(0.02)


def team_path(conversation_id: str) -> str:
    return f"/v1/conversations/{conversation_id}"


def visitor_path(conversation_id: str) -> str:
    return f"/v1/visitor/conversations/{conversation_id}"
