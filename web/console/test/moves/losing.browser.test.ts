/** Where the keyboard stands when moves end otherwise than they were meant: a lost race, an undo from elsewhere, a refusal that comes too late. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { goTo, id, rowOf } from "../stage.mjs";
import { givenWorld, gone, seen } from "./given.ts";

const given = givenWorld();
const at = (page: Page, conversation: string, view = "all") => goTo(page, given.stage, view, conversation).then(() => seen(page, "thread"));
const focused = (page: Page, selector: string) => page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);
const tabStops = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll<HTMLElement>(".head button, .head a")].filter((one) => one.checkVisibility() && !one.closest("[popover]")).map((one) => one.getBoundingClientRect().toJSON() as DOMRect));

describe("the focus", () => {
  it("stays in the conversation when a colleague was faster", async () => {
    const page = await given.open();
    await at(page, "c_wait");
    await page.route("**/take-over", async (request) => {
      await given.stage.play("take", { id: "c_wait" });
      await request.continue();
    });
    await page.click(id("claim"));
    await seen(page, "conflict");
    await focused(page, ".head__name");
  });

  it("goes to the note that was begun, not to the reply, with control", async () => {
    const page = await given.open();
    await at(page, "c_wait");
    await page.click(id("mode-note"));
    await page.keyboard.type("Called before.");
    await page.click(id("claim"));
    await seen(page, "release");
    await focused(page, id("note-composer"));
    await page.click(rowOf("c_mine"));
    await seen(page, "composer");
    expect(await page.evaluate(() => document.activeElement?.matches("textarea"))).toBe(false);
  });

  it("is not pulled into another conversation by an undo", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await given.stage.play("agent-says", { id: "c_mine", agent: "ag_noor", text: "All done." });
    await page.click(id("release"));
    await seen(page, "toast-act");
    await page.click(rowOf("c_ai"));
    await page.waitForFunction(() => location.hash.endsWith("c_ai"));
    await page.keyboard.press("z");
    await page.waitForSelector(`${id("toast")}:has-text("You have control again")`);
    expect(await page.evaluate(() => document.activeElement?.matches("textarea"))).toBe(false);
  });
});

it("a question that comes when another conversation is open blocks no other move", async () => {
  const page = await given.open();
  await given.stage.play("presence", { agent: "ag_ana", state: "online" });
  await at(page, "c_mine");
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/assign", async (request) => {
    await held;
    await request.continue();
  });
  const told = page.waitForResponse("**/v1/agents");
  await page.click(id("assignee"));
  await told;
  given.stage.world.presence.set("ag_ana", "offline");
  await page.click(`${id("assign-agent")}:has-text("Ana Ruiz")`);
  await page.click(rowOf("c_wait"));
  await seen(page, "claim");
  const refused = page.waitForResponse("**/assign");
  answer();
  expect((await refused).status()).toBe(409);
  expect(await page.locator(id("offline-dialog")).count()).toBe(0);
  await page.click(id("claim"));
  await gone(page, "claim");
  await seen(page, "release");
});

describe("what is typed on when the box is taken away in the middle of a word", () => {
  it.each([
    ["by a supervisor who takes over", "override", {}, "other"],
    ["by a supervisor who passes it to a team", "transfer", { team: "tm_refunds" }, "waiting"],
  ])("%s starts nothing", async (_, what, more, standing) => {
    const page = await given.open();
    await at(page, "c_mine");
    await page.locator(id("composer")).pressSequentially("I am in the middle of ");
    await given.stage.play(what, { id: "c_mine", agent: "ag_tom", ...more });
    await page.waitForSelector(`${id("activity")}[data-standing="${standing}"]`);
    await page.keyboard.type("this sentence, just now: x1?p", { delay: 20 });
    await page.waitForTimeout(300);
    expect(page.url()).toContain("#/v/all/c/c_mine");
    expect(await page.locator("dialog[open]").count()).toBe(0);
    await expect.poll(() => page.locator(`${id("mode-reply")}[aria-pressed="true"]`).count()).toBe(1);
    await page.waitForSelector(`${id("activity")}[data-standing="${standing}"]`);
    // After a pause keys are keys again.
    await page.waitForTimeout(1_600);
    await page.keyboard.press("n");
    await focused(page, id("note-composer"));
    await page.keyboard.type("Mine?");
    await page.keyboard.press("Escape");
    await page.keyboard.press("1");
    await page.waitForFunction(() => location.hash === "#/v/handoff");
  });
});

describe("the Tab key", () => {
  it.each([true, false])("goes where the eye does, with the details shown: %s", async (isShown) => {
    const page = await given.open();
    await page.setViewportSize({ width: 1600, height: 900 });
    await at(page, "c_mine");
    await seen(page, "release");
    if ((await page.locator(id("panel")).isVisible()) !== isShown) await page.click(id("toggle-panel"));
    await page.waitForFunction((isLine) => document.querySelector(".head--line") !== null === isLine, !isShown);
    const stops = await tabStops(page);
    expect(stops.length).toBeGreaterThan(6);
    expect(new Set(stops.map(({ y, height }) => Math.round((y + height / 2) / 20))).size).toBe(isShown ? 2 : 1);
    for (const [nth, { x, y, height }] of stops.entries()) {
      const before = stops[nth - 1];
      if (before) expect(y > before.y + height / 2 || x > before.x, `stop ${nth}`).toBe(true);
    }
  });
});
