"""Each budget as one measurement that returns its figure in words. Not here: the goals, and where the figures go."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bench.console.ground import PHONE, owner_of, signed_in, slowed
from bench.ground.rounds import quantile
from tests.running import Demo

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "handoff", "texts", "policies", "people", "teams", "labels", "canned-replies", "assistants", "inboxes", "api-keys",
    "profile", "alerts", "looks", "shortcuts",
)  # fmt: skip
STEP = """async (presses) => {
  const name = () => document.querySelector('.head__name')?.textContent ?? '';
  const took = [];
  for (let nth = 0; nth < presses; nth += 1) {
    const [was, from] = [name(), performance.now()];
    dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }));
    while (name() === was || !document.querySelector('[data-testid=thread] .said')) await new Promise(requestAnimationFrame);
    took.push(performance.now() - from);
  }
  return took;
}"""
ROUNDS = 5
"""Of times the best round counts: other work on the machine only adds to them."""
LISTED = """() => new Promise((done) => {
  const look = () => (document.querySelector('[data-testid=row]') ? done(performance.now()) : requestAnimationFrame(look));
  look();
})"""
UNTIL = """(wanted) => new Promise((done) => {
  const look = () => (document.querySelector(wanted) ? done(performance.timeOrigin + performance.now()) : requestAnimationFrame(look));
  look();
})"""


def first_reply(browser: Browser, shop: Demo) -> str:
    """C1: keys from the list to a sent reply, beside the text; counted by pressing them."""
    page = signed_in(browser, shop)
    keys = 0
    for key, shows in (("u", "[data-testid=claim]"), ("t", "[data-testid=composer]:not([readonly])")):
        page.keyboard.press(key)
        page.locator(shows).wait_for()
        keys += 1
    page.locator("[data-testid=composer]:focus").wait_for()
    page.keyboard.type("Hello, how can I help?")
    page.keyboard.press("Enter")
    page.locator("[data-testid=message-agent]").last.wait_for()
    page.context.close()
    return f"{keys} keys + text + Enter"


def first_load(browser: Browser, shop: Demo) -> tuple[str, str, str, str]:
    """C3: weight of the files, of all that is read, and time until rows can be worked with, cold and again, on the slow profile."""
    page = signed_in(browser, shop, viewport=PHONE)
    files, everything = _weights(page, str(shop.told["console"]))
    cold = _usable_ms(page, str(shop.told["console"]), has_cache=False)
    warm = _usable_ms(page, str(shop.told["console"]), has_cache=True)
    page.context.close()
    return f"{files / 1024:.0f} KiB", f"{everything / 1024:.0f} KiB", f"{cold:.0f} ms", f"{warm:.0f} ms"


def _weights(page: Page, address: str) -> tuple[float, float]:
    """Bytes on the wire until the list stands: of the page with its scripts and styles, and of everything."""
    fresh = page.context.new_page()
    tools = slowed(page.context, fresh, has_cache=False)
    urls: dict[str, str] = {}
    fetched: list[tuple[str, float]] = []
    tools.on("Network.requestWillBeSent", lambda sent: urls.__setitem__(sent["requestId"], sent["request"]["url"]))
    tools.on(
        "Network.loadingFinished", lambda done: fetched.append((urls[done["requestId"]], done["encodedDataLength"]))
    )
    fresh.goto(address)
    fresh.get_by_test_id("row").first.wait_for()
    fresh.close()
    return sum(size for url, size in fetched if "/console/" in url), sum(size for _, size in fetched)


def _usable_ms(page: Page, address: str, *, has_cache: bool) -> float:
    """Return the fastest of five visits; with the cache, after one that fills it."""
    fresh = page.context.new_page()
    slowed(page.context, fresh, has_cache=has_cache)
    took = []
    for _ in range(ROUNDS + has_cache):
        fresh.goto(address)
        took.append(float(fresh.evaluate(LISTED)))
    fresh.close()
    return min(took[has_cache:])


def switching(browser: Browser, shop: Demo) -> tuple[str, str]:
    """C4: from the key to the next conversation on the screen, with 5,000 in the list."""
    page = signed_in(browser, shop)
    page.evaluate("location.hash = '#/v/closed'")
    page.wait_for_timeout(1_500)
    listed = page.locator(".view[aria-current=page] .ui-count").inner_text()
    rounds = [sorted(page.evaluate(STEP, 60)) for _ in range(ROUNDS)]
    page.context.close()
    p50, p95 = (min(quantile(took, part) for took in rounds) for part in (0.5, 0.95))
    return f"{p50:.0f} ms, {p95:.0f} ms", listed


def findings(browser: Browser, shop: Demo) -> tuple[int, list[str]]:
    """C5: how many screens were looked at on a small phone, and what axe-core complains of."""
    page = signed_in(browser, shop, 3, viewport=PHONE, has_touch=True, is_mobile=True)
    wrong: list[str] = []
    addresses = ["#/v/all", "#/v/handoff", "#/v/closed", *(f"#/settings/{name}" for name in ("", *PAGES))]
    waiting = page.get_by_test_id("row").first.get_attribute("data-id")
    addresses += [f"#/v/all/c/{waiting}"]
    for address in addresses:
        page.evaluate("address => { location.hash = address }", address)
        page.wait_for_timeout(700)
        wrong += [f"{address}: {one}" for one in _complaints(page)]
    page.get_by_test_id("toggle-panel").click()
    page.wait_for_timeout(700)
    wrong += [f"details: {one}" for one in _complaints(page)]
    page.context.close()
    return len(addresses) + 1, wrong


def _complaints(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run({ runOnly: rules }).then(({ violations }) => violations)", RULES
    )
    return [str(one["id"]) for one in found]


def shortcuts(browser: Browser, shop: Demo) -> str:
    """C6: how many things have a key, as the sheet tells them."""
    page = signed_in(browser, shop)
    page.keyboard.press("?")
    page.get_by_test_id("shortcuts").wait_for()
    count = page.locator(".sheet__line").count()
    page.context.close()
    return f"{count}"


def races(browser: Browser, shop: Demo, rounds: int = 15) -> tuple[str, str]:
    """C7: two agents press Claim at the same moment; how often exactly one wins, and when the other is told who."""
    pages = [signed_in(browser, shop, number) for number in (0, 1)]
    id = pages[0].evaluate("fetch('/v1/conversations?view=handoff').then(r => r.json()).then(p => p.items[0].id)")
    told, winners = [], 0
    with owner_of(shop) as owner:
        for _ in range(rounds):
            owner.post(f"/v1/conversations/{id}/assign", json={"agent_id": None})
            for page in pages:
                page.evaluate("id => { location.hash = '#/v/all/c/' + id }", id)
                page.get_by_test_id("claim").wait_for()
            at = float(pages[0].evaluate("performance.timeOrigin + performance.now()")) + 400
            for page in pages:
                page.evaluate(
                    "at => setTimeout(() => document.querySelector('[data-testid=claim]').click(), at - performance.timeOrigin - performance.now()) && 0",
                    at,
                )
            settled = [page.evaluate(UNTIL, "[data-testid=release], [data-standing=other]") for page in pages]
            has_it = [page.locator("[data-standing=mine]").count() for page in pages]
            winners += sum(has_it) == 1
            told.append(settled[has_it.index(0)] - at)
            for page in pages:
                page.evaluate("location.hash = '#/v/all'")
    for page in pages:
        page.context.close()
    return f"{winners} of {rounds}", f"{quantile(sorted(told), 0.5):.0f} ms, {quantile(sorted(told), 0.95):.0f} ms"
