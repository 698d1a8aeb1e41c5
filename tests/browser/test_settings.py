"""What an owner sets in the console is what visitors read a moment later; and what a plan lacks is locked in both."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from playwright.sync_api import Browser, expect

from tests.browser.people import AgentAt, VisitorAt, agent_at, visitor_at
from tests.running import Demo, demo

pytestmark = pytest.mark.browser

OWNER = 3
WAITING = "One moment, we are fetching Maria."
BUSY = "Everybody is at lunch. Leave your number, and we call you by two."


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings")


@pytest.fixture
def place(data: Path) -> Iterator[Demo]:
    with demo(data) as running:
        expect.set_options(timeout=15_000)
        yield running


@pytest.fixture
def owner(browser: Browser, place: Demo) -> Iterator[AgentAt]:
    somebody = agent_at(browser, place, OWNER)
    yield somebody
    assert somebody.complaints == []
    somebody.page.context.close()


@pytest.fixture
def visitor(browser: Browser, place: Demo) -> Iterator[VisitorAt]:
    with visitor_at(browser, place) as somebody:
        yield somebody
        assert somebody.complaints == []


def goes_to(owner: AgentAt, page: str) -> None:
    owner.part("own-menu").click()
    owner.part("open-settings").click()
    owner.part(f"settings-{page}").click()


def saves(owner: AgentAt) -> None:
    owner.part("save-settings").click()
    expect(owner.part("save-bar")).to_contain_text("Saved")


def previewed(owner: AgentAt) -> str:
    return str(owner.part("preview").evaluate("it => it.querySelector('.preview__host').shadowRoot.textContent"))


def test_an_ai_agents_own_waiting_text_timeout_and_busy_text_reach_the_visitor(
    owner: AgentAt, visitor: VisitorAt
) -> None:
    goes_to(owner, "handoff")
    owner.page.locator("[data-testid^=handoff-of-assistant]").first.click()
    owner.part("waiting-text").fill(WAITING)
    owner.part("response-timeout").fill("3")
    owner.part("busy-text").fill(BUSY)
    assert BUSY in previewed(owner)
    owner.part("keywords").fill("fetch somebody")
    owner.part("keywords").press("Enter")
    saves(owner)

    visitor.open_chat()
    visitor.says("Please fetch somebody for me.")
    expect(visitor.part("offer")).to_be_visible()
    visitor.part("accept").click()
    visitor.reads(WAITING)
    visitor.reads(BUSY)
    expect(visitor.part("busy")).to_be_visible()

    owner.page.reload()
    expect(owner.part("waiting-text")).to_have_value(WAITING)
    owner.part("handoff-of-workspace").click()
    expect(owner.part("waiting-text")).to_have_value("Connecting you with the team now…")


def test_a_text_of_another_language_is_worded_anew_and_read_by_its_visitors(
    owner: AgentAt, browser: Browser, place: Demo
) -> None:
    goes_to(owner, "texts")
    owner.part("text-language").select_option("he")
    expect(owner.part("text-greeting")).to_have_attribute("lang", "he")
    owner.part("text-greeting").fill("ברוכים הבאים למקלט הקפה")
    assert "ברוכים הבאים למקלט הקפה" in previewed(owner)
    owner.part("text-agent_joined").fill("{wrong}")
    owner.part("save-settings").click()
    expect(owner.part("text-agent_joined")).to_have_attribute("aria-invalid", "true")
    expect(owner.page.get_by_text("{wrong} is not filled in here")).to_be_visible()
    owner.part("reset-agent_joined").click()
    saves(owner)

    with visitor_at(browser, place, locale="he-IL") as visitor:
        visitor.page.evaluate("document.documentElement.lang = 'he'")
        visitor.open_chat()
        expect(visitor.part("panel")).to_contain_text("ברוכים הבאים למקלט הקפה")
        expect(visitor.part("panel")).to_have_attribute("dir", "rtl")


def test_a_team_a_label_and_a_reply_are_made_and_a_colleague_has_them(
    owner: AgentAt, browser: Browser, place: Demo
) -> None:
    goes_to(owner, "labels")
    owner.part("add").click()
    owner.part("label-name").fill("Decalcify")
    owner.part("editor-save").click()
    expect(owner.part("items")).to_contain_text("Decalcify")
    owner.part("settings-teams").click()
    owner.part("add").click()
    owner.part("team-name").fill("Machines")
    owner.page.locator("[data-testid^=member-]").first.check()
    owner.part("editor-save").click()
    expect(owner.part("items")).to_contain_text("1 agent")
    owner.part("settings-canned-replies").click()
    owner.part("add").click()
    owner.part("reply-shortcut").fill("hi")
    owner.part("reply-title").fill("Greeting")
    owner.part("reply-text").fill("Hello {visitor.first_name}!")
    owner.part("reply-shared").check()
    owner.part("editor-save").click()
    expect(owner.part("items")).to_contain_text("/hi")

    maria = agent_at(browser, place, 0)
    maria.page.evaluate("location.hash = '#/settings/canned-replies'")
    expect(maria.part("items")).to_contain_text("/hi")
    expect(maria.part("edit")).to_have_count(0)
    maria.part("settings-labels").click()
    expect(maria.part("items")).to_contain_text("Decalcify")
    assert maria.complaints == []
    maria.page.context.close()


def test_a_customer_whom_the_site_vouches_for_is_the_same_visitor_in_another_browser(
    owner: AgentAt, browser: Browser, place: Demo
) -> None:
    goes_to(owner, "inboxes")
    owner.part("signed-identities").click()
    owner.part("make-secret").click()
    key_id, secret = owner.part("identity-key-id").inner_text(), owner.part("identity-secret").inner_text()

    def came_as(customer_id: str, somebody: VisitorAt) -> VisitorAt:
        now = int(time.time())
        claims = {"sub": customer_id, "aud": "widget", "iat": now, "exp": now + 300, "name": "Zoë"}
        token = jwt.encode({"alg": "HS256", "kid": key_id}, claims, OctKey.import_key(secret))
        somebody.page.evaluate("token => Relevo('identify', token)", token)
        somebody.open_chat()
        return somebody

    with (
        visitor_at(browser, place) as here,
        visitor_at(browser, place) as elsewhere,
        visitor_at(browser, place) as another,
    ):
        came_as("c-17", here).says("My kettle is broken.")
        here.reads("My kettle is broken.")
        came_as("c-17", elsewhere).reads("My kettle is broken.")
        expect(came_as("c-18", another).part("log")).not_to_contain_text("kettle")
        for somebody in (here, elsewhere, another):
            assert somebody.complaints == []


def test_an_agent_changes_their_password_and_stays_signed_in(browser: Browser, place: Demo) -> None:
    here, elsewhere = agent_at(browser, place, 1), agent_at(browser, place, 1)
    here.page.evaluate("location.hash = '#/settings/profile'")
    expect(here.part("session")).to_have_count(2)
    here.part("password-current").fill("not my password")
    here.part("password-next").fill("seven green kettles sing")
    here.part("password-save").click()
    expect(here.page.get_by_text("This is not your password.")).to_be_visible()
    here.part("password-current").fill(place.agent(1)["password"])
    here.part("password-save").click()
    expect(here.part("toast")).to_contain_text("Your password is changed")
    expect(elsewhere.part("sign-in-email")).to_be_visible(timeout=25_000)
    here.page.reload()
    expect(here.part("session")).to_have_count(1)
    for window in (here, elsewhere):
        window.page.context.close()


def test_a_plan_without_handoff_is_locked_in_the_settings_and_in_the_chat(browser: Browser, data: Path) -> None:
    (file,) = data.glob("*.db")
    with sqlite3.connect(file) as database:
        database.execute("UPDATE workspaces SET plan = 'free'")
    with demo(data) as place:
        owner = agent_at(browser, place, OWNER)
        goes_to(owner, "handoff")
        expect(owner.part("plan-locked")).to_contain_text("not part of the free plan")
        expect(owner.part("handoff-enabled")).to_be_disabled()
        expect(owner.part("handoff-enabled")).not_to_be_checked()
        refused = owner.page.evaluate(
            """async () => {
                const { csrf_token } = await (await fetch("/v1/me")).json();
                const headers = { "content-type": "application/json", "x-csrf-token": csrf_token };
                const body = JSON.stringify({ handoff: { enabled: true } });
                const answer = await fetch("/v1/settings", { method: "PATCH", headers, body });
                return [answer.status, (await answer.json()).type.split("/").pop()];
            }"""
        )
        assert refused == [403, "plan-locked"]
        with visitor_at(browser, place) as visitor:
            visitor.open_chat()
            visitor.says("I want to talk to a human agent")
            expect(visitor.part("message-assistant").first).to_be_visible()
            expect(visitor.part("talk-to-human")).to_have_count(0)
            expect(visitor.part("offer")).to_have_count(0)
        owner.page.context.close()
