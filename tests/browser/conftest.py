"""A real Chromium and a real demo for browser tests, and the people who use them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.people import AgentAt, VisitorAt, agent_at, visitor_at
from tests.running import Demo, demo

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("RELEVO_TEST_CHROMIUM", "/usr/bin/chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    data: Path = tmp_path_factory.mktemp("shop")
    with demo(data) as running:
        # Slow enough that one can see an answer being made and step in.
        running.configure("/v1/assistants", {"options": {"pace_ms": "60"}})
        expect.set_options(timeout=15_000)
        yield running


@pytest.fixture
def visitor(browser: Browser, shop: Demo) -> Iterator[VisitorAt]:
    with visitor_at(browser, shop) as somebody:
        yield somebody


@pytest.fixture
def sign_in(browser: Browser, shop: Demo) -> Iterator[Callable[..., AgentAt]]:
    """Signs an agent in in a browser of their own: `sign_in(0)` is Maria, `sign_in(1)` Noah."""
    open_ones = []

    def enter(number: int = 0, **options: object) -> AgentAt:
        somebody = agent_at(browser, shop, number, **options)
        open_ones.append(somebody)
        return somebody

    yield enter
    for somebody in open_ones:
        somebody.page.context.close()
