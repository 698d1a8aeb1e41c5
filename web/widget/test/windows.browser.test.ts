/** The widget takes nothing from other windows, whatever they post and wherever they come from (trust.md T32). */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { begin, desk, opens, said, stage, widget } from "./fake/opening.ts";

opens();

interface Watched {
  /** Who listens for messages: the kind of the target and how. */
  readonly listening: string[];
  /** How many messages have arrived at the page. */
  arrived: number;
}

/** Notes from before the widget's script whoever listens for messages, on any target and in any way. */
async function watch(): Promise<void> {
  await widget.page.addInitScript(() => {
    const watched: Watched = { listening: [], arrived: 0 };
    const page = window as unknown as { watched: Watched; countMessages(): void };
    page.watched = watched;
    const listen = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (this: EventTarget, type: string, ...rest: unknown[]) {
      if (type.startsWith("message")) watched.listening.push(`${(this ?? window).constructor.name}.addEventListener`);
      return (listen as (...all: unknown[]) => void).call(this ?? window, type, ...rest);
    };
    for (const target of [window, MessagePort.prototype, BroadcastChannel.prototype]) {
      for (const name of ["onmessage", "onmessageerror"]) {
        const property = Object.getOwnPropertyDescriptor(target, name);
        Object.defineProperty(target, name, {
          ...property,
          configurable: true,
          set(this: unknown, value: unknown) {
            watched.listening.push(`${(this as object).constructor.name}.${name}`);
            property?.set?.call(this, value);
          },
        });
      }
    }
    page.countMessages = () => listen.call(window, "message", () => (watched.arrived += 1));
  });
  await widget.page.reload();
}

const watched = (): Promise<Watched> => widget.page.evaluate(() => (window as unknown as { watched: Watched }).watched);

/** What a page could try: the widget's own commands in every dress, what its streams and its storage carry, and what is malformed. */
const POSTED: unknown[] = [
  ["send", "Posted"],
  ["requestHuman"],
  ["reset"],
  ["destroy"],
  { type: "send", text: "Posted" },
  { type: "relevo", command: ["send", "Posted"] },
  { source: "relevo-widget", name: "reset", detail: { inboxKey: "shop" } },
  { event: "message", data: { seq: 99, type: "message", actor: { kind: "agent" }, data: { text: "Posted" } } },
  { key: "relevo.shop.token", newValue: "rv_posted" },
  JSON.stringify(["send", "Posted"]),
  "destroy",
  "",
  null,
  42,
  { toString: "Posted", __proto__: { type: "reset" } },
];

/** Everything of the widget that a message could have changed. */
async function state(): Promise<unknown> {
  const kept = await widget.page.evaluate(() => Object.entries(localStorage).filter(([name]) => /token|conv$/.test(name)));
  expect(kept.length).toBeGreaterThan(0);
  return { bubbles: await widget.bubbles(), said: said(), kept, phase: await widget.get("panel").getAttribute("data-phase"), widgets: await widget.page.locator("relevo-widget").count() };
}

async function opened(address: string): Promise<Page> {
  const [popup] = await Promise.all([widget.page.waitForEvent("popup"), widget.page.evaluate((url) => void window.open(url), address)]);
  await popup.waitForLoadState();
  return popup;
}

describe("another window", () => {
  test("finds nobody in the widget who listens to it", async () => {
    await watch();
    await begin();
    desk().takeOver();
    desk().say("Hi");
    await widget.phase("live");
    expect((await watched()).listening).toEqual([]);
    // What would have been noted, had the widget done it.
    await widget.page.evaluate(() => {
      addEventListener("message", () => undefined);
      window.onmessage = () => undefined;
      new BroadcastChannel("x").onmessage = () => undefined;
      new MessageChannel().port1.addEventListener("message", () => undefined);
    });
    expect((await watched()).listening).toEqual(["Window.addEventListener", "Window.onmessage", "BroadcastChannel.onmessage", "MessagePort.addEventListener"]);
  });

  for (const [whose, address] of [
    ["the page's own site", () => "about:blank"],
    ["another site", () => `${stage.origin}/nowhere`],
  ] as const) {
    describe(`of ${whose}`, () => {
      test("changes nothing by whatever it posts", async () => {
        await watch();
        await begin();
        desk().takeOver();
        desk().say("Hi");
        await widget.phase("live");
        await widget.says("Hi");
        const before = await state();
        await widget.page.evaluate(() => (window as unknown as { countMessages(): void }).countMessages());

        const other = await opened(address());
        await other.evaluate((all) => {
          for (const one of all) (window.opener as Window).postMessage(one, "*");
        }, POSTED);

        await expect.poll(async () => (await watched()).arrived).toBe(POSTED.length);
        await widget.send("Still mine");
        await widget.says("Still mine");
        desk().say("And answered");
        await widget.says("And answered");
        await other.close();
        const after = (await state()) as { bubbles: string[]; said: string[] };
        expect(after.bubbles.slice(-2)).toEqual(["Still mine", "And answered"]);
        expect({ ...after, bubbles: after.bubbles.slice(0, -2), said: after.said.slice(0, -2) }).toEqual(before);
      });
    });
  }
});
