/** What the browser tests of this folder begin with: one browser, a fresh world for each test, agents who open the console in it. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { id, launch, openConsole, openWorld } from "../stage.mjs";

export type Stage = Awaited<ReturnType<typeof openWorld>>;
type Look = NonNullable<Parameters<typeof openConsole>[2]>;

export interface Given {
  readonly stage: Stage;
  open(look?: Look): Promise<Page>;
}

/** The world of the running test; any fault that a page shows fails it. */
export function givenWorld(more = 0): Given {
  let browser: Browser;
  let stage: Stage;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    stage = await openWorld({ more });
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    stage.close();
    expect(stage.faults).toEqual([]);
  });
  return {
    get stage() {
      return stage;
    },
    open: (look = {}) => openConsole(browser, stage, look),
  };
}

export const seen = (page: Page, testid: string) => page.waitForSelector(id(testid));
export const gone = (page: Page, testid: string) => page.waitForSelector(id(testid), { state: "detached" });
export const textOf = (page: Page, testid: string) => page.locator(id(testid)).innerText();

interface Logged {
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/** The last event of a kind in a conversation's log. */
export function lastOf(stage: Stage, conversation: string, type: string): Logged | undefined {
  return stage.world.of(conversation).log.findLast((event: Logged) => event.type === type);
}
