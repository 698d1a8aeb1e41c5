/** The console does no more with 5,000 conversations than with a few (docs/ux-budgets.md C4), and is light on the wire (C3). */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { goTo, id, launch, openConsole, openWorld } from "./stage.mjs";

const BUILT = process.env["RELEVO_TEST_CONSOLE"] ?? fileURLToPath(new URL("../../../src/relevo/_web/console/", import.meta.url));
/** The page with the list, ready to work with; the goal is 120 (docs/ux-budgets.md C3). The thread comes on top when one is opened. */
const FIRST_LOAD_KIB = 56;
const KEY_PRESSES = 30;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it(`loads at most ${FIRST_LOAD_KIB} KiB`, () => {
  const bytes = [...firstFiles()].reduce((sum, name) => sum + gzipSync(readFileSync(BUILT + name)).length, 0);
  console.log(`first load: ${(bytes / 1024).toFixed(1)} KiB gzip`);
  expect(bytes / 1024).toBeLessThan(FIRST_LOAD_KIB);
});

/** The page, what it names, and what that imports without being asked. */
function firstFiles(): Set<string> {
  const files = new Set(["index.html"]);
  for (const name of files) {
    const text = readFileSync(BUILT + name, "utf8");
    const named = name.endsWith(".html") ? text.matchAll(/\/console\/(assets\/[^"]+)/g) : text.matchAll(/(?:from|import)"\.\/([^"]+)"/g);
    for (const [, path] of named) files.add(name.endsWith(".html") ? path! : `assets/${path!}`);
  }
  return files;
}

/** What a key press writes into the document, told by the browser: how long that takes is measured (`npm run measure:console`), not tested. */
async function writtenPerStep(more: number): Promise<{ written: number; rows: number }> {
  const stage = await openWorld({ more });
  const page = await openConsole(browser, stage);
  await goTo(page, stage, "all");
  await page.waitForSelector(id("row"));
  const written = await page.evaluate(async (count: number) => {
    const until = (isTrue: () => boolean): Promise<void> =>
      new Promise((done) => {
        const look = (): void => (isTrue() ? done() : void requestAnimationFrame(look));
        look();
      });
    let changes = 0;
    new MutationObserver((seen) => (changes += seen.length)).observe(document.querySelector('[data-testid="list"]')!, { subtree: true, childList: true, attributes: true, characterData: true });
    for (let at = 0; at < count; at += 1) {
      const before = document.querySelector(".head__name")?.textContent ?? "";
      const wasAt = location.hash;
      dispatchEvent(new KeyboardEvent("keydown", { key: "j" }));
      await until(() => location.hash !== wasAt && document.querySelectorAll('[data-testid="thread"] .said').length > 0 && document.querySelector(".head__name")?.textContent !== before);
    }
    return changes / count;
  }, KEY_PRESSES);
  const rows = await page.locator(id("row")).count();
  stage.close();
  await page.context().close();
  return { written, rows };
}

it("writes no more into the list from one conversation to the next with 5,000 in it than with 50", async () => {
  const few = await writtenPerStep(50);
  const many = await writtenPerStep(5_000);
  console.log(`changes per step: ${few.written.toFixed(1)} of 50, ${many.written.toFixed(1)} of 5,000; ${many.rows} rows in the document`);
  expect(many.written).toBeLessThan(few.written * 1.5);
  expect(many.rows).toBeLessThan(40);
});
