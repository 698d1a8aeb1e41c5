/** One visitor, several tabs: one text, one count, one sound; and what the team learns of where they are. */
import { beforeEach, describe, expect, test } from "vitest";
import type { WidgetPage } from "./fake/browser.ts";
import { begin, desk, opens, stage, widget } from "./fake/opening.ts";

opens();
beforeEach(async () => {
  await widget.page.context().addInitScript(() => {
    const made = window as typeof window & { sounds?: number };
    made.sounds = 0;
    const Real = AudioContext;
    window.AudioContext = class extends Real {
      constructor() {
        super();
        made.sounds = (made.sounds ?? 0) + 1;
      }
    };
  });
  await widget.page.reload();
});

const sounds = (tab: WidgetPage): Promise<number> => tab.page.evaluate(() => (window as { sounds?: number }).sounds ?? 0);

/** Headless pages are all in front: says that this one is, or is not. */
async function look(tab: WidgetPage, isSeen: boolean): Promise<void> {
  await tab.page.evaluate((isHidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (isHidden ? "hidden" : "visible") });
    document.dispatchEvent(new Event("visibilitychange"));
  }, !isSeen);
}

async function live(): Promise<void> {
  await begin();
  desk().takeOver();
  desk().say("Hi");
  await widget.phase("live");
  await widget.get("sound").waitFor();
}

describe("what is being written", () => {
  test("is there in a second tab, goes on in either, and is gone in both once it is sent", async () => {
    await live();
    await widget.get("composer").fill("I have a quest");
    const other = await widget.tab();
    await other.openPanel();
    expect(await other.get("composer").inputValue()).toBe("I have a quest");
    await other.get("composer").fill("I have a question");
    await expect.poll(() => widget.get("composer").inputValue()).toBe("I have a question");
    await other.get("composer").press("Enter");
    await widget.says("I have a question");
    await expect.poll(() => widget.get("composer").inputValue()).toBe("");
    expect(await other.get("composer").inputValue()).toBe("");
    await widget.page.reload();
    await widget.says("I have a question");
    expect(await widget.get("composer").inputValue()).toBe("");
  });

  test("a number that is half typed too", async () => {
    await live();
    desk().passToTeam();
    desk().expire();
    await widget.get("phone").fill("+43 664");
    const other = await widget.tab();
    await other.openPanel();
    await expect.poll(() => other.get("phone").inputValue()).toBe("+43 664");
  });
});

describe("unread messages", () => {
  test("stand in the title of a tab that nobody looks at, and the title stays the page's", async () => {
    await live();
    await look(widget, false);
    desk().say("One");
    desk().say("Two");
    await expect.poll(() => widget.page.title()).toBe("(2) Larch & Loom");
    await widget.page.evaluate(() => (document.title = "Blankets"));
    desk().say("Three");
    await expect.poll(() => widget.page.title()).toBe("(3) Blankets");
    await look(widget, true);
    await expect.poll(() => widget.page.title()).toBe("Blankets");
  });

  test("are one count over the tabs, also in one that has left listening to another", async () => {
    await live();
    const other = await widget.tab();
    await other.get("launcher").waitFor();
    await widget.page.clock.install();
    await other.page.clock.install();
    await look(widget, false);
    await widget.page.clock.runFor(11_000);
    await look(other, false);
    await other.page.clock.runFor(11_000);
    desk().say("One");
    desk().say("Two");
    for (const tab of [widget, other]) await expect.poll(() => tab.page.title()).toBe("(2) Larch & Loom");
    await look(widget, true);
    for (const tab of [widget, other]) await expect.poll(() => tab.page.title(), { timeout: 8_000 }).toBe("Larch & Loom");
  });

  test("tell the page's own script nothing while they are being read", async () => {
    await live();
    await widget.page.evaluate(() => {
      const heard: unknown[] = ((window as { heard?: unknown[] }).heard = []);
      (window as unknown as { Relevo: (...call: unknown[]) => void }).Relevo("on", "unread", (detail: unknown) => heard.push(detail));
    });
    desk().say("Read at once");
    await widget.says("Read at once");
    expect(await widget.page.evaluate(() => (window as { heard?: unknown[] }).heard)).toEqual([]);
  });
});

describe("the sound", () => {
  test("is off until it is switched on, which can be heard", async () => {
    await live();
    await widget.get("sound").waitFor();
    expect(await widget.get("sound").getAttribute("aria-pressed")).toBe("false");
    expect(await widget.get("sound").getAttribute("aria-label")).toBe("Sound for new messages");
    await look(widget, false);
    desk().say("Unheard");
    await widget.page.waitForTimeout(400);
    expect(await sounds(widget)).toBe(0);
    await look(widget, true);
    await widget.get("sound").click();
    await expect.poll(() => sounds(widget)).toBe(1);
    await expect.poll(() => widget.get("sound").getAttribute("aria-pressed")).toBe("true");
    desk().say("Read, so not heard");
    await widget.says("Read, so not heard");
    await widget.page.waitForTimeout(300);
    expect(await sounds(widget)).toBe(1);
  });

  test("comes once for a message, whichever tabs hear it", async () => {
    await live();
    await widget.get("sound").click();
    const other = await widget.tab();
    await other.openPanel();
    await other.get("sound").waitFor();
    await expect.poll(() => other.get("sound").getAttribute("aria-pressed")).toBe("true");
    for (const tab of [widget, other]) await look(tab, false);
    const before = (await sounds(widget)) + (await sounds(other));
    desk().say("Heard once");
    for (const tab of [widget, other]) await expect.poll(() => tab.page.title()).toMatch(/^\(1\)/);
    await widget.page.waitForTimeout(500);
    expect((await sounds(widget)) + (await sounds(other))).toBe(before + 1);
  });
});

describe("where the visitor is", () => {
  test("is told once there is a session, page by page, without what stands behind a question mark", async () => {
    stage.server.trail.length = 0;
    await widget.openPanel();
    await expect.poll(() => stage.server.trail).toEqual([{ url: stage.site, title: "Larch & Loom" }]);
    await widget.page.evaluate(() => {
      history.pushState(null, "", "/blankets?token=secret");
      history.pushState(null, "", "/blankets/grey?token=secret#top");
      document.title = "The grey blanket";
    });
    await expect.poll(() => stage.server.trail.at(-1)).toEqual({ url: `${stage.site}blankets/grey`, title: "The grey blanket" });
    expect(stage.server.trail).toHaveLength(2);
    await widget.page.evaluate(() => (location.hash = "#/cart?voucher=1"));
    await expect.poll(() => stage.server.trail.at(-1)?.url).toBe(`${stage.site}blankets/grey#/cart`);
  });

  test("can be said by the page itself", async () => {
    await widget.openPanel();
    await widget.call("context", { title: "Step 2: address" });
    await expect.poll(() => stage.server.trail.some(({ title, url }) => title === "Step 2: address" && url === stage.site)).toBe(true);
  });
});
