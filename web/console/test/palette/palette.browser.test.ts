/** The palette and changed keys, by keyboard alone. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { ACTIONS } from "../../src/actions/index.ts";
import { givenWorld, lastOf, seen } from "../moves/given.ts";
import { goTo, id, rowOf } from "../stage.mjs";

const world = givenWorld();

async function find(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await seen(page, "palette-field");
  await page.keyboard.type(text);
}
async function run(page: Page, text: string, entry: string): Promise<void> {
  await find(page, text);
  await page.waitForSelector(`[data-id="${entry}"][aria-selected=true]`);
  await page.keyboard.press("Enter");
  await page.waitForSelector(id("palette"), { state: "detached" });
}

describe("the palette", () => {
  it("opens, claims, replies and resolves without a mouse", async () => {
    const page = await world.open();
    await page.waitForSelector(rowOf("c_wait"));
    await run(page, "chiara", "open-c_wait");
    await seen(page, "claim");
    await run(page, "claim", "action-claim");
    await seen(page, "release");
    await run(page, "write a reply", "action-reply");
    await page.waitForFunction(() => document.activeElement?.matches("[data-testid=composer]"));
    await page.keyboard.type("Hello Chiara, the code works again.");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("[data-testid=thread]")?.textContent?.includes("the code works again"));
    await run(page, "resolve", "action-resolve");
    await seen(page, "resolve-confirm");
    await page.keyboard.press("Enter");
    await page.waitForSelector('[data-standing="ended"]');
    expect(lastOf(world.stage, "c_wait", "resolved")).toBeDefined();
  });
  it("finds conversations by what was said in them, from the server", async () => {
    const page = await world.open();
    await goTo(page, world.stage, "closed");
    await find(page, "engrave");
    await page.waitForSelector('[data-id="open-c_ana"]');
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash.endsWith("/c/c_ana"));
  });
  it("gives one's own conversation to an AI agent as the menu does: with the question, and a way back", async () => {
    const page = await world.open();
    await goTo(page, world.stage, "mine", "c_mine");
    await seen(page, "release");
    await run(page, "assign to atlas", "assign-as_atlas");
    await page.click(id("answer-now"));
    await page.waitForSelector('[data-standing="assistant"]');
    expect(lastOf(world.stage, "c_mine", "released")?.data).toMatchObject({ assistant: { id: "as_atlas" } });
    await page.keyboard.press("z");
    await page.waitForSelector('[data-standing="mine"]');
  });
  it("offers to assign a conversation to everybody but whoever has it", async () => {
    const page = await world.open({ agent: "tom" });
    await goTo(page, world.stage, "all", "c_ana");
    await seen(page, "release");
    await find(page, "assign to");
    await page.waitForSelector('[data-id="assign-ag_noor"]');
    expect(await page.locator('[data-id="assign-ag_ana"]').count()).toBe(0);
    await expect.poll(() => page.locator('[data-id="assign-as_maya"]').count()).toBe(1);
    await page.keyboard.press("Escape");
    await goTo(page, world.stage, "all", "c_ai");
    await seen(page, "take-over");
    await find(page, "assign to");
    await page.waitForSelector('[data-id="assign-ag_ana"]');
    expect(await page.locator('[data-id="assign-as_maya"]').count()).toBe(0);
  });
  it("copies the address of the open conversation", async () => {
    const page = await world.open();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await goTo(page, world.stage, "mine", "c_mine");
    await seen(page, "thread");
    await run(page, "copy the link", "action-copy-link");
    await page.waitForSelector(`${id("toast")}:has-text("Link copied.")`);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/c\/c_mine$/);
  });
  it("is a combobox: the field keeps the focus and names the chosen entry", async () => {
    const page = await world.open();
    await page.waitForSelector(rowOf("c_wait"));
    await find(page, "theme");
    await page.keyboard.press("ArrowDown");
    const told = await page.evaluate(() => {
      const field = document.activeElement!;
      const named = document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
      return [field.getAttribute("role"), named?.getAttribute("role"), named?.getAttribute("aria-selected")];
    });
    expect(told).toEqual(["combobox", "option", "true"]);
    await page.keyboard.press("Escape");
    await page.waitForSelector(id("palette"), { state: "detached" });
  });
  it("opens while one types, and from the settings", async () => {
    const page = await world.open();
    await goTo(page, world.stage, "mine", "c_mine");
    await page.click(id("composer"));
    await run(page, "dark theme", "action-theme-dark");
    await page.waitForSelector('[data-theme="dark"]');
    await run(page, "my profile", "settings-profile");
    await seen(page, "settings");
    await run(page, "show handoff", "action-view-handoff");
    await page.waitForSelector(rowOf("c_wait"));
  });
  it("has an entry for every action that is possible", async () => {
    const page = await world.open();
    await goTo(page, world.stage, "mine", "c_mine");
    await seen(page, "release");
    await page.keyboard.press("Control+k");
    await seen(page, "palette-entry");
    const ids = await page.locator(id("palette-entry")).evaluateAll((entries) => entries.map((entry) => entry.getAttribute("data-id")));
    const never = new Set(["palette", "claim", "take-over", "override", "reopen", "undo-release", "theme-system", "sound-on", "comfortable", "online"]);
    expect(ACTIONS.filter((action) => !never.has(action.id) && !ids.includes(`action-${action.id}`)).map((action) => action.id)).toEqual([]);
  });
});

describe("keys", () => {
  it("never act while one types, and on other alphabets by their place", async () => {
    const page = await world.open();
    await goTo(page, world.stage, "mine", "c_mine");
    await page.click(id("composer"));
    await page.keyboard.type("jx?");
    expect(await page.inputValue(id("composer"))).toBe("jx?");
    await page.keyboard.press("Escape");
    await page.evaluate(() => dispatchEvent(new KeyboardEvent("keydown", { key: "ш", code: "KeyI", bubbles: true, cancelable: true })));
    await page.waitForSelector(id("panel"), { state: "detached" });
  });
  it("are changed in the settings, with a word about what else has them, and act at once", async () => {
    const page = await world.open();
    await page.goto(`${world.stage.base}#/settings/shortcuts`);
    const line = '[data-action="note"] ';
    await page.click(`${line}${id("key-change")}`);
    await seen(page, "key-listening");
    await page.keyboard.press("j");
    await expect.poll(() => page.locator(`${line}${id("key-clash")}`).innerText()).toContain("Next conversation");
    await page.click(`${line}${id("key-change")}`);
    await page.keyboard.press("y");
    await page.waitForSelector(`${line}${id("key-clash")}`, { state: "detached" });
    await goTo(page, world.stage, "mine", "c_mine");
    await seen(page, "composer");
    await page.keyboard.press("y");
    await page.waitForFunction(() => document.activeElement?.matches("[data-testid=note-composer]"));
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await seen(page, "shortcuts");
    await expect.poll(() => page.locator(".sheet__line", { hasText: "Write a note" }).innerText()).toMatch(/Y/);
  });
});

it("lets whoever leaves a field at once be out of it", async () => {
  const page = await world.open();
  await goTo(page, world.stage, "mine", "c_mine");
  await seen(page, "composer");
  const where = await page.evaluate(async () => {
    const press = (key: string) => document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    const entered = new Promise((done) => document.addEventListener("focusin", done, { once: true }));
    press("n");
    await entered;
    press("Escape");
    for (const _ of [1, 2, 3]) await new Promise(requestAnimationFrame);
    return document.activeElement!.tagName;
  });
  expect(where).toBe("BODY");
});

it("keeps the looks over a reload, before anything is asked", async () => {
  const page = await world.open();
  await page.goto(`${world.stage.base}#/settings/looks`);
  await page.click(id("theme-choice-dark"));
  await page.click(id("density-choice-compact"));
  await goTo(page, world.stage, "all");
  await page.reload();
  await page.waitForSelector(rowOf("c_wait"));
  expect(await page.evaluate(() => ({ ...document.documentElement.dataset }))).toMatchObject({ theme: "dark", density: "compact" });
  const [first, second] = await Promise.all([0, 1].map((nth) => page.locator(id("row")).nth(nth).boundingBox()));
  expect(Math.round(second!.y - first!.y)).toBe(68);
});
