"""What a running installation forgets by itself, as time goes by on a clock that the test sets (trust.md G8).

Not here: what can be forgotten, and by which statement (`tests/contract`, `tests/workspace`).
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
import uvicorn

from relevo import app
from relevo.app import foundation, install
from relevo.settings import Database, Limits, Settings
from relevo.testing import ManualClock
from relevo.workspace.assistants import NewAssistant
from relevo.workspace.seed import Seed, seed
from tests.api.desk import begun, eventually
from tests.api.running import Caller, EmbeddedServer
from tests.api.test_conversations import said

HOUR_S = 3600
WANTED = Seed(name="Shop", assistant=NewAssistant(kind="echo", name="Bean"), allowed_origins=("*",))


@asynccontextmanager
async def installed(folder: Path, clock: ManualClock) -> AsyncIterator[Caller]:
    """Serve a whole installation; return a visitor."""
    settings = Settings(database=Database(url=f"sqlite:///{folder / 'relevo.db'}"), limits=Limits(exempt_loopback=True))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with foundation(settings, clock=clock) as base:
            seeded = await seed(base.workspace, WANTED)
            config = uvicorn.Config(install(base, url).application, lifespan="on", ws="none", log_config=None)
            server = EmbeddedServer(config)
            serving = asyncio.create_task(server.serve([listener]))
            async with httpx2.AsyncClient(base_url=url) as http:
                while not server.started:
                    await asyncio.sleep(0.01)
                try:
                    answer = await http.post("/v1/visitor/session", json={"inbox_key": seeded.inbox.key})
                    yield Caller(http, answer.json()["token"], answer.json())
                finally:
                    server.should_exit = True
                    await serving


async def test_a_running_server_forgets_an_answer_after_24_hours_by_itself_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "TIDY_S", 0.05)
    clock = ManualClock()
    async with installed(tmp_path, clock) as visitor:
        conversation_id = await begun(visitor)

        async def status_of_another(client_id: str) -> int:
            """Name something else the same: refused for as long as the name is known."""
            answer = await said(visitor, conversation_id, f"not {client_id}", client_id=client_id)
            return int(answer.status_code)

        async def is_forgotten(client_id: str) -> bool:
            return await status_of_another(client_id) == 201

        assert (await said(visitor, conversation_id, "first", client_id="first")).status_code == 201
        clock.advance(HOUR_S)
        assert (await said(visitor, conversation_id, "second", client_id="second")).status_code == 201
        assert [await status_of_another(name) for name in ("first", "second")] == [422, 422]

        clock.advance(23.5 * HOUR_S)
        await eventually(lambda: is_forgotten("first"))
        assert (await said(visitor, conversation_id, "second", client_id="second")).status_code == 200
        assert await status_of_another("second") == 422

        clock.advance(HOUR_S)
        await eventually(lambda: is_forgotten("second"))
