"""The desk at work against the real server: a visitor and colleagues side by side assign, transfer, override, release and resolve."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import PHONE, AgentAt, VisitorAt, eventually

pytestmark = pytest.mark.browser


def stands(agent: AgentAt, how: str) -> None:
    expect(agent.part("activity")).to_have_attribute("data-standing", how)


def colleague(agent: AgentAt, name: str) -> Locator:
    return agent.page.get_by_test_id("transfer-agent").filter(has_text=name)


def asked_for(visitor: VisitorAt, text: str) -> None:
    """The visitor says something and asks for a person."""
    visitor.open_chat()
    visitor.says(text)
    visitor.reads(text)
    visitor.part("talk-to-human").click()
    expect(visitor.part("status")).to_contain_text(re.compile("Waiting for a team member|Connecting you"))


def live(visitor: VisitorAt, agent: AgentAt, text: str) -> None:
    """An agent has answered the visitor."""
    visitor.open_chat()
    visitor.says(text)
    visitor.reads(text)
    agent.opens(visitor)
    agent.takes_over()
    agent.says("Hello, one moment please.")
    visitor.reads("Hello, one moment please.")


def test_who_opens_an_unassigned_conversation_is_asked_and_has_it(visitor, sign_in):
    asked_for(visitor, "My grinder is jammed")
    maria = sign_in(0)
    maria.part("view-unassigned").first.click()
    row = maria.page.locator(f'[data-testid="row"][data-id="{visitor.conversation_id}"]')
    expect(row.get_by_test_id("row-waiting")).to_have_text("Waiting")
    expect(row.get_by_test_id("row-trigger")).to_contain_text("asked by button")
    row.click()
    expect(maria.part("assign-prompt")).to_contain_text("Do you want to be assigned to this conversation?")

    maria.part("assign-to-me").click()

    stands(maria, "mine")
    visitor.reads("Maria joined the conversation.")
    expect(maria.part("composer")).to_be_focused()
    maria.page.keyboard.type("Hello, Maria here.")
    maria.page.keyboard.press("Enter")
    visitor.reads("Hello, Maria here.")
    assert maria.complaints == []


def test_a_colleague_gets_a_transfer_with_a_note_that_the_visitor_never_sees(visitor, sign_in):
    maria, noah = sign_in(0), sign_in(1)
    live(visitor, maria, "Can I return a used machine?")

    maria.part("transfer").click()
    expect(colleague(maria, "Noah")).to_contain_text("Online")
    colleague(maria, "Noah").click()
    maria.part("transfer-note-field").fill("Bought in May, asks for the second time.")
    maria.part("transfer-confirm").click()

    stands(maria, "other")
    expect(noah.part("toast").first).to_contain_text("passed")
    noah.part("toast-act").first.click()
    expect(noah.part("handed-note")).to_contain_text("Bought in May, asks for the second time.")
    stands(noah, "mine")
    noah.says("Hi, Noah here. I have read everything.")
    visitor.reads("Hi, Noah here. I have read everything.")
    assert "Bought in May" not in visitor.part("panel").inner_text()
    assert "Bought in May" not in visitor.transcript()
    noah.part("handed-dismiss").click()
    expect(noah.part("handed-note")).to_have_count(0)


def test_a_transfer_to_somebody_offline_is_confirmed_twice(visitor, sign_in):
    maria = sign_in(0)
    live(visitor, maria, "Do you repair pumps?")

    maria.part("transfer").click()
    absent = colleague(maria, "Offline").first
    name = absent.locator(".target__name").inner_text()
    absent.click()
    expect(maria.part("transfer-offline")).to_contain_text(f"{name} is offline")
    expect(maria.part("transfer-confirm")).to_contain_text("Transfer anyway")
    maria.part("transfer-confirm").click()

    stands(maria, "other")
    expect(maria.part("owner")).to_contain_text(name.split()[0])


def test_the_assignee_menu_gives_to_a_colleague_to_the_queue_and_to_the_ai(visitor, sign_in):
    maria, noah = sign_in(0), sign_in(1)
    live(visitor, maria, "Which beans are decaf?")

    maria.part("assignee").click()
    expect(maria.part("assign-me")).to_be_focused()
    maria.page.keyboard.type("Noah")
    maria.page.keyboard.press("Enter")
    stands(maria, "other")
    noah.opens(visitor)
    stands(noah, "mine")

    noah.part("assignee").click()
    noah.part("assign-queue").click()
    stands(noah, "waiting")
    expect(visitor.part("status")).to_contain_text(re.compile("Waiting for a team member|Connecting you"))

    noah.part("assignee").click()
    noah.part("assign-assistant").first.click()
    stands(noah, "assistant")
    visitor.says("How do I descale my machine?")
    visitor.reads("descaler")


def test_a_supervisor_takes_over_from_a_colleague_who_is_told(visitor, sign_in):
    maria, aiko = sign_in(0), sign_in(2)
    live(visitor, maria, "I want to speak about my contract")
    aiko.opens(visitor)
    expect(aiko.part("override")).to_contain_text("Take over from Maria…")

    aiko.part("override").click()
    expect(aiko.part("override-dialog")).to_contain_text("Maria")
    aiko.part("override-confirm").click()

    stands(aiko, "mine")
    stands(maria, "other")
    expect(maria.part("toast").first).to_contain_text("took over your conversation")
    expect(aiko.part("timeline")).to_contain_text("forced by")
    visitor.reads("Aiko joined the conversation.")


def test_an_agent_cannot_take_a_colleagues_conversation(visitor, sign_in):
    maria, noah = sign_in(0), sign_in(1)
    live(visitor, maria, "Where is my parcel?")
    noah.opens(visitor)
    stands(noah, "other")
    expect(noah.part("override")).to_have_count(0)
    expect(noah.part("transfer")).to_have_count(0)


def test_a_release_is_taken_back_within_five_seconds(visitor, sign_in):
    maria = sign_in(0)
    live(visitor, maria, "Is the shop open today?")
    maria.part("release").first.click()
    visitor.reads("Maria left the conversation.")

    expect(maria.part("toast-act")).to_be_visible()
    maria.page.keyboard.press("z")

    stands(maria, "mine")
    visitor.says("And tomorrow?")
    maria.reads("And tomorrow?")
    expect(visitor.part("draft")).to_have_count(0)
    maria.says("From nine to six.")
    visitor.reads("From nine to six.")


def test_a_release_that_a_colleague_has_used_is_not_taken_back(visitor, sign_in):
    maria, noah = sign_in(0), sign_in(1)
    live(visitor, maria, "Do you have a phone number?")
    noah.opens(visitor)
    maria.part("release").first.click()
    expect(maria.part("toast-act")).to_be_visible()
    noah.takes_over()
    stands(maria, "other")

    maria.part("toast-act").click()

    expect(maria.part("toast").filter(has_text="Too late to undo")).to_be_visible()
    stands(noah, "mine")


def test_resolving_goes_on_with_the_next_conversation(visitor, sign_in):
    maria = sign_in(0)
    live(visitor, maria, "One question only, thank you")
    maria.page.evaluate("id => { location.hash = '#/v/mine/c/' + id }", visitor.conversation_id)
    expect(maria.part("resolve")).to_be_visible()
    expect(maria.page.locator(f'[data-testid="row"][data-id="{visitor.conversation_id}"]')).to_be_visible()

    maria.part("resolve-more").click()
    maria.part("resolve-next").click()
    maria.part("resolve-confirm").get_by_text("Yes, resolve").click()

    expect(visitor.part("panel")).to_contain_text("Conversation resolved")
    expect(maria.page).not_to_have_url(re.compile(visitor.conversation_id))


def writes_and_is_seen(agent: AgentAt, visitor: VisitorAt) -> bool:
    agent.part("composer").press_sequentially("Yes ")
    return visitor.part("typing").is_visible()


def test_a_note_and_its_writing_never_reach_the_visitor(visitor, sign_in):
    maria, noah = sign_in(0), sign_in(1)
    live(visitor, maria, "I was double charged")

    maria.part("mode-note").click()
    maria.part("note-composer").press_sequentially("Secret-note: ask @Noa")
    expect(maria.part("suggestion").first).to_contain_text("Noah")
    maria.page.keyboard.press("Enter")
    maria.page.keyboard.type("about the refund")
    maria.page.keyboard.press("Enter")

    expect(maria.part("note")).to_contain_text("Secret-note")
    expect(noah.part("toast").first).to_contain_text("mentioned you")
    noah.opens(visitor)
    maria.part("note-composer").press_sequentially("And one more")
    expect(noah.part("collision")).to_contain_text("is writing a note")
    # Whatever the visitor were told of it would come before what is said now.
    visitor.says("Are you still there?")
    maria.reads("Are you still there?")
    expect(visitor.part("typing")).to_have_count(0)
    maria.part("mode-reply").click()
    eventually(visitor.page, lambda: writes_and_is_seen(maria, visitor))
    assert "Secret-note" not in visitor.part("panel").inner_text()
    assert "one moment please" in visitor.part("panel").inner_text()


def test_labels_canned_replies_and_the_visitors_context_help_the_agent(visitor, sign_in, shop):
    shop.configure("/v1/settings", {"handoff": {"shares_drafts": False}})
    maria = sign_in(0)
    live(visitor, maria, "I need a new filter basket")

    expect(maria.part("pages")).to_contain_text(re.compile(r"\w"))
    expect(maria.part("device")).to_contain_text("Chrom")
    maria.part("label-add").fill("spare part")
    maria.part("label-add").press("Enter")
    expect(maria.part("labels")).to_contain_text("spare part")
    expect(maria.page.locator(f'[data-testid="row"][data-id="{visitor.conversation_id}"]')).to_contain_text(
        "spare part"
    )
    maria.part("timeline-labels").click()
    expect(maria.part("timeline")).to_contain_text("Labels changed by Maria")

    maria.part("search").fill("filter basket")
    row = maria.page.locator(f'[data-testid="row"][data-id="{visitor.conversation_id}"]')
    expect(row.locator("mark").first).to_have_text(re.compile("filter", re.IGNORECASE))


def test_colleagues_see_each_other_in_a_conversation(visitor, sign_in):
    maria, noah = sign_in(0), sign_in(1)
    live(visitor, maria, "Is my order packed?")
    noah.opens(visitor)
    expect(maria.part("viewers")).to_contain_text("Noah")
    noah.part("mode-note").click()
    noah.part("note-composer").fill("I know this one")
    expect(maria.part("collision")).to_contain_text("is writing a note")
    visitor.part("composer").press_sequentially("I wonder", delay=30)
    expect(maria.part("typing")).to_contain_text("is writing")


def test_the_moves_are_all_in_reach_on_a_phone(visitor, sign_in):
    maria = sign_in(0, viewport=PHONE, has_touch=True)
    live(visitor, maria, "Do you deliver on Saturdays?")
    for name in ("release", "transfer", "resolve", "assignee", "composer", "mode-note", "toggle-panel"):
        box = maria.part(name).first.bounding_box()
        assert box is not None, name
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= PHONE["width"], name
    maria.part("toggle-panel").click()
    expect(maria.part("labels")).to_be_visible()
    maria.part("panel-close").click()
    expect(maria.part("composer")).to_be_visible()
    assert maria.complaints == []
