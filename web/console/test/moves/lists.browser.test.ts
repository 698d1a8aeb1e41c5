/** The list as people use it: the server's order, filters, saved filters, search with what was found, thousands of rows. */
import { describe, expect, it } from "vitest";
import { goTo, id, rowOf } from "../stage.mjs";
import { givenWorld, seen, textOf } from "./given.ts";

const given = givenWorld();
const shown = (page: import("playwright-core").Page) => page.locator(id("row")).evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset["id"]));

describe("a row of somebody who waits", () => {
  it("ticks, says why they wait, and warms up at the workspace's thresholds", async () => {
    given.stage.world.desk.settings.handoff = { amber_s: 50, red_s: 300 } as never;
    const page = await given.open();
    await goTo(page, given.stage, "handoff");
    await page.waitForSelector(`${rowOf("c_wait")} .waiting--soon`);
    await page.waitForSelector(`${rowOf("c_wait2")} .waiting--calm`);
    await expect.poll(() => page.locator(`${rowOf("c_wait")} ${id("row-waiting")}`).innerText()).toBe("Waiting");
    await expect.poll(() => page.locator(`${rowOf("c_wait")} ${id("row-trigger")}`).textContent()).toContain("asked in words");
    const before = await page.locator(`${rowOf("c_wait")} ${id("waiting-time")}`).innerText();
    await page.waitForFunction(([selector, text]) => document.querySelector<HTMLElement>(selector!)?.innerText !== text, [`${rowOf("c_wait")} ${id("waiting-time")}`, before]);
    await expect.poll(() => page.locator(`${rowOf("c_wait")} ${id("label")}`).innerText()).toBe("delivery");
  });

  it("keeps what they asked by when nobody came in time", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "handoff");
    await page.waitForSelector(rowOf("c_wait2"));
    await given.stage.play("expire", { id: "c_wait2" });
    await page.waitForSelector(`${rowOf("c_wait2")} .waiting--late`);
    await expect.poll(() => page.locator(`${rowOf("c_wait2")} ${id("row-trigger")}`).textContent()).toBe("Buttonasked by button, no answer in time");
  });

  it("tells of a visitor who went on with the AI what made them ask, who answers now, and no more than is known", async () => {
    const page = await given.open();
    await given.stage.play("ask", { id: "c_ai2", trigger: "button" });
    await goTo(page, given.stage, "handoff", "c_ai2");
    await page.waitForSelector(`${rowOf("c_ai2")} ${id("row-waiting")}`);
    await given.stage.play("go-on", { id: "c_ai2" });
    await page.waitForSelector(`${rowOf("c_ai2")} ${id("responder")}:has-text("Maya")`);
    await expect.poll(() => page.locator(`${rowOf("c_ai2")} ${id("row-trigger")}`).textContent()).toBe("Buttonasked by button, went on with the AI");
    for (const place of [rowOf("c_ai2"), id("activity")]) {
      await expect.poll(() => page.locator(`${place} .waiting--calm`).count()).toBe(1);
      expect(await page.locator(`${place} ${id("waiting-time")}`).textContent()).not.toContain("Timed out");
    }
    await page.click(id("assign-to-me"));
    await page.waitForSelector('[data-standing="mine"]');
  });

  it("says in the thread that the time was over before they went on", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "handoff", "c_wait2");
    await seen(page, "assign-prompt");
    await given.stage.play("expire", { id: "c_wait2" });
    await given.stage.play("go-on", { id: "c_wait2" });
    await page.waitForSelector('[data-standing="assistant"]');
    await expect.poll(() => page.locator(`${id("activity")} ${id("waiting-time")}`).textContent()).toContain("Timed out, waiting for");
  });

  it("is marked as claimed once somebody has it and has not spoken", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "unassigned");
    await page.waitForSelector(rowOf("c_wait"));
    await given.stage.play("take", { id: "c_wait" });
    await page.waitForSelector(`${rowOf("c_wait")} ${id("row-claimed")}`);
    await expect.poll(() => page.locator(`${rowOf("c_wait")} ${id("responder")}`).innerText()).toContain("Ana Ruiz");
    await given.stage.play("agent-says", { id: "c_wait", text: "Ciao!" });
    await page.waitForSelector(rowOf("c_wait"), { state: "detached" });
  });
});

describe("filters", () => {
  it("narrow the list, count themselves, and go away with the view", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "all");
    await seen(page, "row");
    await page.keyboard.press("q");
    await page.selectOption(id("filter-agent-type"), "human");
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="row"]').length === 2);
    await page.selectOption(id("filter-label"), "vip");
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="row"]').length === 1);
    expect(await shown(page)).toEqual(["c_mine"]);
    await expect.poll(() => page.locator(`${id("filters-toggle")} .ui-count`).innerText()).toContain("2");
    await page.click(id("view-assistant"));
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="row"]').length === 5);
    expect(await page.inputValue(id("filter-agent-type"))).toBe("");
  });

  it("stand in the address: a reload keeps them, and so does going back from another view", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "all");
    await page.click(id("filters-toggle"));
    await page.selectOption(id("filter-responded-by"), "ag_ana");
    await page.waitForSelector(rowOf("c_mine"), { state: "detached" });
    await page.click(rowOf("c_ana"));
    await seen(page, "thread");
    await page.reload();
    await seen(page, "thread");
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="row"]').length === 1);
    expect(await shown(page)).toEqual(["c_ana"]);
    await page.waitForFunction(() => document.querySelector<HTMLSelectElement>('[data-testid="filter-responded-by"]')?.value === "ag_ana");
    await page.click(id("view-mine"));
    await page.waitForSelector(rowOf("c_mine"));
    await page.fill(id("search"), "carrier");
    await page.waitForFunction(() => location.hash.includes("q=carrier"));
    await page.click(id("view-closed"));
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[data-testid="search"]')?.value === "");
    await page.goBack();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[data-testid="search"]')?.value === "carrier");
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="row"]').length === 1);
    expect(await shown(page)).toEqual(["c_ana"]);
  });

  it("show closed conversations from any view, and active ones from the closed", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "all");
    await page.click(id("filters-toggle"));
    await page.selectOption(id("filter-status"), "closed");
    await page.waitForSelector(rowOf("c_done"));
    expect((await shown(page)).sort()).toEqual(["c_before", "c_done"]);
    await page.click(id("view-closed"));
    await page.selectOption(id("filter-status"), "active");
    await page.waitForSelector(rowOf("c_mine"));
  });

  it("by who answered last", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "all");
    await page.click(id("filters-toggle"));
    await page.selectOption(id("filter-responded-by"), "ag_ana");
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="row"]').length === 1);
    expect(await shown(page)).toEqual(["c_ana"]);
    await page.click(id("filters-clear"));
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="row"]').length > 5);
  });

  it("are kept under a name with a live number, shared by a supervisor, renamed and deleted", async () => {
    const page = await given.open({ agent: "tom" });
    await goTo(page, given.stage, "all");
    await page.click(id("filters-toggle"));
    await page.selectOption(id("filter-label"), "delivery");
    await page.click(id("filters-save"));
    await page.fill(id("filter-name"), "Deliveries");
    await page.keyboard.press("Enter");
    const saved = `${id("saved-filter")}:has-text("Deliveries")`;
    await page.waitForSelector(`${saved}[aria-current="page"]`);
    await expect.poll(() => page.locator(`${saved} .ui-count`).innerText()).toBe("1");
    await given.stage.play("label", { id: "c_ai", labels: ["delivery"] });
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="row"]').length === 2);
    await page.waitForSelector(`${saved} .ui-count:has-text("2")`);

    await page.click(`li:has(${saved}) ${id("saved-more")}`);
    await page.click(`${id("saved-share")}:visible`);
    await page.waitForFunction(() => [...document.querySelectorAll('[data-testid="saved-filter"]')].some((one) => one.textContent?.includes("Deliveries (shared)")));
    await page.click(`li:has(${saved}) ${id("saved-more")}`);
    await page.click(`${id("saved-rename")}:visible`);
    await page.fill(id("filter-name"), "On the road");
    await page.click(id("filter-dialog-save"));
    await page.waitForSelector(`${id("saved-filter")}:has-text("On the road")`);
    await page.reload();
    await page.waitForSelector(`${id("saved-filter")}[aria-current="page"]:has-text("On the road")`);
    await page.click(`li:has-text("On the road") ${id("saved-more")}`);
    await page.click(`${id("saved-delete")}:visible`);
    await page.waitForFunction(() => location.hash === "#/v/all");
    expect(await page.locator(`${id("saved-filter")}:has-text("On the road")`).count()).toBe(0);
  });

  it("of a colleague cannot be changed, and a conversation opens within one", async () => {
    const page = await given.open();
    await page.click(`${id("saved-filter")}:has-text("VIP refunds")`);
    await page.click(rowOf("c_mine"));
    await seen(page, "thread");
    expect(page.url()).toContain("#/f/sf_vip/c/c_mine");
    expect(await page.locator(id("saved-more")).count()).toBe(0);
  });
});

describe("a search", () => {
  it("shows what it found, marked, and nothing of it is markup", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "all");
    await seen(page, "row");
    await page.keyboard.press("/");
    await page.keyboard.type("<b>bold");
    await page.waitForSelector(`${rowOf("c_evil")} ${id("row-match")} mark`);
    await expect.poll(() => page.locator(`${rowOf("c_evil")} ${id("row-match")} mark`).innerText()).toBe("<b>bold");
    expect(await textOf(page, "row-match")).toContain("<script>");
    await page.fill(id("search"), "nothing like it");
    await page.waitForSelector("text=Nothing found for “nothing like it”.");
    await page.keyboard.press("Escape");
    await page.waitForSelector(rowOf("c_ai"));
    expect(await page.locator(id("row-match")).count()).toBe(0);
  });
});

describe("going on by keyboard", () => {
  it("opens whoever waits longest from anywhere", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "closed");
    await page.waitForFunction(() => document.title.includes("(3)"));
    await page.keyboard.press("u");
    await page.waitForFunction(() => location.hash === "#/v/handoff/c/c_wait");
  });
});

describe("on a phone", () => {
  it("filters, views and saved filters are all in reach", async () => {
    const page = await given.open({ size: "small" });
    await goTo(page, given.stage, "all");
    await page.tap(id("filters-toggle"));
    await page.selectOption(id("filter-label"), "vip");
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="row"]').length === 1);
    await page.tap(`${id("saved-filter")}:has-text("VIP refunds")`);
    await page.waitForFunction(() => location.hash === "#/f/sf_vip");
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});
