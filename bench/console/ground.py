"""A demo with thousands of conversations, and agents who sign in to it. Not here: what is measured."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from bench.lists import Language, conversation_id, said_and_done
from relevo.core.commands import StartConversation
from relevo.core.conversation import Conversation
from relevo.core.decide import decide
from relevo.core.events import Recorded
from relevo.core.evolve import record
from relevo.core.ids import InboxId, WorkspaceId
from relevo.core.rules import Rules
from relevo.ports import Commit
from relevo.storage.sqlite import open_database
from tests.running import Demo, demo, start_demo

CONVERSATIONS = 5_900
"""Of which 85 in a hundred are closed: 5,000 in one list."""
PHONE = {"width": 360, "height": 640}


@contextmanager
def grown_demo(folder: Path) -> Iterator[Demo]:
    """A demo that has been in use for long."""
    start_demo(folder).stop()
    with closing(sqlite3.connect(folder / "relevo.db")) as tables:
        workspace, inbox = tables.execute("SELECT workspace_id, inbox_id FROM inboxes").fetchone()
    asyncio.run(_grow(folder, WorkspaceId(workspace), InboxId(inbox)))
    with demo(folder) as running:
        yield running


async def _grow(folder: Path, workspace: WorkspaceId, inbox: InboxId) -> None:
    database, language = open_database(folder / "relevo.db", "bench"), Language()

    async def some(first: int) -> None:
        for number in range(first, CONVERSATIONS, 64):
            await database.log.append(_whole(number, workspace, inbox, language))

    await asyncio.gather(*map(some, range(64)))
    await database.close()


def _whole(number: int, workspace: WorkspaceId, inbox: InboxId, language: Language) -> Commit:
    id, head = conversation_id(number), None
    records: list[Recorded] = []
    for command in said_and_done(number, workspace, language):
        placed = replace(command, inbox_id=inbox) if isinstance(command, StartConversation) else command
        head, new = record(id, head, decide(head, placed, Rules()), placed)
        records += new
    assert isinstance(head, Conversation)
    return Commit(None, head, tuple(records))


@contextmanager
def owner_of(shop: Demo) -> Iterator[httpx2.Client]:
    """The owner, who needs no screen."""
    account = shop.agent(3)
    with httpx2.Client(base_url=shop.url) as http:
        token = http.post("/v1/sign-in", json={"email": account["email"], "password": account["password"]}).json()[
            "token"
        ]
        http.cookies.clear()
        http.headers["Authorization"] = f"Bearer {token}"
        yield http


def signed_in(browser: Browser, shop: Demo, number: int = 0, **options: Any) -> Page:
    """Open the console as an agent."""
    page = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options}).new_page()
    account = shop.agent(number)
    page.goto(str(shop.told["console"]))
    page.get_by_test_id("sign-in-email").fill(account["email"])
    page.get_by_test_id("sign-in-password").fill(account["password"])
    page.get_by_test_id("sign-in-submit").click()
    page.get_by_test_id("row").first.wait_for()
    return page


def slowed(context: BrowserContext, page: Page, *, has_cache: bool) -> CDPSession:
    """Give a page the network and processor of the profile: 1.6 Mbit/s, 150 ms, four times slower."""
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.setCacheDisabled", {"cacheDisabled": not has_cache})
    tools.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000},
    )
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return tools
