"""`npm --prefix web run measure:console` or `python -m bench.console`: measures the console and rewrites its table in docs/ux-budgets.md."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.console.figures import findings, first_load, first_reply, races, shortcuts, switching
from bench.console.ground import grown_demo
from tests.browser.conftest import FLAGS
from tests.running import Demo

PAGE = Path(__file__).parents[2] / "docs/ux-budgets.md"
BEGIN, END = "<!-- console: measured -->", "<!-- console: end -->"
Row = tuple[str, str, str, str]


def main() -> None:
    """Measure everything and write it down."""
    chromium = os.environ.get("RELEVO_TEST_CHROMIUM", "/usr/bin/chromium-headless-shell")
    with (
        tempfile.TemporaryDirectory(prefix="relevo-console-") as folder,
        grown_demo(Path(folder)) as shop,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        rows = measured(browser, shop)
        browser.close()
    lines = ["| | what | goal | figure |", "|---|---|---|---|", *("| " + " | ".join(row) + " |" for row in rows)]
    print("\n".join(lines))
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(before + "\n".join((BEGIN, *lines, END)) + rest.partition(END)[2])


def measured(browser: Browser, shop: Demo) -> list[Row]:
    """Return the rows of the table."""
    keys = first_reply(browser, shop)
    files, everything, cold, warm = first_load(browser, shop)
    switch, listed = switching(browser, shop)
    screens, wrong = findings(browser, shop)
    for one in wrong:
        print(one)
    won, told = races(browser, shop)
    return [
        ("C1", "from the list to a sent reply", "≤ 2 keys + text + Enter", keys),
        (
            "C3",
            "first load: page, scripts, styles; with what is read from the server",
            "≤ 120 KiB",
            f"{files}; {everything}",
        ),
        ("C3", "until rows can be worked with, cold; again", "≤ 2,500 ms; ≤ 1,000 ms", f"{cold}; {warm}"),
        ("C4", f"next conversation on the screen, {listed} in the list, p50, p95", "p95 ≤ 100 ms", switch),
        ("C5", f"complaints of axe-core on {screens} screens at 360 × 640", "0", str(len(wrong))),
        ("C6", "things with a key of their own", "≥ 20", shortcuts(browser, shop)),
        ("C7", "two agents claim at the same moment: one winner", "always", won),
        ("C7", "until the other sees who has it, p50, p95", "≤ 300 ms", told),
    ]


if __name__ == "__main__":
    main()
