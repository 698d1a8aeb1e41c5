/** Right to left, every part stands on the other side, nothing scrolls sideways, and arrows of ways back point the other way. */
import type { Page } from "playwright-core";
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

describe("the choice of it", () => {
  const side = async (page: Page): Promise<string> => {
    await page.waitForSelector(rowOf("c_wait"));
    return page.evaluate(() => {
      const { left, right } = document.querySelector(".row .ui-avatar")!.getBoundingClientRect();
      return `${document.documentElement.dir} ${(left + right) / 2 < innerWidth / 2 ? "left" : "right"}`;
    });
  };

  /** English words still run from the left, full stop last, and stand at the side where lines begin. */
  const ends = (page: Page, text: string) =>
    page.getByText(text, { exact: true }).evaluate((line) => {
      const at = (nth: number): DOMRect => {
        const range = document.createRange();
        range.setStart(line.firstChild!, nth);
        range.setEnd(line.firstChild!, nth + 1);
        return range.getBoundingClientRect();
      };
      const [first, last] = [at(0), at(line.textContent!.length - 1)];
      return { startsLeftOfItsEnd: first.left < last.left, endsAtTheSide: Math.abs(last.right - line.getBoundingClientRect().right) < 2 };
    });

  it("is chosen, kept with the other looks, and there again before anything is asked", async () => {
    const page = await world.open();
    expect(await side(page)).toBe("ltr left");
    await page.goto(`${world.stage.base}#/settings/looks`);
    await page.click(id("direction-choice-rtl"));
    expect(await ends(page, "What people write keeps its own direction.")).toEqual({ startsLeftOfItsEnd: true, endsAtTheSide: true });
    await goTo(page, world.stage, "all");
    expect(await side(page)).toBe("rtl right");
    await world.stage.play("network", { isDown: true });
    await page.reload({ waitUntil: "domcontentloaded" });
    expect(await page.evaluate(() => document.documentElement.dir)).toBe("rtl");
    await world.stage.play("network", { isDown: false });
  });
  it("is that of the browser's language where nobody has chosen", async () => {
    const page = await world.open({ locale: "ar-EG" });
    expect(await side(page)).toBe("rtl right");
    await page.goto(`${world.stage.base}#/settings/looks`);
    await page.click(id("direction-choice-ltr"));
    await goTo(page, world.stage, "all");
    expect(await side(page)).toBe("ltr left");
  });
});
