"""The main job, as a visitor and an agent do it: an AI talks, a person takes over, replies live, hands back with memory."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import visitor_at
from tests.running import Demo

pytestmark = pytest.mark.browser


def an_answer_later(browser: Browser, shop: Demo) -> None:
    """Somebody else asks and has read the whole answer: one that was begun before would be there by now."""
    with visitor_at(browser, shop) as somebody:
        somebody.open_chat()
        somebody.says("How do I descale my machine?")
        somebody.reads("two tanks of fresh water")
        expect(somebody.part("draft")).to_have_count(0)


def test_a_person_takes_over_replies_live_and_hands_back_with_memory(visitor, sign_in):
    visitor.open_chat()
    visitor.says("How do I descale my machine?")
    visitor.reads("descaler")

    maria = sign_in(0)
    maria.opens(visitor)
    maria.takes_over()
    visitor.reads("Maria joined the conversation.")
    expect(visitor.part("separator").last).to_contain_text("Live Chat")
    expect(visitor.part("status")).to_contain_text("Waiting for support agent to join")

    maria.says("Hello, I am Maria. I will send you a descaling kit by Friday.")
    visitor.reads("I will send you a descaling kit by Friday.")
    expect(visitor.part("badge")).to_contain_text("Live Agent")
    expect(visitor.part("header")).to_contain_text("Maria")

    visitor.says("Thank you!")
    maria.reads("Thank you!")
    maria.says("You are welcome.")
    visitor.reads("You are welcome.")

    maria.part("release").first.click()
    visitor.reads("Maria left the conversation. AI assistant is back.")
    expect(visitor.part("separator").last).to_contain_text("AI Resumed")
    expect(visitor.part("badge")).to_have_count(0)

    visitor.says("When does the descaling kit come?")
    visitor.reads("Maria told you")
    maria.reads("Maria told you")
    expect(maria.part("composer")).not_to_be_editable()
    assert visitor.complaints == []
    assert maria.complaints == []


def test_a_takeover_in_the_middle_of_an_answer_stops_the_bubble_and_keeps_what_was_seen(
    visitor, sign_in, browser, shop
):
    visitor.open_chat()
    visitor.says("Hello")
    maria = sign_in(0)
    maria.opens(visitor)
    expect(visitor.part("message-assistant")).to_have_count(1)
    visitor.says("How do I descale my machine?")
    expect(visitor.part("draft")).to_contain_text("Every two")
    expect(maria.part("draft")).to_contain_text("Every two")

    maria.takes_over()

    expect(visitor.part("draft")).to_have_count(0)
    expect(visitor.part("cut")).to_be_visible()
    seen = visitor.part("cut").inner_text()
    an_answer_later(browser, shop)
    assert visitor.part("cut").inner_text() == seen
    assert "two tanks of fresh water" not in visitor.transcript()
    visitor.page.reload()
    visitor.open_chat()
    expect(visitor.part("cut")).to_be_visible()


def test_nothing_is_generated_while_a_person_has_it_and_everything_is_kept(visitor, sign_in, browser, shop):
    visitor.open_chat()
    visitor.says("Where do you ship to?")
    maria = sign_in(0)
    maria.opens(visitor)
    maria.takes_over()

    visitor.says("Are you there?")
    visitor.says("Hello?")

    maria.reads("Hello?")
    visitor.reads("Maria joined the conversation.")
    answers = visitor.part("message-assistant").count()
    an_answer_later(browser, shop)
    expect(visitor.part("draft")).to_have_count(0)
    expect(visitor.part("message-assistant")).to_have_count(answers)
    maria.says("Yes, here I am.")
    visitor.reads("Yes, here I am.")


def test_a_release_with_an_unanswered_message_is_warned_of_and_the_ai_can_answer_it_now(visitor, sign_in):
    visitor.open_chat()
    visitor.says("Good morning everybody")
    maria = sign_in(0)
    maria.opens(visitor)
    maria.takes_over()
    maria.says("One moment, please.")
    visitor.says("How do I descale my machine?")
    maria.reads("How do I descale my machine?")

    maria.part("release").first.click()
    expect(maria.part("unanswered-dialog")).to_contain_text("How do I descale my machine?")
    maria.part("answer-now").click()

    visitor.reads("Maria left the conversation.")
    visitor.reads("descaler")


def test_a_resolved_conversation_says_so_and_a_new_one_can_be_started(visitor, sign_in):
    visitor.open_chat()
    visitor.says("Do you sell gift cards?")
    maria = sign_in(0)
    maria.opens(visitor)
    maria.takes_over()
    maria.says("Yes, at the till.")
    visitor.reads("Yes, at the till.")

    maria.part("resolve").first.click()
    maria.part("resolve-confirm").click()

    expect(visitor.part("panel")).to_contain_text("Conversation resolved")
    visitor.part("start-new").click()
    visitor.says("Another question: opening hours?")
    visitor.reads("Another question")
    expect(visitor.part("log")).not_to_contain_text("Yes, at the till.")


def test_a_visitor_asks_for_a_person_and_is_claimed(visitor, sign_in):
    maria = sign_in(0)
    visitor.open_chat()
    visitor.part("talk-to-human").click()
    expect(visitor.part("status")).to_contain_text(re.compile("Waiting for a team member|Connecting you"))

    maria.part("view-handoff").first.click()
    # Others may have waited longer.
    maria.page.locator(f'[data-testid="row"][data-id="{visitor.conversation_id}"]').click()
    expect(maria.page).to_have_url(re.compile(visitor.conversation_id))
    maria.part("claim").first.click()

    visitor.reads("Maria joined the conversation.")
