/** What is fetched late and can no longer be had, as after an update of the server: nobody is left before a blank page. */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { givenWorld, seen } from "./moves/given.ts";
import { goTo, id } from "./stage.mjs";

const given = givenWorld();
/** Hashed files of an older build are not there any more. */
const forget = (page: Page, name: string) => page.route(`**/assets/${name}-*`, (request) => request.fulfill({ status: 404, body: "" }));
/** Chromium 150 remembers that a module could not be fetched until the page is loaded again, 156 does not. */
const remembersFailures = async (page: Page): Promise<boolean> => {
  const fetched = (): Promise<boolean> => page.evaluate('import("/assets/later.js").then(() => true, () => false)');
  await page.route("**/assets/later.js", (request) => request.fulfill({ status: 404, body: "" }));
  await fetched();
  await page.route("**/assets/later.js", (request) => request.fulfill({ contentType: "text/javascript", body: "" }));
  return !(await fetched());
};
const signOut = async (page: Page): Promise<void> => {
  await page.click(id("own-menu"));
  await page.click(id("sign-out"));
};

it("says so where the sign-in screen is gone, and offers to load the page again", async () => {
  const page = await given.open();
  await forget(page, "sign-in");
  await page.reload();
  await seen(page, "list");
  await signOut(page);
  await page.waitForSelector('h1:has-text("This page could not be loaded")');
  await page.unroute("**/assets/sign-in-*");
  await page.click('button:has-text("Load it again")');
  await seen(page, "sign-in-email");
});

it("has the sign-in screen at hand long before it is wanted", async () => {
  const page = await given.open();
  const fetched = page.waitForEvent("requestfinished", (request) => request.url().includes("/assets/sign-in-"));
  await page.reload();
  await seen(page, "list");
  await fetched;
  await page.waitForTimeout(200);
  await forget(page, "*");
  await signOut(page);
  await seen(page, "sign-in-email");
});

it("tells of a question that cannot be asked, and starts the next move all the same", async () => {
  const page = await given.open();
  await forget(page, "resolve");
  await page.reload();
  await goTo(page, given.stage, "mine", "c_mine");
  await seen(page, "thread");
  await page.click(id("resolve"));
  await page.waitForSelector(`${id("toast")}:has-text("This could not be loaded.")`);
  expect(await page.locator("dialog[open]").count()).toBe(0);
  await page.click(id("transfer"));
  await seen(page, "transfer-dialog");
});

it("stands for a conversation that cannot be shown, with a way out and back", async () => {
  const page = await given.open();
  await forget(page, "thread");
  await page.reload();
  await goTo(page, given.stage, "mine", "c_mine");
  await page.waitForSelector('[role="alert"]:has-text("This conversation could not be loaded")');
  await page.unroute("**/assets/thread-*");
  await page.click('button:has-text("Load it again")');
  await seen(page, "thread");
});

it("tells of a palette that cannot be opened, does not keep it open unseen, and opens it once it can be had", async () => {
  const page = await given.open();
  const told = page.locator(`${id("toast")}:has-text("This could not be loaded.")`);
  const palette = page.locator(id("palette"));
  await forget(page, "palette");
  await page.reload();
  await seen(page, "list");
  const remembers = await remembersFailures(page);
  await page.keyboard.press("Control+k");
  await told.getByLabel("Dismiss").click();
  await told.waitFor({ state: "detached" });
  await page.unroute("**/assets/palette-*");
  await page.keyboard.press("Control+k");
  if (remembers) {
    await Promise.all([page.waitForEvent("load"), told.locator(id("toast-act")).click()]);
    await seen(page, "list");
    await page.keyboard.press("Control+k");
  }
  await palette.waitFor();
});
