/** Several tabs of one agent share the inbox stream, so that a browser's six connections to a server suffice. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { givenWorld, seen } from "../moves/given.ts";
import { goTo, id, rowOf } from "../stage.mjs";

const world = givenWorld();

async function tabs(count: number, conversation?: string): Promise<Page[]> {
  const first = await world.open();
  const pages = [first, ...(await Promise.all(Array.from({ length: count - 1 }, () => first.context().newPage())))];
  for (const page of pages) {
    await goTo(page, world.stage, "all", conversation);
    await page.waitForSelector(rowOf("c_ai"));
    if (conversation) await seen(page, "message-visitor");
  }
  return pages;
}

const feeds = (): Set<unknown> => world.stage.state.feeds;
const says = (text: string) => world.stage.play("visitor-says", { id: "c_ai2", text });
const reads = (page: Page, text: string) =>
  page.waitForFunction((wanted) => document.querySelector('[data-testid="row"]')?.textContent?.includes(wanted), text, { timeout: 10_000 });

describe("three tabs", () => {
  it("hear everything over one stream, and each has its say", async () => {
    const pages = await tabs(3);
    expect(feeds().size).toBe(1);
    await says("first");
    await Promise.all(pages.map((page) => reads(page, "first")));
    await goTo(pages[2]!, world.stage, "all", "c_ai");
    await pages[2]!.click(id("take-over"));
    await Promise.all(pages.map((page) => page.waitForSelector(`${rowOf("c_ai")} ${id("row-live")}`)));
  });

  it("miss nothing when the one that reads for all is closed, again and again", async () => {
    const pages = await tabs(3);
    while (pages.length > 1) {
      await pages.shift()!.close();
      await says(`after ${pages.length}`);
      await Promise.all(pages.map((page) => reads(page, `after ${pages.length}`)));
      // The server hears of the closed tab a moment later.
      await expect.poll(() => feeds().size, { timeout: 5_000 }).toBe(1);
    }
    await says("at last");
    await reads(pages[0]!, "at last");
  });

  it("go on when the one that reads for all is put to sleep, and let it listen when it wakes", async () => {
    const [asleep, one, two] = (await tabs(3)) as [Page, Page, Page];
    const tools = await asleep.context().newCDPSession(asleep);
    await tools.send("Page.setWebLifecycleState", { state: "frozen" });
    await says("while it slept");
    // Somebody comes back to this tab.
    await one.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await Promise.all([one, two].map((page) => reads(page, "while it slept")));
    await tools.send("Page.setWebLifecycleState", { state: "active" });
    await reads(asleep, "while it slept");
    await says("all awake");
    await Promise.all([asleep, one, two].map((page) => reads(page, "all awake")));
    await expect.poll(() => feeds().size, { timeout: 5_000 }).toBe(1);
  });
});

it("four tabs with a conversation each leave a connection to act with", async () => {
  const pages = await tabs(4, "c_ai");
  await pages[3]!.click(id("take-over"));
  await Promise.all(pages.map((page) => seen(page, "release")));
});

it("signing out in one tab signs out all", async () => {
  const [one, two] = (await tabs(2)) as [Page, Page];
  await one.click(id("own-menu"));
  await one.click(id("sign-out"));
  await seen(one, "sign-in-email");
  await two.waitForSelector(id("sign-in-email"), { timeout: 15_000 });
});
