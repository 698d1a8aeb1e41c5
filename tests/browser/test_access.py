"""For everybody and on every page: axe finds nothing serious, the whole journey by keyboard, a strict content policy."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import VisitorAt, complaints_of
from tests.running import Demo

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
STILL = """() => {
  const roots = [document];
  for (const root of roots) for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) roots.push(shadowRoot);
  return roots.flatMap((root) => root.getAnimations()).every((one) => one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity);
}"""
"""Nothing moves any more but what never ends."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def findings(page: Page) -> list[str]:
    """What axe finds that is serious or critical; evaluated, not injected, so that the page's own policy stays."""
    # What is still fading in has less contrast than it will have.
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    page.wait_for_function(STILL)
    page.evaluate(AXE.read_text("utf-8"))
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in result["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_a_whole_handoff(visitor, sign_in, scheme):
    visitor.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    assert findings(visitor.page) == []
    visitor.open_chat()
    visitor.says("How do I descale my machine?")
    visitor.reads("two tanks of fresh water")
    assert findings(visitor.page) == []
    maria = sign_in(0, color_scheme=scheme, reduced_motion="reduce")
    maria.opens(visitor)
    assert findings(maria.page) == []
    maria.takes_over()
    maria.says("Maria here.")
    visitor.reads("Maria here.")
    assert findings(visitor.page) == []
    assert findings(maria.page) == []


def test_the_whole_journey_by_keyboard(visitor, sign_in):
    visitor.part("launcher").focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.part("composer")).to_be_focused()
    visitor.page.keyboard.type("Only with keys?")
    visitor.page.keyboard.press("Enter")
    visitor.reads("Only with keys?")
    maria = sign_in(0)
    maria.part("view-all").first.focus()
    maria.page.keyboard.press("Enter")
    expect(maria.part("row").first).to_be_visible()

    maria.page.keyboard.press("j")
    expect(maria.part("thread")).to_contain_text("Only with keys?")
    maria.page.keyboard.press("t")
    expect(maria.part("release").first).to_be_visible()
    expect(maria.part("composer")).to_be_focused()
    maria.page.keyboard.type("Even so.")
    maria.page.keyboard.press("Enter")
    visitor.reads("Even so.")
    maria.page.keyboard.press("Escape")
    maria.page.keyboard.press("e")

    visitor.reads("AI assistant is back.")
    visitor.page.keyboard.press("Escape")
    expect(visitor.part("launcher")).to_be_focused()


HOST = """<!doctype html><html lang="en"><head><title>A strict host</title>
<script async src="{url}/widget.js" data-inbox-key="{key}"></script></head><body><main><h1>A strict host</h1></main></body></html>"""


@contextmanager
def strict_host(shop: Demo) -> Iterator[str]:
    """A page of another site, with the strictest policy under which a chat can be embedded at all."""
    body = HOST.format(url=shop.url, key=shop.inbox_key).encode()
    allowed = f"script-src {shop.url}; connect-src {shop.url}; img-src {shop.url}"

    class Host(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header(
                "Content-Security-Policy", f"default-src 'none'; {allowed}; require-trusted-types-for 'script'"
            )
            self.end_headers()
            self.wfile.write(body if self.path == "/" else b"")

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_strict_host_page_carries_the_widget_without_a_violation(browser, shop):
    with strict_host(shop) as origin:
        shop.configure("/v1/inboxes", {"allowed_origins": [origin]})
        context = browser.new_context()
        page = context.new_page()
        visitor = VisitorAt(page, complaints_of(page))
        page.goto(origin)
        visitor.open_chat()
        visitor.says("How do I descale my machine?")
        visitor.reads("two tanks of fresh water")
        assert visitor.complaints == []
        context.close()


def test_a_site_that_is_not_on_the_list_gets_nothing(browser, shop):
    with strict_host(shop) as origin:
        context = browser.new_context()
        page = context.new_page()
        page.goto(origin)
        visitor = VisitorAt(page)
        with page.expect_event("requestfailed", lambda request: "/v1/visitor/session" in request.url):
            page.get_by_test_id("launcher").click()
        expect(visitor.part("panel")).to_be_visible()
        # An inbox's name and colours come with the session, and the page has just been told that it gets none.
        assert "Bean" not in visitor.part("panel").inner_text()
        context.close()
