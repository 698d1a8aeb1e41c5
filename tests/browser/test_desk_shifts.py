"""A team that comes and goes, against the real server: handed out by policy, a vanished owner, typed and not sent, reopened.

A shop of its own: nobody is online but who is signed in here.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import AgentAt, VisitorAt, agent_at, visitor_at
from tests.running import Demo, demo

pytestmark = pytest.mark.browser

GRACE_S = 60
"""The least that policy R19 takes."""
LEASE_S = 60


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A shop without anybody at work."""
    with demo(tmp_path_factory.mktemp("empty")) as running:
        policies = {"assignment": "round_robin", "owner_vanishes": "requeue", "owner_grace_s": GRACE_S}
        running.configure("/v1/settings", {"policies": policies, "handoff": {"shares_drafts": True}})
        expect.set_options(timeout=15_000)
        yield running


@pytest.fixture
def visitor(browser: Browser, empty: Demo) -> Iterator[VisitorAt]:
    with visitor_at(browser, empty) as somebody:
        yield somebody
        assert somebody.complaints == []


@pytest.fixture
def come_to_work(browser: Browser, empty: Demo) -> Iterator[Callable[[int], AgentAt]]:
    """Signs an agent in; when the test is over they sign out, so that nobody is online for the next one."""
    here: list[AgentAt] = []

    def enter(number: int = 0) -> AgentAt:
        here.append(agent_at(browser, empty, number))
        return here[-1]

    yield enter
    for somebody in here:
        if not somebody.page.is_closed():
            somebody.part("own-menu").click()
            somebody.part("sign-out").click()
            expect(somebody.part("sign-in-email")).to_be_visible()
        somebody.page.context.close()


def asks(visitor: VisitorAt, text: str) -> None:
    visitor.open_chat()
    visitor.says(text)
    visitor.reads(text)
    visitor.part("talk-to-human").click()


def test_who_comes_to_work_is_given_the_visitor_who_waits(visitor, come_to_work):
    asks(visitor, "My order came broken")
    expect(visitor.part("status")).to_contain_text(re.compile("Waiting for a team member|Connecting you"))

    maria = come_to_work()

    visitor.reads("Maria joined the conversation.")
    maria.opens(visitor)
    expect(maria.part("activity")).to_have_attribute("data-standing", "mine")
    expect(maria.part("timeline")).to_contain_text("Assigned to Maria by the rules")
    maria.says("I am sorry to hear that.")
    visitor.reads("I am sorry to hear that.")
    assert maria.complaints == []


def test_an_agent_reads_what_is_typed_and_not_sent_and_the_visitor_knows(visitor, come_to_work):
    maria = come_to_work()
    asks(visitor, "Do you deliver to Malta?")
    visitor.reads("Maria joined the conversation.")
    expect(visitor.part("panel")).to_contain_text("can see what you are typing")
    maria.opens(visitor)

    visitor.part("composer").press_sequentially("And is it cheaper by", delay=20)

    expect(maria.part("unfinished")).to_contain_text("And is it cheaper by")
    visitor.says("And is it cheaper by sea?")
    maria.reads("And is it cheaper by sea?")
    expect(maria.part("unfinished")).to_have_count(0)


def test_what_was_resolved_is_opened_again_and_goes_on(visitor, come_to_work):
    maria = come_to_work()
    asks(visitor, "Where is my invoice?")
    visitor.reads("Maria joined the conversation.")
    maria.opens(visitor)
    maria.says("In your inbox.")
    maria.part("resolve").first.click()
    maria.part("resolve-confirm").get_by_text("Yes, resolve").click()
    expect(visitor.part("panel")).to_have_attribute("data-phase", "closed")

    maria.part("reopen").first.click()

    visitor.reads("The conversation is open again.")
    expect(maria.part("timeline")).to_contain_text("Reopened by Maria")
    visitor.says("I cannot find it there")
    maria.reads("I cannot find it there")
    maria.takes_over()
    maria.says("Sent again.")
    visitor.reads("Sent again.")


@pytest.mark.chaos
def test_a_vanished_owners_visitor_is_told_and_goes_to_whoever_is_there(visitor, come_to_work):
    """Takes the two minutes that a lease and the grace take, so it runs with `make chaos`."""
    maria = come_to_work(0)
    asks(visitor, "Can you check my tracking number?")
    visitor.reads("Maria joined the conversation.")
    maria.opens(visitor)
    maria.says("One second, I look it up.")
    visitor.reads("One second, I look it up.")

    # As a laptop that is shut: nothing is said to the server any more.
    maria.page.context.set_offline(True)
    maria.page.close()
    noah = come_to_work(1)

    expect(visitor.part("log")).to_contain_text("lost the connection", timeout=(LEASE_S + GRACE_S + 20) * 1000)
    expect(visitor.part("log")).to_contain_text("Noah joined the conversation.", timeout=(GRACE_S + 20) * 1000)
    noah.opens(visitor)
    expect(noah.part("timeline")).to_contain_text("their agent was gone")
    noah.says("Noah here, it arrives tomorrow.")
    visitor.reads("Noah here, it arrives tomorrow.")
