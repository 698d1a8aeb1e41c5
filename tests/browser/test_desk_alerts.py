"""What calls an agent who looks elsewhere, when they count as away, and the palette: on the real server, in real tabs."""

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import AgentAt, VisitorAt, eventually, visitor_at

pytestmark = pytest.mark.browser

RECORD = """
window.called = { tones: 0, shown: [] };
const made = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.called.tones += 1; return made.call(this); };
class Shown {
  static permission = "granted";
  static async requestPermission() { return "granted"; }
  constructor(title, { body }) { window.called.shown.push({ title, body }); window.last = this; }
  close() {}
}
Object.defineProperty(window, "Notification", { value: Shown });
"""
"""Writes down, in each tab, what it sounds and shows."""


def told(page: Page) -> dict[str, Any]:
    called: dict[str, Any] = page.evaluate("window.called")
    return called


def shown(tabs: Sequence[Page]) -> list[dict[str, str]]:
    return [one for tab in tabs for one in told(tab)["shown"]]


def has_row(page: Page, visitor: VisitorAt) -> None:
    expect(page.locator(f'[data-testid="row"][data-id="{visitor.conversation_id}"]')).to_be_visible()


def two_tabs(agent: AgentAt) -> tuple[Page, Page]:
    """Open a second tab of an agent who wants notifications of the system; both write down what they do."""
    context = agent.page.context
    context.add_init_script(RECORD)
    agent.page.evaluate("location.hash = '#/settings/alerts'")
    agent.page.reload()
    toggle = agent.part("alert-desktop")
    expect(toggle).to_be_visible()
    if not toggle.is_checked():
        toggle.check()
    agent.part("leave-settings").click()
    expect(agent.part("view-all").first).to_be_visible()
    other = context.new_page()
    other.goto(agent.page.url)
    # Nothing is read before the stream is heard.
    expect(other.get_by_test_id("list")).to_be_visible()
    expect(other.get_by_test_id("list")).not_to_contain_text("Loading")
    other.mouse.click(500, 500)
    return agent.page, other


def asks(visitor: VisitorAt, text: str) -> None:
    """Say something, then ask for a person with the button."""
    visitor.open_chat()
    visitor.says(text)
    visitor.reads(text)
    visitor.part("talk-to-human").click()


def run(page: Page, words: str, entry: str) -> None:
    """Find an entry of the palette and run it, by keyboard."""
    page.keyboard.press("Control+k")
    expect(page.get_by_test_id("palette-field")).to_be_focused()
    page.keyboard.type(words)
    expect(page.locator(f'[data-id="{entry}"][aria-selected=true]')).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("palette")).to_have_count(0)


def test_a_request_calls_once_over_two_tabs_and_leads_to_it(visitor, sign_in, browser, shop):
    maria = sign_in(0)
    tabs = two_tabs(maria)

    asks(visitor, "My grinder makes a strange noise")

    expect(maria.page).to_have_title(re.compile(r"^\(\d+\) waiting"))
    eventually(maria.page, lambda: len(shown(tabs)) > 0)
    teller = next(tab for tab in tabs if told(tab)["shown"])
    teller.evaluate("window.last.onclick()")
    expect(teller.get_by_test_id("thread")).to_contain_text("strange noise")
    # Whatever a tab told a second time, it would tell before the next request.
    with visitor_at(browser, shop) as later:
        asks(later, "My kettle whistles")
        for tab in tabs:
            has_row(tab, later)
        eventually(maria.page, lambda: sum(told(tab)["tones"] for tab in tabs) >= 4)
    assert ["strange noise" in one["body"] for one in shown(tabs)].count(True) == 1
    assert all("asks for a person" in one["title"] for one in shown(tabs))
    assert len(shown(tabs)) == 2
    assert sum(told(tab)["tones"] for tab in tabs) == 4


def test_a_message_in_my_conversation_calls_unless_it_is_in_front(visitor, sign_in):
    visitor.open_chat()
    visitor.says("Where is my order?")
    maria = sign_in(0)
    maria.opens(visitor)
    maria.takes_over()
    tabs = two_tabs(maria)
    for tab in tabs:
        tab.evaluate("window.called.shown = []")

    visitor.says("Are you still there?")
    eventually(maria.page, lambda: len(shown(tabs)) > 0)

    tabs[1].evaluate("id => { location.hash = '#/v/mine/c/' + id }", visitor.conversation_id)
    tabs[1].get_by_test_id("composer").click()
    visitor.says("Hello again?")
    expect(tabs[1].get_by_test_id("thread")).to_contain_text("Hello again?")
    for tab in tabs:
        tab.evaluate("location.hash = '#/v/closed'")
        expect(tab.get_by_test_id("thread")).to_have_count(0)
    visitor.says("And again?")
    eventually(maria.page, lambda: any("And again?" in one["body"] for one in shown(tabs)))
    assert sorted(one["body"] for one in shown(tabs)) == ["And again?", "Are you still there?"]
    assert {one["title"].split(" · ")[1] for one in shown(tabs)} == {"writes"}


def test_away_by_choice_is_seen_by_colleagues_and_outlasts_input(sign_in):
    maria, noah = sign_in(0), sign_in(1)
    maria.part("own-menu").click()
    maria.part("presence-away").click()
    faces = noah.page.locator(".people__one", has_text="Maria")
    expect(faces).to_contain_text("away")

    said: list[str] = []
    maria.page.on("request", lambda request: said.append(request.post_data) if "/v1/presence" in request.url else None)
    maria.page.reload()
    expect(maria.page.locator(".own__away")).to_be_visible()
    maria.page.mouse.move(400, 400)
    maria.page.keyboard.press("j")
    expect(faces).to_contain_text("away")

    maria.part("own-menu").click()
    maria.part("presence-online").click()
    expect(faces).to_contain_text("online")
    # Input is told at once if at all, and so before the choice.
    *before, chosen = [json.loads(one)["state"] for one in said]
    assert set(before) == {"away"}
    assert chosen == "online"


def test_the_palette_opens_claims_replies_and_resolves_by_keyboard_alone(visitor, sign_in):
    asks(visitor, "The steam wand of my Verona is blocked")
    noah = sign_in(1)
    page = noah.page
    expect(page.locator(f'[data-testid="row"][data-id="{visitor.conversation_id}"]')).to_be_visible()

    run(page, "verona", f"open-{visitor.conversation_id}")
    expect(noah.part("claim")).to_be_visible()
    run(page, "claim", "action-claim")
    expect(noah.part("release")).to_be_visible()
    run(page, "write a reply", "action-reply")
    expect(noah.part("composer")).to_be_focused()
    page.keyboard.type("Soak it in hot water for a minute.")
    page.keyboard.press("Enter")
    visitor.reads("Soak it in hot water")
    run(page, "resolve", "action-resolve")
    expect(noah.part("resolve-confirm")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.locator('[data-standing="ended"]')).to_be_visible()
    assert noah.complaints == []


def test_keys_and_looks_follow_the_agent_to_another_browser(sign_in):
    noah = sign_in(1)
    noah.page.evaluate("location.hash = '#/settings/shortcuts'")
    line = noah.page.locator('[data-action="settings"]')
    line.get_by_test_id("key-change").click()
    noah.page.keyboard.press("y")
    expect(line).to_contain_text("Y")
    noah.page.evaluate("location.hash = '#/settings/looks'")
    noah.part("theme-choice-dark").check()

    elsewhere = sign_in(1)
    expect(elsewhere.page.locator("html")).to_have_attribute("data-theme", "dark")
    elsewhere.page.keyboard.press("y")
    elsewhere.page.wait_for_url(re.compile("#/settings"))
    elsewhere.page.evaluate("location.hash = '#/settings/shortcuts'")
    elsewhere.part("keys-reset").click()
    elsewhere.page.evaluate("location.hash = '#/settings/looks'")
    elsewhere.part("theme-choice-system").check()
    expect(elsewhere.page.locator("html")).not_to_have_attribute("data-theme", "dark")
