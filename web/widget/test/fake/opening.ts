/**
 * How a file of browser tests begins: a stage for all of it, the shop's page anew for each test, and no complaint left at its end.
 * What the page and the server are stands in `browser.ts` and `server.ts`.
 */
import type { BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { openStage, type SiteOptions, type Stage, WidgetPage } from "./browser.ts";
import type { Desk } from "./desk.ts";

export let stage: Stage;
/** The page of the test that runs. */
export let widget: WidgetPage;

/** Called once, at the top of a file. Whatever a test has changed about the server is as before in the next one. */
export function opens(): void {
  let usual: object;
  beforeAll(async () => {
    stage = await openStage();
    const { gate, outage, locale, settings, texts } = stage.server;
    usual = { gate, outage, locale, settings, texts };
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    widget = await WidgetPage.open(stage);
  });
  afterEach(async () => {
    Object.assign(stage.server, usual);
    await leave();
  });
}

/** The shop's page in another browser, or with another script tag, instead of the one that the test began with. */
export async function reopen(options: BrowserContextOptions, site: SiteOptions = {}): Promise<void> {
  await leave();
  widget = await WidgetPage.open(stage, options, site);
}

/** The conversation of the visitor that came last. */
export const desk = (): Desk => stage.server.desk;

/** What was said in it, as the log has it. */
export const said = (): string[] => desk().log.flatMap((event) => (event.type === "message" ? [event.data.text] : []));

/** Opens the panel and says one thing. */
export async function begin(text = "Hello"): Promise<void> {
  await widget.openPanel();
  await widget.send(text);
  await widget.says(text);
}

/** Changes what the workspace says, for the sessions that begin from now on. */
export function rule({ handoff, policies }: { handoff?: object; policies?: object }): void {
  const { settings } = stage.server;
  stage.server.settings = { ...settings, handoff: { ...settings.handoff, ...handoff }, policies: { ...settings.policies, ...policies } };
}

async function leave(): Promise<void> {
  expect(widget.errors).toEqual([]);
  expect(widget.violations).toEqual([]);
  await widget.context.close();
}
