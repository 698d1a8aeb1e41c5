/** The site signs a visitor out: nothing of them is left on the device, whatever other tabs and answers on their way have to say. */
import { describe, expect, test } from "vitest";
import type { WidgetPage } from "./fake/browser.ts";
import { begin, desk, opens, said, stage, widget } from "./fake/opening.ts";

opens();

/** Everything that the browser keeps for the inbox, of this tab and of all. */
const kept = (tab: WidgetPage = widget): Promise<Record<string, string>> => tab.page.evaluate(() => ({ ...localStorage, ...sessionStorage }));

/** What of the visitor who was signed out can still be found, by its content. */
async function left(secrets: readonly string[], tabs: readonly WidgetPage[]): Promise<string[]> {
  const found = await Promise.all(tabs.map(async (tab) => JSON.stringify(await kept(tab))));
  return secrets.filter((secret) => found.some((all) => new RegExp(`\\b${secret}\\b`).test(all)));
}

/** The token and the conversation that are kept now. */
async function secrets(): Promise<string[]> {
  const all = Object.entries(await kept()).filter(([name]) => /\.(token|conversation)$/.test(name));
  expect(all).toHaveLength(2);
  return all.map(([, value]) => value);
}

/** Holds the calls to an address back, once they have come, until the returned function is called. */
function hold(address: string): { asked: Promise<void>; release(): void } {
  let release = (): void => {};
  let ask = (): void => {};
  const asked = new Promise<void>((resolve) => (ask = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  stage.server.gate = (path) => {
    if (path !== address) return;
    ask();
    return released;
  };
  return { asked, release };
}

/** How often a session has been begun or resumed. */
const sessions = (): number => stage.server.calls.filter((call) => call === "POST /v1/visitor/session").length;

async function liveInTwoTabs(): Promise<WidgetPage> {
  await begin("My order is 4711");
  desk().takeOver();
  desk().say("Hi, Anna here.");
  await widget.phase("live");
  const other = await widget.tab();
  await other.openPanel();
  await other.phase("live");
  return other;
}

describe("with the live conversation open in another tab", () => {
  test("takes it away in both, and neither writes it back", async () => {
    const other = await liveInTwoTabs();
    await other.get("composer").fill("half a sentence");
    const known = await secrets();
    const before = desk();
    await widget.call("reset");
    for (const tab of [widget, other]) await expect.poll(() => tab.bubbles()).toEqual([]);
    before.say("Are you still there?");
    await widget.page.waitForTimeout(400);
    expect(await left([...known, "half a sentence", "4711"], [widget, other])).toEqual([]);
    for (const tab of [widget, other]) {
      expect(await tab.bubbles()).toEqual([]);
      expect(await tab.get("composer").inputValue()).toBe("");
      expect(await tab.get("panel").getAttribute("data-phase")).toBe("assistant");
    }
  });

  test("makes both the same new visitor, whom they serve together", async () => {
    const other = await liveInTwoTabs();
    const old = [...stage.server.visitors.keys()].at(-1);
    await widget.call("reset");
    await widget.page.locator('[data-testid="panel"][data-stage="ready"][data-phase="assistant"]').waitFor();
    await widget.send("Somebody else");
    await other.says("Somebody else");
    expect(said()).toEqual(["Somebody else"]);
    expect([...stage.server.visitors.keys()].at(-1)).not.toBe(old);
    await other.page.reload();
    await other.says("Somebody else");
    await expect.poll(() => other.bubbles()).toEqual(["Somebody else"]);
  });

  test("drops what waits there for the network", async () => {
    const other = await liveInTwoTabs();
    const before = desk();
    stage.server.outage = 503;
    before.cutStreams();
    await other.send("Only for Anna");
    await widget.call("reset");
    await expect.poll(() => other.bubbles()).toEqual([]);
    stage.server.outage = null;
    await other.page.locator('[data-testid="panel"][data-stage="ready"]').waitFor({ timeout: 20_000 });
    await other.page.waitForTimeout(1_000);
    expect(before.log.some((event) => event.type === "message" && event.data.text === "Only for Anna")).toBe(false);
    expect(await left(["Only for Anna"], [widget, other])).toEqual([]);
  });

  test("is heeded by a tab that slept through it as soon as somebody looks", async () => {
    const other = await liveInTwoTabs();
    await other.page.addInitScript(() => addEventListener("storage", (event) => event.stopImmediatePropagation(), { capture: true }));
    await other.page.reload();
    await other.phase("live");
    const known = await secrets();
    await widget.call("reset");
    await expect.poll(() => widget.bubbles()).toEqual([]);
    await other.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await expect.poll(() => other.bubbles()).toEqual([]);
    expect(await left(known, [widget, other])).toEqual([]);
  });
});

describe("with an answer on its way", () => {
  test("of a session that is being resumed in another tab: it is not kept", async () => {
    const other = await liveInTwoTabs();
    const known = await secrets();
    const { asked, release } = hold("/v1/visitor/session");
    await other.page.reload();
    await asked;
    await widget.call("reset");
    await expect.poll(() => widget.bubbles()).toEqual([]);
    release();
    await other.page.locator('[data-testid="panel"][data-stage="ready"]').waitFor();
    expect(await other.bubbles()).toEqual([]);
    expect(await left(known, [widget, other])).toEqual([]);
  });

  test("of a conversation that is being made: it is not kept, and not gone on with", async () => {
    await widget.openPanel();
    const { asked, release } = hold("/v1/visitor/conversations");
    await widget.send("Never mind");
    await asked;
    await widget.call("reset");
    release();
    await widget.page.waitForTimeout(400);
    expect(await left(["Never mind"], [widget])).toEqual([]);
    expect(Object.keys(await kept()).filter((name) => /conversation$/.test(name))).toEqual([]);
    const made = [...stage.server.visitors.values()].flatMap(({ desk }) => desk?.log ?? []);
    expect(made.filter((event) => event.type === "message" && event.data.text === "Never mind")).toEqual([]);
    expect(await widget.bubbles()).toEqual([]);
  });

  test("to a chat that is over: it begins no other one", async () => {
    await widget.openPanel();
    const { asked, release } = hold("/v1/visitor/conversations");
    await widget.send("Never mind");
    await asked;
    await widget.call("reset");
    await widget.page.locator('[data-testid="panel"][data-stage="ready"]').waitFor();
    await widget.page.waitForTimeout(200);
    const known = sessions();
    release();
    await widget.page.waitForTimeout(400);
    expect(sessions()).toBe(known);
  });
});

describe("when the page empties the storage after it", () => {
  /** As a shop does that signs somebody out; the page that clears is told of it by nobody. */
  async function resetAndClear(): Promise<void> {
    await widget.call("reset");
    await widget.page.evaluate(() => localStorage.clear());
  }

  test("the launcher opens the chat, and what is written in it is said and kept", async () => {
    await begin("My order is 4711");
    await widget.call("close");
    await resetAndClear();
    await widget.openPanel();
    expect(await widget.bubbles()).toEqual([]);
    await widget.send("Somebody else");
    await widget.says("Somebody else");
    expect(said()).toEqual(["Somebody else"]);
    await widget.page.reload();
    await widget.says("Somebody else");
    await expect.poll(() => widget.bubbles()).toEqual(["Somebody else"]);
  });

  test("the page's own message is shown and kept, by a chat that had its session already", async () => {
    await begin("My order is 4711");
    await widget.call("reset");
    await widget.page.locator('[data-testid="panel"][data-stage="ready"][data-phase="assistant"]').waitFor();
    await widget.page.evaluate(() => localStorage.clear());
    await widget.call("send", "Somebody else");
    await widget.says("Somebody else");
    await widget.page.reload();
    await widget.says("Somebody else");
    expect(said()).toEqual(["Somebody else"]);
  });

  test("the open box takes every key", async () => {
    await begin("My order is 4711");
    await widget.call("reset");
    await widget.page.locator('[data-testid="panel"][data-stage="ready"][data-phase="assistant"]').waitFor();
    await widget.page.locator("#buy").focus();
    await widget.page.evaluate(() => localStorage.clear());
    await widget.get("composer").click();
    await widget.page.keyboard.type("Somebody else");
    await widget.page.keyboard.press("Enter");
    await widget.says("Somebody else");
    expect(said()).toEqual(["Somebody else"]);
  });

  test("even one that comes before the screen has been drawn again", async () => {
    await begin("My order is 4711");
    await widget.call("reset");
    await widget.page.locator('[data-testid="panel"][data-stage="ready"][data-phase="assistant"]').waitFor();
    await widget.page.locator("#buy").focus();
    await widget.get("composer").evaluate((box) => {
      localStorage.clear();
      box.focus();
      document.execCommand("insertText", false, "S");
    });
    await widget.page.keyboard.type("omebody else");
    await widget.page.keyboard.press("Enter");
    await widget.says("Somebody else");
    expect(said()).toEqual(["Somebody else"]);
  });

  test("what had been written before is not sent in the next visitor's name", async () => {
    await begin("My order is 4711");
    await widget.call("reset");
    await widget.page.locator('[data-testid="panel"][data-stage="ready"][data-phase="assistant"]').waitFor();
    await widget.get("composer").fill("half a sentence");
    await widget.page.evaluate(() => localStorage.clear());
    await widget.page.keyboard.press("Enter");
    await expect.poll(() => widget.get("composer").inputValue()).toBe("");
    await widget.send("Somebody else");
    await widget.says("Somebody else");
    expect(said()).toEqual(["Somebody else"]);
    expect(await left(["half a sentence", "4711"], [widget])).toEqual([]);
  });
});
