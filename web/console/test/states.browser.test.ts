/** No screen, light or dark, breaks the accessibility rules, the content security policy, or asks anybody else for anything. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCENES } from "./scenes.mjs";
import { launch, openConsole, openWorld } from "./stage.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Scene {
  readonly run: (page: unknown, stage: unknown) => Promise<unknown> | unknown;
  readonly more?: number;
  readonly signedOut?: boolean;
  readonly agent?: string;
}

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** One look for each scene, by turns; `RELEVO_ALL_LOOKS=1` shows each in all of them. */
const TURNS = [
  ["desk", "light"],
  ["small", "dark"],
] as const;
const ALL = [...TURNS, ["desk", "dark"], ["phone", "light"], ["tablet", "light"]] as const;
const SHOWN = (Object.entries(SCENES) as [string, Scene][]).flatMap(([name, scene], index) => {
  const looks = process.env["RELEVO_ALL_LOOKS"] ? ALL : [TURNS[index % TURNS.length]!];
  return looks.map(([size, colorScheme]) => ({ name, scene, size, colorScheme }));
});
/** However short they are, transitions of colours begin one after the other where colours are inherited. */
const SETTLED = `(async () => {
  const pictures = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  do await pictures();
  while (document.getAnimations().some((one) => one instanceof CSSTransition));
})()`;
/** What the other colours can break. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

// Two at once: this file is the longest, and its last minutes would leave a core idle.
describe.concurrent("a scene", () => {
  it.each(SHOWN)("$name at $size size, $colorScheme first", async ({ scene: { run, more = 0, ...options }, size, colorScheme }) => {
    const stage = await openWorld({ more });
    const page = await openConsole(browser, stage, { ...options, size, colorScheme });
    await run(page, stage);
    await page.waitForTimeout(150);
    // Through the debugger, so that the page's own policy stays as it is.
    await page.evaluate(AXE);
    expect(await complaints(page, RULES)).toEqual([]);
    const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isTooWide, "scrolls sideways").toBe(false);
    // Opening a scene costs most: the other colours are looked at in the same one.
    await page.emulateMedia({ colorScheme: colorScheme === "light" ? "dark" : "light", reducedMotion: "reduce" });
    await page.evaluate(SETTLED);
    expect(await complaints(page, OF_COLOURS), "in the other colours").toEqual([]);
    expect(stage.faults).toEqual([]);
    await page.context().close();
    stage.close();
  });
});

async function complaints(page: Page, rules: readonly string[]): Promise<string[]> {
  const results: AxeResults = await page.evaluate("axe.run({ runOnly: RULES, resultTypes: ['violations'] })".replace("RULES", JSON.stringify(rules)));
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
}
