/** Right to left, every part stands on the other side, nothing scrolls sideways, and arrows of ways back point the other way. */
import { describe, expect, it } from "vitest";
import { givenWorld, seen } from "../moves/given.ts";
import { goTo, id, rowOf } from "../stage.mjs";

const world = givenWorld();

describe.each(["desk", "small"] as const)("at %s size", (size) => {
  it("is the mirror of left to right", async () => {
    const page = await world.open({ size });
    await page.waitForSelector(rowOf("c_wait"));
    const middles = (name: string) =>
      page.evaluate((wanted) => {
        const at = document.querySelector(wanted)!.getBoundingClientRect();
        return (at.left + at.right) / 2 / innerWidth;
      }, name);
    const parts = [".row .ui-avatar", ".row__when", ".searching__filter", id("own-menu")];
    const before = await Promise.all(parts.map(middles));
    await page.evaluate(() => void (document.documentElement.dir = "rtl"));
    const after = await Promise.all(parts.map(middles));
    for (const [nth, middle] of before.entries()) expect(after[nth], parts[nth]).toBeCloseTo(1 - middle, 1);
    await goTo(page, world.stage, "mine", "c_mine");
    await page.evaluate(() => void (document.documentElement.dir = "rtl"));
    await seen(page, "release");
    const [visitor, agent] = [await middles(`${id("message-visitor")} .ui-avatar`), await middles(`${id("message-agent")} .ui-avatar`)];
    expect(visitor).toBeGreaterThan(agent);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  });
});
