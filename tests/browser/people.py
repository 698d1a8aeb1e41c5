"""A visitor and an agent in browsers of their own, who do what people do: look, type, click.

Not here: the tests.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.running import Demo

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}


def complaints_of(page: Page) -> list[str]:
    """Collect what the page complains about: uncaught errors and violations of the content policy."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None,
    )
    return complaints


@dataclass(slots=True)
class VisitorAt:
    """A visitor on a page with the widget."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    conversation_id: str = ""

    def __post_init__(self) -> None:
        # A bound method of a slotted object cannot be registered: Playwright keeps a note of it on the object.
        def follow(request: Request) -> None:
            self._follow(request)

        self.page.on("request", follow)

    def _follow(self, request: Request) -> None:
        """Note which conversation the widget talks about."""
        if found := re.search(r"/v1/visitor/conversations/([^/]+)/", request.url):
            self.conversation_id = found[1]

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def open_chat(self) -> None:
        """Open the chat, unless the page remembered that it was open."""
        expect(self.part("launcher")).to_be_visible()
        if not self.part("composer").is_visible():
            self.part("launcher").click()
        expect(self.part("composer")).to_be_visible()

    def says(self, text: str) -> None:
        self.part("composer").fill(text)
        self.part("composer").press("Enter")

    def reads(self, text: str) -> None:
        expect(self.part("log")).to_contain_text(text)

    def transcript(self) -> str:
        return self.part("log").inner_text()


@dataclass(slots=True)
class AgentAt:
    """An agent in the console."""

    page: Page
    name: str
    complaints: list[str] = field(default_factory=list)

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def opens(self, visitor: VisitorAt) -> None:
        """Open a visitor's conversation as a link in a notification does."""
        expect(visitor.part("log")).to_contain_text("You")
        self.page.evaluate("id => { location.hash = '#/v/all/c/' + id }", visitor.conversation_id)
        expect(self.part("thread")).to_be_visible()

    def takes_over(self) -> None:
        self.part("take-over").first.click()
        expect(self.part("release").first).to_be_visible()

    def says(self, text: str) -> None:
        self.part("composer").fill(text)
        self.part("composer").press("Enter")

    def reads(self, text: str) -> None:
        expect(self.part("thread")).to_contain_text(text)


def eventually(page: Page, is_so: Callable[[], bool], *, within_s: int = 15) -> None:
    """Look until it is so, for what no locator can tell; meanwhile the pages go on. Raises AssertionError."""
    for _ in range(within_s * 20):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"it is not so after {within_s} s")


@contextmanager
def visitor_at(browser: Browser, shop: Demo, **options: Any) -> Iterator[VisitorAt]:
    """Somebody new on the shop's page."""
    context = browser.new_context(**{"viewport": DESK, **options})
    page = context.new_page()
    somebody = VisitorAt(page, complaints_of(page))
    page.goto(str(shop.told["visitor_page"]))
    yield somebody
    context.close()


def agent_at(browser: Browser, shop: Demo, number: int, **options: Any) -> AgentAt:
    """An agent who signs in."""
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
    page = context.new_page()
    account = shop.agent(number)
    somebody = AgentAt(page, account["name"].split()[0], complaints_of(page))
    page.goto(str(shop.told["console"]))
    somebody.part("sign-in-email").fill(account["email"])
    somebody.part("sign-in-password").fill(account["password"])
    somebody.part("sign-in-submit").click()
    expect(somebody.part("view-all").first).to_be_visible()
    return somebody
