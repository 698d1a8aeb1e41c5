/** What the browser tests of the settings begin with: the page of an address, what the fake has kept, and the picture of the chat. */
import type { Page } from "playwright-core";
import { deskOf } from "../fake/configured.mjs";
import { type Given, givenWorld, seen } from "../moves/given.ts";
import { id } from "../stage.mjs";

type Look = Parameters<Given["open"]>[0];

export interface GivenSettings {
  readonly world: Given;
  /** What is configured in the world of the running test. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the fake is plain JavaScript
  desk(): any;
  /** The owner's browser on a page of the settings. */
  open(at: string, look?: Look): Promise<Page>;
}

export function givenSettings(): GivenSettings {
  const world = givenWorld();
  return {
    world,
    desk: () => deskOf(world.stage.world),
    async open(at, look = {}) {
      const page = await world.open({ agent: "sana", ...look });
      await page.goto(`${world.stage.base}#/settings/${at}`);
      await seen(page, "settings");
      return page;
    },
  };
}

export const saved = (page: Page) => page.waitForSelector(".set-bar__done");
export const inPreview = (page: Page) => page.locator(`${id("preview")} .preview__host`);
