/** Writing beside others: notes and mentions, canned replies, typing both ways, who else is at it, hints. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { goTo, id } from "../stage.mjs";
import { givenWorld, gone, lastOf, seen, textOf } from "./given.ts";

const given = givenWorld();
const typedBy = (agent: string) => given.stage.state.typed.filter((one: { by: string }) => one.by === agent).length;
const at = (page: Page, conversation: string, view = "mine") => goTo(page, given.stage, view, conversation).then(() => seen(page, "thread"));

describe("a note", () => {
  it("looks like nothing that goes to a visitor, is never typing, and stands in the thread", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    const before = await page.locator(".composer").evaluate((box) => getComputedStyle(box).backgroundColor);
    await page.keyboard.press("n");
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid="note-composer"]'));
    expect(await page.locator(".composer").evaluate((box) => getComputedStyle(box).backgroundColor)).not.toBe(before);
    await page.keyboard.type("The carrier lost it twice.");
    await page.keyboard.press("Enter");
    await page.waitForSelector(`${id("note")}:has-text("The carrier lost it twice.")`);
    expect(await page.inputValue(id("note-composer"))).toBe("");
    expect(typedBy("ag_noor")).toBe(0);
    expect(lastOf(given.stage, "c_mine", "message")?.data["text"]).not.toContain("carrier");
  });

  it("is kept apart from the reply, over a reload too", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await page.fill(id("composer"), "for the visitor");
    await page.click(id("mode-note"));
    await page.fill(id("note-composer"), "for the team");
    await page.reload();
    await seen(page, "composer");
    expect(await page.inputValue(id("composer"))).toBe("for the visitor");
    await page.click(id("mode-note"));
    expect(await page.inputValue(id("note-composer"))).toBe("for the team");
  });

  it("that was begun is gone on with as a note after a reload", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await page.click(id("mode-note"));
    await page.fill(id("note-composer"), "He is lying about");
    await page.reload();
    expect(await (await seen(page, "note-composer")).inputValue()).toBe("He is lying about");
    expect(await page.locator(id("composer")).count()).toBe(0);
  });

  it("names a colleague with @, who is told", async () => {
    const [noor, ana] = await Promise.all([given.open(), given.open({ agent: "ana" })]);
    await at(noor, "c_ana", "all");
    await noor.click(id("mode-note"));
    await noor.keyboard.type("Ask @an");
    await noor.waitForSelector(`${id("suggestion")}[aria-selected="true"]:has-text("Ana Ruiz")`);
    await noor.keyboard.press("Enter");
    expect(await noor.inputValue(id("note-composer"))).toBe("Ask @Ana Ruiz ");
    await noor.keyboard.type("about the engraving");
    await noor.keyboard.press("Enter");
    await noor.waitForSelector(`${id("note")} .mention:has-text("@Ana Ruiz")`);
    expect(lastOf(given.stage, "c_ana", "note")?.data["mentions"]).toEqual([{ id: "ag_ana", name: "Ana Ruiz" }]);
    expect(await textOf(ana, "toast")).toContain("Noor Haddad mentioned you: “Ask @Ana Ruiz about the engraving”");
  });

  it("can be left where somebody else has control, and after the end", async () => {
    const page = await given.open();
    await at(page, "c_done", "closed");
    expect(await page.locator(id("composer")).count()).toBe(0);
    await page.click(id("mode-note"));
    await page.fill(id("note-composer"), "Asked again by phone.");
    await page.click(id("add-note"));
    await page.waitForSelector(`${id("note")}:has-text("Asked again by phone.")`);
  });

  it("that cannot be saved stays in the box", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await page.click(id("mode-note"));
    await page.fill(id("note-composer"), "Do not lose this.");
    await given.stage.play("network", { isDown: true });
    await page.keyboard.press("Enter");
    expect(await textOf(page, "toast")).toContain("The note was not saved.");
    expect(await page.inputValue(id("note-composer"))).toBe("Do not lose this.");
    await given.stage.play("network", { isDown: false });
  });
});

describe("a canned reply", () => {
  it("is found behind a slash, shown as it would be sent, and put in by Enter", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await page.locator(id("composer")).pressSequentially("/hel");
    expect(await textOf(page, "suggest-preview")).toBe("Hello Pavel, this is Noor of Lamp & Co. shop. How can I help?");
    await page.keyboard.press("Enter");
    expect(await page.inputValue(id("composer"))).toBe("Hello Pavel, this is Noor of Lamp & Co. shop. How can I help?");
    expect(await page.locator(id("suggest")).count()).toBe(0);
    await page.keyboard.type(" Tell me.");
    await page.keyboard.press("Enter");
    await page.waitForSelector(`${id("message-agent")}:has-text("How can I help? Tell me.")`);
  });

  it("can be chosen with arrows, dismissed, and opened by its button", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await page.fill(id("composer"), "Good to hear.");
    await page.click(id("canned-open"));
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="suggestion"]').length === 4);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    await gone(page, "suggest");
    expect(await page.inputValue(id("composer"))).toBe("Good to hear. /");
    await page.keyboard.type("bye");
    await page.waitForTimeout(100);
    expect(await page.locator(id("suggest")).count()).toBe(0);
    await page.fill(id("composer"), "");
    await page.locator(id("composer")).pressSequentially("/bye");
    await page.click(id("suggestion"));
    expect(await page.inputValue(id("composer"))).toBe("All the best, Noor Haddad");
  });

  it("never sends the slash that was only a search", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await page.locator(id("composer")).pressSequentially("see https://example.com/a and 1/2");
    expect(await page.locator(id("suggest")).count()).toBe(0);
  });
});

describe("typing", () => {
  it("of the visitor is shown with what they have written so far, and ends with the message", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await given.stage.play("types", { id: "c_mine", text: "And the pack" });
    expect(await textOf(page, "typing")).toContain("Pavel Novák is writing");
    expect(await textOf(page, "unfinished")).toMatch(/And the pack.*not sent yet/s);
    await given.stage.play("types", { id: "c_mine", text: "And the packaging" });
    await page.waitForSelector(`${id("unfinished")}:has-text("packaging")`);
    await given.stage.play("visitor-says", { id: "c_mine", text: "And the packaging?" });
    await gone(page, "typing");
  });

  it("of one's own is not shown, and does not hide what the visitor writes", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await given.stage.play("types", { id: "c_mine", text: "It came bro" });
    await seen(page, "unfinished");
    await given.stage.play("agent-types", { id: "c_mine", agent: "ag_noor" });
    await given.stage.play("types", { id: "c_mine", text: "It came broken" });
    await page.waitForFunction(() => document.querySelector('[data-testid="unfinished"]')?.textContent?.includes("It came broken"));
    await given.stage.play("agent-types", { id: "c_mine", agent: "ag_noor" });
    await given.stage.play("attends", { id: "c_mine", state: "typing" });
    await seen(page, "collision");
    expect(await textOf(page, "typing")).toContain("Pavel Novák is writing");
  });

  it("of the owner reaches the visitor, a few times a minute and not at every key", async () => {
    const page = await given.open();
    await at(page, "c_mine");
    await page.locator(id("composer")).pressSequentially("a longer answer", { delay: 15 });
    await page.waitForTimeout(200);
    expect(typedBy("ag_noor")).toBe(1);
  });
});

describe("colleagues in the same conversation", () => {
  it("see each other look and write, and leave", async () => {
    const [noor, ana] = await Promise.all([given.open(), given.open({ agent: "ana" })]);
    await at(noor, "c_wait", "handoff");
    await at(ana, "c_wait", "handoff");
    expect(await textOf(noor, "viewers")).toContain("Ana Ruiz is reading along");
    await ana.click(id("mode-note"));
    await ana.fill(id("note-composer"), "I know her");
    await noor.waitForSelector(`${id("collision")}:has-text("Ana Ruiz is writing a note")`);
    await goTo(ana, given.stage, "all");
    await gone(noor, "viewers");
    expect(await noor.locator(id("collision")).count()).toBe(0);
  });
});

describe("a hint", () => {
  it("is one at a time and does not come back once it is dismissed", async () => {
    const page = await given.open();
    await at(page, "c_ai", "all");
    await page.click(id("take-over"));
    await expect.poll(() => page.locator(id("hint")).count()).toBe(1);
    expect(await textOf(page, "hint")).toContain("introduce yourself");
    await page.click(id("hint-dismiss"));
    await gone(page, "hint");
    await page.reload();
    await seen(page, "composer");
    expect(await page.locator(id("hint")).count()).toBe(0);
  });
});
