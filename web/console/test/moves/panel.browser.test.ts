/** The right side: labels, the visitor's context, earlier conversations, the timeline. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { goTo, id, rowOf } from "../stage.mjs";
import { givenWorld, gone, lastOf, seen, textOf } from "./given.ts";

const given = givenWorld();
const at = (page: Page, conversation: string, view = "all") => goTo(page, given.stage, view, conversation).then(() => seen(page, "pages"));

describe("labels", () => {
  it("are found in the catalogue, added by key, and taken away", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await page.keyboard.press("b");
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid="label-add"]'));
    await page.keyboard.type("deli");
    await page.keyboard.press("Enter");
    await page.waitForSelector(`${id("labels")} ${id("label")}:has-text("delivery")`);
    expect(given.stage.world.of("c_mine").labels).toEqual(["refund", "vip", "delivery"]);
    await page.waitForSelector(`${rowOf("c_mine")} :text("+1")`);
    await page.click('[aria-label="Remove the label vip"]');
    await page.waitForFunction(() => !document.querySelector('[aria-label="Remove the label vip"]'));
    expect(lastOf(given.stage, "c_mine", "labels_changed")?.data["labels"]).toEqual(["refund", "delivery"]);
  });

  it("outside of the catalogue are welcome", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await page.fill(id("label-add"), "carrier to blame");
    await page.click(`${id("label-option")}:has-text("Add “carrier to blame”")`);
    await page.waitForSelector(`${id("labels")} ${id("label")}:has-text("carrier to blame")`);
  });

  it("cannot be changed by a viewer", async () => {
    const page = await given.open({ agent: "vera" });
    await at(page, "c_mine");
    expect(await page.locator(`${id("label-add")}, ${id("label-remove")}`).count()).toBe(0);
  });
});

describe("the visitor's context", () => {
  it("has the pages they came by, as links only where an address is one of the web", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await expect.poll(() => page.locator(`${id("pages")} a`).first().getAttribute("href")).toBe("https://shop.example/account/orders/20391");
    expect(await page.locator(`${id("pages")} a[href^="javascript"]`).count()).toBe(0);
    expect(await textOf(page, "pages")).toContain("<b>not bold</b>");
    expect(await textOf(page, "panel")).toMatch(/Czech, English/);
    expect(await textOf(page, "device")).toContain("Computer · macOS 15 · Chrome 142");
  });

  it("has the number they left, to call and to copy", async () => {
    const page = await given.open();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await at(page, "c_wait", "handoff");
    await expect.poll(() => page.locator(`${id("lead")} a`).getAttribute("href")).toBe("tel:+393471234567");
    await page.click(id("lead-copy"));
    expect(await textOf(page, "toast")).toContain("Number copied.");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("+393471234567");
  });

  it("has earlier conversations, to read without leaving this one", async () => {
    const page = await given.open();
    await at(page, "c_mine", "mine");
    await page.fill(id("composer"), "half a reply");
    await page.click(id("earlier-one"));
    await page.waitForSelector(`${id("earlier-log")} :text("Two to three working days.")`);
    await expect.poll(() => page.locator(id("earlier-log")).innerText()).toContain("How long does delivery to Brno take?");
    expect(await page.locator(`${id("earlier-dialog")} textarea`).count()).toBe(0);
    await page.keyboard.press("Escape");
    await gone(page, "earlier-dialog");
    expect(await page.inputValue(id("composer"))).toBe("half a reply");
    expect(page.url()).toContain("c_mine");
  });
});

describe("the timeline", () => {
  it("tells who did what, and can be narrowed", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await given.stage.play("label", { id: "c_mine", labels: ["vip"] });
    await page.waitForSelector(`${id("timeline")} :text("Labels changed by Ana Ruiz")`);
    await page.click(id("timeline-notes"));
    expect(await textOf(page, "timeline")).toMatch(/^Note by Ana Ruiz/);
    await page.click(id("timeline-control"));
    expect(await textOf(page, "timeline")).not.toMatch(/Note by|Labels/);
    expect(await textOf(page, "timeline")).toMatch(/Noor Haddad took over\s+from the AI/);
    await page.click(id("timeline-labels"));
    await expect.poll(() => page.locator(`${id("timeline")} li`).count()).toBe(1);
  });
});

describe("who put it into the queue", () => {
  it("is named in the timeline and the thread, and the row says what happened", async () => {
    const page = await given.open();
    await at(page, "c_mine", "all");
    await page.click(id("assignee"));
    await page.click(id("assign-queue"));
    await page.waitForSelector(`${id("timeline")} :text("Put into the queue by Noor Haddad")`);
    await page.waitForSelector(`${id("notice")}:has-text("(put into the queue by Noor Haddad)")`);
    await expect.poll(() => page.locator(`${rowOf("c_mine")} ${id("row-trigger")}`).textContent()).toBe("Queueput into the queue");
  });
});

it("lies over the thread on a phone, as a sheet of its own", async () => {
  const page = await given.open({ size: "small" });
  await goTo(page, given.stage, "mine", "c_mine");
  await page.tap(id("toggle-panel"));
  await seen(page, "pages");
  const box = await page.locator(id("panel")).boundingBox();
  expect(box).toMatchObject({ x: 0, width: 360 });
  await page.tap(id("panel-close"));
  await gone(page, "panel");
  await seen(page, "composer");
});
