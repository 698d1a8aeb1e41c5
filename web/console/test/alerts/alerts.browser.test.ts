/** Alerts in real tabs: one for one event, none for what is in front, and where they lead. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { givenWorld, seen } from "../moves/given.ts";
import { goTo, id, rowOf } from "../stage.mjs";

const world = givenWorld();

interface Called {
  readonly tones: number;
  readonly shown: readonly { readonly title: string; readonly body: string; readonly renotify: boolean }[];
}

/** Writes down, in each tab, what it sounds and shows. */
function record(): void {
  const called = ((window as unknown as { called: { tones: number; shown: object[] } }).called = { tones: 0, shown: [] as object[] });
  const made = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function tone(this: AudioContext) {
    called.tones += 1;
    return made.call(this);
  };
  class Shown extends EventTarget {
    static permission = "granted";
    static requestPermission = async () => "granted";
    onclick: (() => void) | null = null;
    constructor(title: string, { body, renotify }: { body: string; renotify: boolean }) {
      super();
      called.shown.push({ title, body, renotify });
      (window as unknown as { last: Shown }).last = this;
    }
    close(): void {}
  }
  Object.defineProperty(window, "Notification", { value: Shown });
}

const calledIn = (page: Page): Promise<Called> => page.evaluate(() => (window as unknown as { called: Called }).called);
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** As a browser does where the console comes over plain http. */
const withoutLocks = (): void => void Object.defineProperty(Navigator.prototype, "locks", { value: undefined });

async function twoTabs(...also: readonly (() => void)[]): Promise<[Page, Page]> {
  const one = await world.open();
  for (const script of [record, ...also]) await one.context().addInitScript(script);
  await one.goto(`${world.stage.base}#/settings/alerts`);
  await one.reload();
  await one.click(id("alert-desktop"));
  await one.goto(world.stage.base);
  await one.waitForSelector(rowOf("c_ai"));
  const other = await one.context().newPage();
  await other.goto(world.stage.base);
  await other.waitForSelector(rowOf("c_ai"));
  await other.click("body");
  return [one, other];
}

describe("two tabs", () => {
  it("call once for a request, with name, text and reason, and lead to it", async () => {
    const tabs = await twoTabs();
    await world.stage.play("ask", { id: "c_ai", reason: "wants a refund" });
    await pause(600);
    const called = await Promise.all(tabs.map(calledIn));
    const shown = called.flatMap((tab) => tab.shown);
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatchObject({ title: "Ingrid Solberg · asks for a person", body: expect.stringContaining("wants a refund"), renotify: true });
    expect(called.reduce((sum, { tones }) => sum + tones, 0)).toBe(2);
    const teller = tabs[called.findIndex((tab) => tab.shown.length > 0)]!;
    await teller.evaluate(() => (window as unknown as { last: { onclick(): void } }).last.onclick());
    await teller.waitForFunction(() => location.hash.endsWith("/c/c_ai"));
    await teller.waitForFunction(() => document.title.startsWith("(4)"));
    // The cursor stands in the box, and the reply takes the conversation over.
    await teller.waitForFunction(() => document.activeElement?.matches("[data-testid=composer]:not([readonly])"));
    await teller.keyboard.type("Hello Ingrid");
    await teller.keyboard.press("Enter");
    await seen(teller, "release");
  });
  it.each([
    { by: "locks", also: [] },
    { by: "words alone", also: [withoutLocks] },
  ])("call nobody for the conversation that one of them has in front, by $by", async ({ also }) => {
    const tabs = await twoTabs(...also);
    await goTo(tabs[1], world.stage, "mine", "c_mine");
    await tabs[1].bringToFront();
    await seen(tabs[1], "thread");
    await tabs[1].click(id("composer"));
    await world.stage.play("visitor-says", { id: "c_mine", text: "Still there?" });
    await pause(800);
    const called = await Promise.all(tabs.map(calledIn));
    expect([called.flatMap(({ shown }) => shown), called.map(({ tones }) => tones)]).toEqual([[], [0, 0]]);
  });
});

it("mutes a conversation from its header, and tells so in the settings", async () => {
  const [page, other] = await twoTabs();
  await other.close();
  await goTo(page, world.stage, "mine", "c_mine");
  await page.click(id("thread-more"));
  await page.click(id("mute"));
  await seen(page, "toast");
  await goTo(page, world.stage, "all");
  await world.stage.play("visitor-says", { id: "c_mine", text: "Hello?" });
  await pause(500);
  expect((await calledIn(page)).shown).toEqual([]);
  await page.goto(`${world.stage.base}#/settings/alerts`);
  await page.click(`${id("muted")}[data-id="c_mine"] ${id("unmute")}`);
  await page.waitForSelector(id("muted"), { state: "detached" });
});

it("alerts once for all that came while there was no connection", async () => {
  const [page, other] = await twoTabs();
  await other.close();
  await world.stage.play("network", { isDown: true });
  await seen(page, "reconnecting");
  for (const name of ["c_ai", "c_anon", "c_back"]) await world.stage.play("ask", { id: name });
  await world.stage.play("network", { isDown: false });
  await page.waitForFunction(() => (window as unknown as { called: Called }).called.shown.length > 0, undefined, { timeout: 15_000 });
  await pause(500);
  expect((await calledIn(page)).shown.map(({ title }) => title)).toEqual(["3 visitors ask for a person"]);
});

it("alerts of nobody who waited before, where the list on the screen is empty of them", async () => {
  const [page, other] = await twoTabs();
  await other.close();
  await goTo(page, world.stage, "closed");
  await page.reload();
  await page.waitForFunction(() => document.title.startsWith("(3)"));
  await world.stage.play("network", { isDown: true });
  await seen(page, "reconnecting");
  const read = page.waitForResponse((answer) => answer.url().includes("view=mine") && answer.ok());
  await world.stage.play("network", { isDown: false });
  await read;
  await pause(500);
  expect((await calledIn(page)).shown).toEqual([]);
});

it("alerts after a broken connection of a conversation that was passed on and a message that came", async () => {
  const [page, other] = await twoTabs();
  await other.close();
  await goTo(page, world.stage, "closed");
  await world.stage.play("network", { isDown: true });
  await seen(page, "reconnecting");
  await world.stage.play("visitor-says", { id: "c_mine", text: "Still there?" });
  await world.stage.play("transfer", { id: "c_ana", to: "ag_noor", note: "Please" });
  await world.stage.play("network", { isDown: false });
  await page.waitForFunction(() => (window as unknown as { called: Called }).called.shown.length > 0, undefined, { timeout: 15_000 });
  await pause(500);
  expect((await calledIn(page)).shown).toMatchObject([{ title: "While you were not connected", body: "1 conversation is yours now: Mei Tanaka\n1 visitor writes: Pavel Novák" }]);
});

it("says what became of one's own conversation, also where it is open, and is silent about all of it by one switch", async () => {
  const [page, other] = await twoTabs();
  await other.close();
  await goTo(page, world.stage, "mine", "c_mine");
  await seen(page, "thread");
  const tell = (kind: string) => {
    const by: object = { actor: { kind: "agent", id: "ag_tom", name: "Tom Lindqvist", avatar_url: null } };
    world.stage.world.notify("ag_noor", { kind, one: world.stage.world.of("c_mine"), text: "No, keep it.", ...by });
  };
  tell("released");
  await page.waitForSelector(`${id("toast")}:has-text("Tom Lindqvist gave your conversation with Pavel Novák back to the AI.")`);
  await goTo(page, world.stage, "closed");
  tell("resolved");
  await page.waitForFunction(() => (window as unknown as { called: Called }).called.shown.length > 0);
  expect((await calledIn(page)).shown.map(({ title }) => title)).toEqual(["Pavel Novák · resolved by Tom Lindqvist"]);
  await page.goto(`${world.stage.base}#/settings/alerts`);
  await page.click(id("alert-taken_over"));
  for (const kind of ["taken_over", "given_away", "released", "resolved", "returned"]) tell(kind);
  await page.waitForFunction(() => (window as unknown as { called: Called }).called.shown.length > 1);
  await pause(300);
  expect((await calledIn(page)).shown.slice(1).map(({ title }) => title)).toEqual(["Pavel Novák · went back while you were gone"]);
});

it("is away by choice until the agent says otherwise, in every tab", async () => {
  const [page, other] = await twoTabs();
  await page.click(id("own-menu"));
  await page.click(id("presence-away"));
  await other.waitForSelector(".own__away");
  await other.mouse.move(300, 300);
  await other.keyboard.press("j");
  await pause(300);
  expect(world.stage.world.presence.get("ag_noor")).toBe("away");
  await page.click(id("own-menu"));
  await page.click(id("presence-online"));
  await other.waitForSelector(".own__away", { state: "detached" });
});

it("lets colleagues know at once that a reply is no longer being written", async () => {
  const noor = await world.open();
  const ana = await world.open({ agent: "ana" });
  await goTo(noor, world.stage, "mine", "c_mine");
  await goTo(ana, world.stage, "all", "c_mine");
  await noor.locator(id("composer")).pressSequentially("No, keep it.");
  await seen(ana, "collision");
  await noor.keyboard.press("Enter");
  await ana.waitForSelector(id("collision"), { state: "detached", timeout: 1_500 });
});

it("counts in the title who waits for this agent, whichever list is shown, until they have their answer", async () => {
  const page = await world.open();
  const titled = (start: string) => page.waitForFunction((wanted) => document.title.startsWith(wanted), start);
  await goTo(page, world.stage, "closed");
  await page.reload();
  await titled("(3)");
  await goTo(page, world.stage, "mine", "c_mine");
  await page.fill(id("composer"), "No, keep it.");
  await page.press(id("composer"), "Enter");
  await titled("(2)");
  await goTo(page, world.stage, "closed");
  await world.stage.play("visitor-says", { id: "c_mine", text: "Thank you!" });
  await titled("(3)");
  await world.stage.play("override", { id: "c_mine", agent: "ag_tom" });
  await titled("(2)");
});

it("counts them too where the first connection takes its time", async () => {
  const page = await world.open();
  await goTo(page, world.stage, "closed");
  await page.route("**/v1/stream", async (request) => {
    await pause(2_500);
    await request.continue();
  });
  await page.reload();
  await page.waitForFunction(() => document.title.startsWith("(3)"));
});
