"""Two agents at once, reloads, tabs, lost networks, phones, hostile texts."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, VisitorAt, complaints_of, visitor_at

pytestmark = pytest.mark.browser


def test_of_two_agents_who_take_at_once_one_has_it_and_the_other_is_told_who(visitor, sign_in):
    visitor.open_chat()
    visitor.says("Who answers first?")
    visitor.reads("Who answers first?")
    maria, noah = sign_in(0), sign_in(1)
    for agent in (maria, noah):
        agent.opens(visitor)
        expect(agent.part("take-over").first).to_be_visible()
    # Noah's console is not told in time: he clicks on what he still sees.
    noah.page.evaluate("window.stop()")
    noah.page.route("**/v1/stream", lambda route: route.abort())
    noah.page.route("**/events**", lambda route: route.abort())
    noah.page.route("**/v1/conversations?**", lambda route: route.abort())
    maria.takes_over()

    noah.part("take-over").first.click()

    expect(noah.part("conflict")).to_contain_text("Maria")
    expect(noah.part("release")).to_have_count(0)
    visitor.reads("Maria joined the conversation.")
    assert "Noah" not in visitor.transcript()


def test_a_reload_keeps_the_conversation_and_the_text_that_was_not_sent(visitor):
    visitor.open_chat()
    visitor.says("How do I descale my machine?")
    visitor.reads("two tanks of fresh water")
    before = visitor.transcript()
    visitor.part("composer").fill("half a thou")

    visitor.page.reload()
    visitor.open_chat()

    visitor.reads("two tanks of fresh water")
    assert visitor.transcript().splitlines() == before.splitlines()
    expect(visitor.part("composer")).to_have_value("half a thou")


def test_a_second_tab_shows_the_same_conversation_live(visitor, shop):
    visitor.open_chat()
    visitor.says("How do I descale my machine?")
    visitor.reads("two tanks of fresh water")
    page = visitor.page.context.new_page()
    second = VisitorAt(page, complaints_of(page))
    page.goto(shop.told["visitor_page"])
    second.open_chat()
    second.reads("two tanks of fresh water")

    second.says("And from the other tab?")

    visitor.reads("And from the other tab?")
    assert visitor.transcript().count("And from the other tab?") == 1


def test_what_was_written_without_a_network_arrives_once_when_it_is_back(visitor, sign_in):
    visitor.open_chat()
    visitor.says("First with a network")
    visitor.reads("First with a network")
    maria = sign_in(0)
    maria.opens(visitor)
    maria.takes_over()
    visitor.page.context.set_offline(True)
    # An open stream outlives the switch, as it would not outlive a real cut.
    visitor.page.evaluate("window.stop()")

    with visitor.page.expect_event("requestfailed", lambda request: request.url.endswith("/messages")):
        visitor.says("Second without one")
    maria.says("Are you still there?")
    expect(visitor.part("status")).to_contain_text("Reconnecting")
    assert "Are you still there?" not in visitor.transcript()
    expect(maria.part("thread")).not_to_contain_text("Second without one")
    visitor.page.context.set_offline(False)

    maria.reads("Second without one")
    visitor.reads("Are you still there?")
    # What were sent or shown twice would come before what is said now.
    visitor.says("Third with one again")
    maria.reads("Third with one again")
    maria.says("Here we both are.")
    visitor.reads("Here we both are.")
    assert visitor.transcript().count("Second without one") == 1
    assert visitor.transcript().count("Are you still there?") == 1
    assert maria.part("thread").inner_text().count("Second without one") == 1


def test_the_console_works_on_a_phone(visitor, sign_in):
    visitor.open_chat()
    visitor.says("Can you help me on the phone?")
    visitor.reads("Can you help me on the phone?")
    maria = sign_in(0, viewport=PHONE, has_touch=True, is_mobile=True)
    maria.opens(visitor)
    maria.takes_over()

    maria.says("From my pocket.")

    visitor.reads("From my pocket.")
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert maria.page.evaluate(overflow) <= 0
    maria.part("release").first.click()
    visitor.reads("AI assistant is back.")


def test_the_widget_works_on_a_phone(browser, shop):
    with visitor_at(browser, shop, viewport=PHONE, has_touch=True, is_mobile=True) as visitor:
        visitor.open_chat()
        visitor.says("How do I descale my machine?")
        visitor.reads("descaler")
        box = visitor.part("panel").bounding_box()
        assert box is not None
        assert box["width"] >= PHONE["width"] - 2


HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\">",
    "<script>document.title='owned'</script>",
    "[click](javascript:document.title='owned')",
    "</textarea><svg onload=\"document.title='owned'\">",
)


def test_hostile_text_is_shown_as_text_on_both_sides(visitor, sign_in):
    visitor.open_chat()
    for text in HOSTILE:
        visitor.says(text)
    visitor.reads(HOSTILE[0])
    maria = sign_in(0)
    maria.opens(visitor)
    maria.takes_over()
    maria.reads(HOSTILE[1])

    maria.says(HOSTILE[0])

    expect(visitor.part("log").get_by_text(HOSTILE[0])).to_have_count(2)
    assert "owned" not in visitor.page.title()
    assert "owned" not in maria.page.title()
    assert maria.page.locator("a[href^=javascript]").count() == 0
