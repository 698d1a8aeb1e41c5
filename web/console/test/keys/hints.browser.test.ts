/** Keys are shown as the agent has them, and a question gives the cursor back. */
import { describe, expect, it } from "vitest";
import { deskOf } from "../fake/configured.mjs";
import { givenWorld, gone, seen } from "../moves/given.ts";
import { goTo, id } from "../stage.mjs";

const world = givenWorld();

describe("keys that are shown", () => {
  it("are those that the agent has given", async () => {
    Object.assign(deskOf(world.stage.world).preferences.shortcuts, { search: "g", next: "w", previous: "", "resolve-and-next": "Shift+D" });
    const page = await world.open();
    await seen(page, "row");
    await expect.poll(() => page.locator(".search kbd").allInnerTexts()).toEqual(["G"]);
    await expect.poll(() => page.locator(".stage__keys kbd").allInnerTexts()).toEqual(["W", "?"]);
    await goTo(page, world.stage, "mine", "c_mine");
    await page.click(id("resolve-more"));
    await expect.poll(() => page.locator(`${id("resolve-next")} kbd`).allInnerTexts()).toEqual(["⇧D"]);
  });
});

it("somebody who was writing writes on after a question", async () => {
  const page = await world.open();
  await goTo(page, world.stage, "mine", "c_mine");
  await page.click(id("composer"));
  await page.keyboard.type("half ");
  await page.keyboard.press("Control+k");
  await seen(page, "palette-field");
  await page.keyboard.type("keyboard shortcuts");
  await page.waitForSelector('[data-id="action-shortcuts"][aria-selected=true]');
  await page.keyboard.press("Enter");
  await seen(page, "shortcuts");
  await page.keyboard.press("Escape");
  await gone(page, "shortcuts");
  await page.waitForFunction(() => document.activeElement?.matches("textarea"));
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.keyboard.type("done");
  expect(await page.inputValue(id("composer"))).toBe("half done");
});
