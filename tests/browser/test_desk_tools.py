"""What makes an agent quick, against the real server: canned replies, filters with live counts, teams, earlier conversations, the order of waiting."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import AgentAt, VisitorAt, visitor_at
from tests.running import Demo

pytestmark = pytest.mark.browser


@contextmanager
def owner_of(shop: Demo) -> Iterator[httpx2.Client]:
    """The owner, who needs no screen."""
    account = shop.agent(3)
    entry = {"email": account["email"], "password": account["password"]}
    with httpx2.Client(base_url=shop.url) as http:
        token = http.post("/v1/sign-in", json=entry).json()["token"]
        http.cookies.clear()
        http.headers["Authorization"] = f"Bearer {token}"
        yield http


def made(shop: Demo, path: str, **what: Any) -> None:
    """Have the owner make something that the team shares."""
    with owner_of(shop) as http:
        http.post(path, json=what).raise_for_status()


def row(agent: AgentAt, visitor: VisitorAt) -> Locator:
    return agent.page.locator(f'[data-testid="row"][data-id="{visitor.conversation_id}"]')


def said(visitor: VisitorAt, text: str) -> None:
    visitor.open_chat()
    visitor.says(text)
    visitor.reads(text)


def test_a_canned_reply_is_found_filled_in_and_sent(visitor, sign_in, shop):
    made(
        shop,
        "/v1/canned-replies",
        shortcut="greet",
        title="Greeting",
        text="Hello, this is {agent.first_name} of {inbox.name}. How can I help?",
        is_shared=True,
    )
    said(visitor, "Good morning!")
    maria = sign_in(0)
    maria.opens(visitor)
    maria.takes_over()

    maria.part("composer").press_sequentially("/gre")
    expect(maria.part("suggest-preview")).to_contain_text("Hello, this is Maria of ")
    maria.page.keyboard.press("Enter")
    expect(maria.part("composer")).to_have_value(re.compile("^Hello, this is Maria of .+ How can I help[?]$"))
    maria.page.keyboard.press("Enter")

    visitor.reads("How can I help?")
    assert "/gre" not in visitor.transcript()


def test_a_saved_filter_counts_live_and_opens_what_it_holds(visitor, sign_in, shop):
    made(shop, "/v1/labels", name="warranty", color="#7d3cff", description=None)
    said(visitor, "My machine is still under warranty")
    aiko = sign_in(2)
    aiko.part("filters-toggle").click()
    aiko.part("filter-label").select_option("warranty")
    aiko.part("filters-save").click()
    aiko.part("filter-name").fill("Warranty cases")
    aiko.part("filter-shared").check()
    aiko.part("filter-dialog-save").click()
    saved = aiko.page.get_by_test_id("saved-filter").filter(has_text="Warranty cases")
    expect(saved).to_have_attribute("aria-current", "page")
    expect(saved.locator(".ui-count")).to_have_count(0)

    maria = sign_in(0)
    maria.opens(visitor)
    maria.part("label-add").fill("warr")
    maria.page.get_by_test_id("label-option").filter(has_text="warranty").click()
    expect(maria.part("labels")).to_contain_text("warranty")

    expect(row(aiko, visitor)).to_be_visible()
    expect(saved.locator(".ui-count")).to_have_text("1")
    shared = maria.page.get_by_test_id("saved-filter").filter(has_text="Warranty cases")
    maria.page.reload()
    shared.click()
    expect(row(maria, visitor)).to_contain_text("warranty")
    expect(maria.part("saved-more")).to_have_count(0)


def test_a_transfer_to_a_team_waits_for_its_members_with_the_note(visitor, sign_in, shop):
    with owner_of(shop) as http:
        people = http.get("/v1/agents").raise_for_status().json()["items"]
    made(shop, "/v1/teams", name="Workshop", agent_ids=[one["id"] for one in people if one["name"].startswith("Noah")])
    said(visitor, "The grinder makes a noise")
    maria, noah = sign_in(0), sign_in(1)
    maria.opens(visitor)
    maria.takes_over()
    maria.says("Let me ask the workshop.")

    maria.page.keyboard.press("Escape")
    maria.page.keyboard.press("f")
    team = maria.page.get_by_test_id("transfer-team").filter(has_text="Workshop")
    expect(team).to_contain_text("1 of 1 online")
    team.click()
    maria.part("transfer-note-field").fill("Noise since the last cleaning.")
    maria.part("transfer-confirm").click()
    expect(maria.part("activity")).to_have_attribute("data-standing", "waiting")

    noah.part("view-handoff").first.click()
    expect(row(noah, visitor).get_by_test_id("row-trigger")).to_contain_text("transferred to a team")
    row(noah, visitor).click()
    expect(noah.part("handed-note")).to_contain_text("Noise since the last cleaning.")
    noah.part("assign-to-me").click()
    expect(noah.part("activity")).to_have_attribute("data-standing", "mine")
    assert "Noise since" not in visitor.part("panel").inner_text()


def test_an_earlier_conversation_is_read_beside_the_present_one(visitor, sign_in):
    said(visitor, "Do you sell paper filters?")
    maria = sign_in(0)
    maria.opens(visitor)
    maria.takes_over()
    maria.says("Yes, in two sizes.")
    visitor.reads("Yes, in two sizes.")
    maria.part("resolve").first.click()
    maria.part("resolve-confirm").click()
    visitor.part("start-new").click()
    visitor.says("One more thing about filters")
    visitor.reads("One more thing about filters")

    maria.opens(visitor)
    maria.part("earlier-one").first.click()

    expect(maria.part("earlier-log")).to_contain_text("Yes, in two sizes.")
    expect(maria.part("earlier-dialog").get_by_role("textbox")).to_have_count(0)
    maria.page.keyboard.press("Escape")
    expect(maria.part("thread")).to_contain_text("One more thing about filters")


def test_who_waits_longest_stands_first_and_opens_by_one_key(browser, shop, sign_in):
    maria = sign_in(0)
    with visitor_at(browser, shop) as first, visitor_at(browser, shop) as second:
        for visitor, text in ((first, "First in line"), (second, "Second in line")):
            said(visitor, text)
            visitor.part("talk-to-human").click()
            expect(visitor.part("status")).to_contain_text(re.compile("Waiting for a team member|Connecting you"))
        maria.part("view-handoff").first.click()
        expect(row(maria, second)).to_be_visible()
        order = maria.page.get_by_test_id("row").evaluate_all("rows => rows.map(row => row.dataset.id)")
        assert order.index(first.conversation_id) < order.index(second.conversation_id)

        # A word of the second one changes nothing about who has waited longer; a third row shows that the list was put in order since.
        second.says("Hello?")
        expect(row(maria, second)).to_contain_text("Hello?")
        with visitor_at(browser, shop) as third:
            said(third, "Third in line")
            third.part("talk-to-human").click()
            expect(row(maria, third)).to_be_visible()
        order = maria.page.get_by_test_id("row").evaluate_all("rows => rows.map(row => row.dataset.id)")
        assert order.index(first.conversation_id) < order.index(second.conversation_id)

        maria.part("view-closed").first.click()
        maria.page.keyboard.press("u")
        expect(maria.page).to_have_url(re.compile(f"/v/handoff/c/{order[0]}$"))
