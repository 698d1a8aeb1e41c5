"""What a visitor goes through who wants a person, against the real server: asked, waiting, nobody, a number, the AI again, a late claim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import VisitorAt, complaints_of, visitor_at
from tests.running import Demo, demo

pytestmark = pytest.mark.browser

PATIENCE_S = 4
"""Long enough to see the wait on a busy machine, short enough to wait for its end."""


@dataclass(slots=True)
class AgentByApi:
    """An agent who needs no screen."""

    http: httpx2.Client
    name: str
    said: list[str] = field(default_factory=list)

    def takes_over(self, visitor: VisitorAt) -> None:
        self._post(visitor, "take-over", {})

    def says(self, visitor: VisitorAt, text: str) -> None:
        self.said.append(text)
        self._post(visitor, "messages", {"text": text, "client_id": f"api-{self.name}-{len(self.said)}"})

    def types(self, visitor: VisitorAt) -> None:
        self._post(visitor, "typing", {})

    def resolves(self, visitor: VisitorAt) -> None:
        self._post(visitor, "resolve", {})

    def sees(self, visitor: VisitorAt) -> dict[str, Any]:
        view: dict[str, Any] = self.http.get(f"/v1/conversations/{visitor.conversation_id}").raise_for_status().json()
        return view

    def events(self, visitor: VisitorAt, kind: str) -> list[dict[str, Any]]:
        path = f"/v1/conversations/{visitor.conversation_id}/events"
        page = self.http.get(path, params={"after": 0, "limit": 200}).raise_for_status().json()
        return [event for event in page["events"] if event["type"] == kind]

    def _post(self, visitor: VisitorAt, verb: str, body: dict[str, Any]) -> None:
        self.http.post(f"/v1/conversations/{visitor.conversation_id}/{verb}", json=body).raise_for_status()


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A shop that lets visitors wait for seconds instead of minutes."""
    with demo(tmp_path_factory.mktemp("hurried")) as running:
        running.configure("/v1/settings", {"handoff": {"response_timeout_s": PATIENCE_S}})
        expect.set_options(timeout=15_000)
        yield running


@pytest.fixture
def visitor(browser: Browser, hurried: Demo) -> Iterator[VisitorAt]:
    with visitor_at(browser, hurried, locale="de-DE") as somebody:
        yield somebody
        assert somebody.complaints == []


@pytest.fixture
def maria(hurried: Demo) -> Iterator[AgentByApi]:
    account = hurried.agent(0)
    with httpx2.Client(base_url=hurried.url) as http:
        entry = {"email": account["email"], "password": account["password"]}
        token = http.post("/v1/sign-in", json=entry).raise_for_status().json()["token"]
        http.cookies.clear()
        http.headers["Authorization"] = f"Bearer {token}"
        yield AgentByApi(http, account["name"].split()[0])


def in_phase(visitor: VisitorAt, phase: str) -> None:
    expect(visitor.part("panel")).to_have_attribute("data-phase", phase)


def becomes_live(visitor: VisitorAt, maria: AgentByApi) -> None:
    """A late claim shows without anything done by the visitor."""
    maria.takes_over(visitor)
    in_phase(visitor, "joining")
    expect(visitor.part("status")).to_contain_text("Waiting for support agent to join")
    expect(visitor.part("header")).to_contain_text(maria.name)
    maria.says(visitor, "Sorry for the wait!")
    in_phase(visitor, "live")
    expect(visitor.part("badge")).to_have_text("Live Agent")
    expect(visitor.part("header")).to_contain_text(f"Live chat with {maria.name}")
    visitor.reads("Sorry for the wait!")


def asks(visitor: VisitorAt) -> None:
    visitor.open_chat()
    visitor.part("talk-to-human").click()


def test_the_button_asks_before_the_first_message_and_a_double_click_asks_once(
    visitor: VisitorAt, maria: AgentByApi
) -> None:
    visitor.open_chat()
    visitor.part("talk-to-human").dblclick()
    in_phase(visitor, "waiting")
    expect(visitor.part("status")).to_contain_text("Waiting for a team member…")
    visitor.reads("Connecting you with the team now…")
    expect(visitor.part("talk-to-human")).to_have_count(0)
    assert len(maria.events(visitor, "human_requested")) == 1
    assert maria.sees(visitor)["human_handoff"] is True
    becomes_live(visitor, maria)


def test_a_keyword_is_asked_about_and_yes_waits(visitor: VisitorAt, maria: AgentByApi) -> None:
    visitor.open_chat()
    visitor.says("I want to speak to someone")
    in_phase(visitor, "asked")
    expect(visitor.part("offer")).to_contain_text("Would you like to speak with a team member?")
    visitor.part("accept").click()
    in_phase(visitor, "waiting")
    expect(visitor.part("accept")).to_have_count(0)
    assert [event["data"]["trigger"] for event in maria.events(visitor, "human_requested")] == ["keyword"]


def test_a_keyword_is_asked_about_and_no_goes_on_with_the_ai(visitor: VisitorAt, maria: AgentByApi) -> None:
    visitor.open_chat()
    visitor.says("I want to speak to someone")
    visitor.part("decline").click()
    in_phase(visitor, "assistant")
    expect(visitor.part("message-assistant")).to_have_count(1)
    expect(visitor.part("offer")).to_have_count(1)
    visitor.says("How do I descale my machine?")
    visitor.reads("descaler")
    in_phase(visitor, "assistant")
    assert len(maria.events(visitor, "human_declined")) == 1
    assert maria.events(visitor, "human_requested") == []


def test_the_visitor_sees_their_place_in_the_queue(visitor: VisitorAt) -> None:
    asks(visitor)
    in_phase(visitor, "waiting")
    expect(visitor.part("queue")).to_have_text(re.compile(r"You are (next|number \d+)"))


def test_nobody_comes_a_number_is_left_corrected_and_a_late_claim_goes_live(
    visitor: VisitorAt, maria: AgentByApi
) -> None:
    asks(visitor)
    in_phase(visitor, "busy")
    visitor.reads("Our team is currently busy.")
    expect(visitor.part("phone-country")).to_have_value("DE")

    visitor.part("phone").fill("12")
    visitor.part("phone").press("Enter")
    expect(visitor.part("phone-form")).to_contain_text("Please enter a full phone number.")
    expect(visitor.part("phone")).to_have_attribute("aria-invalid", "true")
    in_phase(visitor, "busy")

    visitor.part("phone").fill("0151 23456788")
    visitor.part("phone").press("Enter")
    visitor.reads("+4915123456788")
    expect(visitor.part("phone-form")).to_have_count(0)

    visitor.part("phone-edit").click()
    visitor.part("phone").fill("0151 23456789")
    visitor.part("phone").press("Enter")
    visitor.reads("+4915123456789")
    assert maria.sees(visitor)["contact_phone"] == "+4915123456789"
    becomes_live(visitor, maria)


def test_going_on_with_the_ai_answers_again_and_a_late_claim_goes_live(visitor: VisitorAt, maria: AgentByApi) -> None:
    asks(visitor)
    visitor.part("continue-ai").click()
    in_phase(visitor, "assistant")
    visitor.says("How do I descale my machine?")
    visitor.reads("descaler")
    becomes_live(visitor, maria)


def test_what_is_typed_outlives_every_state_a_reload_and_is_there_in_a_second_tab(
    visitor: VisitorAt, maria: AgentByApi, hurried: Demo
) -> None:
    asks(visitor)
    visitor.part("composer").fill("half a thou")
    in_phase(visitor, "busy")
    visitor.part("phone").fill("0151 2")
    visitor.page.reload()
    visitor.open_chat()
    in_phase(visitor, "busy")
    expect(visitor.part("composer")).to_have_value("half a thou")
    expect(visitor.part("phone")).to_have_value("0151 2")
    page = visitor.page.context.new_page()
    second = VisitorAt(page, complaints_of(page))
    page.goto(str(hurried.told["visitor_page"]))
    second.open_chat()
    expect(second.part("composer")).to_have_value("half a thou")
    expect(second.part("phone")).to_have_value("0151 2")
    maria.takes_over(visitor)
    maria.says(visitor, "Here I am.")
    in_phase(visitor, "live")
    expect(visitor.part("composer")).to_have_value("half a thou")
    maria.resolves(visitor)
    in_phase(visitor, "closed")
    visitor.part("start-new").click()
    expect(visitor.part("composer")).to_have_value("half a thou")


def test_a_request_without_a_network_is_sent_when_it_is_back(visitor: VisitorAt, maria: AgentByApi) -> None:
    visitor.open_chat()
    visitor.says("Hello")
    visitor.reads("Hello")
    visitor.page.context.set_offline(True)
    visitor.part("talk-to-human").click()
    expect(visitor.part("talk-to-human")).to_have_attribute("aria-disabled", "true")
    visitor.page.context.set_offline(False)
    in_phase(visitor, "waiting")
    assert len(maria.events(visitor, "human_requested")) == 1


def test_an_agent_who_types_is_named(visitor: VisitorAt, maria: AgentByApi) -> None:
    asks(visitor)
    in_phase(visitor, "waiting")
    maria.takes_over(visitor)
    maria.says(visitor, "One moment.")
    visitor.reads("One moment.")
    maria.types(visitor)
    expect(visitor.part("typing").get_by_role("img")).to_have_attribute(
        "aria-label", re.compile(rf"{maria.name}.* is typing…")
    )


def test_the_pages_a_visitor_goes_to_are_there_for_the_team(visitor: VisitorAt, maria: AgentByApi) -> None:
    visitor.open_chat()
    visitor.says("Hello")
    visitor.reads("Hello")
    with visitor.page.expect_response("**/v1/visitor/page") as told:
        visitor.page.evaluate("history.pushState(null, '', '#/grinders'); document.title = 'Grinders'")
    assert told.value.status == 204
    context = maria.http.get(f"/v1/conversations/{visitor.conversation_id}/visitor").raise_for_status().json()
    assert "Grinders" in [page["title"] for page in context["pages"]]


def test_who_is_signed_out_in_one_tab_is_gone_from_the_other_where_they_were_live(
    visitor: VisitorAt, maria: AgentByApi
) -> None:
    asks(visitor)
    in_phase(visitor, "waiting")
    becomes_live(visitor, maria)
    other = VisitorAt(visitor.page.context.new_page())
    other.page.goto(visitor.page.url)
    other.open_chat()
    in_phase(other, "live")
    names = (
        "Object.entries(localStorage).filter(([name]) => /[.](token|conversation)$/.test(name)).map(([, kept]) => kept)"
    )
    known: list[str] = visitor.page.evaluate(names)
    assert len(known) == 2
    visitor.page.evaluate("Relevo('reset')")
    for tab in (visitor, other):
        in_phase(tab, "assistant")
        expect(tab.part("message-agent")).to_have_count(0)
    maria.says(visitor, "Are you still there?")
    # What either tab still did with the old conversation it does before their new one, which they share, is answered.
    for answers, tab in enumerate((visitor, other), 1):
        tab.says("Hello again")
        expect(tab.part("message-assistant")).to_have_count(answers)
    for tab in (visitor, other):
        kept = tab.page.evaluate("JSON.stringify([localStorage, sessionStorage])")
        assert [each for each in known if each in kept] == []
        expect(tab.part("message-agent")).to_have_count(0)
