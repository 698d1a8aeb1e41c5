/** A colleague's conversation: who may act on it, what is asked before, and what visitors see of a takeover. */
import { describe, expect, it } from "vitest";
import { goTo, id } from "../stage.mjs";
import { givenWorld, gone, lastOf, seen, textOf } from "./given.ts";

const given = givenWorld();
const standing = (kind: string) => `${id("activity")}[data-standing="${kind}"]`;

describe("taking over where visitors see nothing of it", () => {
  it("warns beside the button, from the AI and from a colleague, and nowhere else", async () => {
    given.stage.world.desk.settings.policies.visitor_sees = [];
    const tom = await given.open({ agent: "tom" });
    for (const [view, conversation, button] of [["all", "c_ai", "take-over"], ["handoff", "c_wait", "claim"], ["all", "c_ana", "override"]] as const) {
      await goTo(tom, given.stage, view, conversation);
      await seen(tom, button);
      expect(await textOf(tom, "silent")).toContain("The visitor is not told");
    }
    await tom.click(id("override"));
    await tom.click(id("override-confirm"));
    await tom.waitForSelector(standing("mine"));
    expect(await tom.locator(id("silent")).count()).toBe(0);
  });

  it("does not warn where they are told", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "all", "c_ai");
    await seen(page, "take-over");
    expect(await page.locator(id("silent")).count()).toBe(0);
  });
});

describe("a colleague's conversation", () => {
  it("is taken by a supervisor after a question, and its owner is told", async () => {
    const [noor, tom] = await Promise.all([given.open(), given.open({ agent: "tom" })]);
    await goTo(noor, given.stage, "mine", "c_mine");
    await goTo(tom, given.stage, "all", "c_mine");
    expect(await textOf(tom, "override")).toContain("Take over from Noor…");
    await tom.click(id("override"));
    expect(given.stage.world.of("c_mine").control.owner.id).toBe("ag_noor");
    await tom.click(id("override-confirm"));
    await tom.waitForSelector(standing("mine"));
    await noor.waitForSelector(standing("other"));
    expect(await textOf(noor, "toast")).toContain("Tom Lindqvist took over your conversation with Pavel Novák.");
    expect(await textOf(noor, "timeline")).toContain("forced by Tom Lindqvist");
  });

  it("cannot be taken by an agent", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "all", "c_ana");
    await seen(page, "owner");
    expect(await page.locator(["override", "transfer", "release", "resolve"].map(id).join()).count()).toBe(0);
    await page.keyboard.press("Shift+T");
    expect(await page.locator(id("override-dialog")).count()).toBe(0);
  });

  it("is assigned to somebody else by a supervisor after a question, and not before", async () => {
    const tom = await given.open({ agent: "tom" });
    await goTo(tom, given.stage, "all", "c_ana");
    await tom.click(id("assignee"));
    await tom.click(`${id("assign-agent")}:has-text("Noor")`);
    expect(await textOf(tom, "override-dialog")).toContain("Assign Ana’s conversation to Noor Haddad?");
    expect(await textOf(tom, "owner-told")).toContain("told that you assigned it to Noor Haddad");
    await tom.keyboard.press("Escape");
    await gone(tom, "override-dialog");
    await tom.click(id("assignee"));
    await tom.click(`${id("assign-agent")}:has-text("Eli")`);
    expect(await textOf(tom, "override-offline")).toContain("Eli Brandt is offline.");
    expect(given.stage.world.of("c_ana").control.owner.id).toBe("ag_ana");
    await tom.click(id("override-confirm"));
    await tom.waitForSelector(`${standing("other")}:has-text("Eli Brandt")`);
  });

  it("asks nothing where the colleague is chosen who has it already", async () => {
    const tom = await given.open({ agent: "tom" });
    await goTo(tom, given.stage, "all", "c_ana");
    await tom.click(id("assignee"));
    const ana = tom.locator(`${id("assign-agent")}:has-text("Ana Ruiz")`);
    await expect.poll(() => ana.getAttribute("aria-checked")).toBe("true");
    await ana.click();
    await gone(tom, "assign-agent");
    expect(await tom.locator(id("override-dialog")).count()).toBe(0);
    expect(lastOf(given.stage, "c_ana", "transferred")).toBeUndefined();
  });

  it("goes back to the queue by a supervisor only from whom the question named", async () => {
    const tom = await given.open({ agent: "tom" });
    await goTo(tom, given.stage, "all", "c_ana");
    await tom.click(id("assignee"));
    await tom.click(id("assign-queue"));
    expect(await textOf(tom, "override-dialog")).toContain("Put Ana’s conversation back in the queue?");
    await given.stage.play("transfer", { id: "c_ana", to: "ag_noor" });
    await tom.click(id("override-confirm"));
    await tom.waitForSelector(`${id("toast")}:has-text("moved on meanwhile")`);
    expect(given.stage.world.of("c_ana").control.owner.id).toBe("ag_noor");
  });

  it("is given to an AI agent by a supervisor with the question about its owner and what is unanswered", async () => {
    const tom = await given.open({ agent: "tom" });
    await goTo(tom, given.stage, "all", "c_mine");
    await seen(tom, "message-agent");
    await tom.click(id("assignee"));
    await tom.click(`${id("assign-assistant")}:has-text("Atlas")`);
    expect(await textOf(tom, "unanswered")).toContain("Do I have to send the lamp back?");
    expect(await textOf(tom, "owner-told")).toContain("Noor Haddad has been talking to Pavel Novák");
    expect(given.stage.world.of("c_mine").control.kind).toBe("agent");
    await tom.click(id("answer-now"));
    await tom.waitForSelector(`${standing("assistant")}:has-text("Atlas")`);
  });

  it("is released by a supervisor after a question that names its owner, without a way back", async () => {
    const tom = await given.open({ agent: "tom" });
    await goTo(tom, given.stage, "all", "c_ana");
    await tom.click(id("release"));
    expect(await textOf(tom, "unanswered-dialog")).toContain("Release Ana’s conversation to the AI?");
    expect(await textOf(tom, "owner-told")).toMatch(/Ana Ruiz has been talking to Mei Tanaka since .* told that you released it/);
    expect(given.stage.world.of("c_ana").control.kind).toBe("agent");
    await tom.click(id("release-wait"));
    await tom.waitForSelector(standing("assistant"));
    expect(await textOf(tom, "toast")).toContain("Released to the AI.");
    expect(await tom.locator(id("toast-act")).count()).toBe(0);
  });

  it("is resolved by a supervisor after a question, even where resolving one's own asks nothing", async () => {
    given.stage.world.desk.settings.policies.confirm.resolve = false;
    const tom = await given.open({ agent: "tom" });
    await goTo(tom, given.stage, "all", "c_ana");
    await seen(tom, "resolve");
    await tom.keyboard.press("x");
    expect(await textOf(tom, "resolve-dialog")).toContain("Resolve Ana’s conversation?");
    await tom.click(id("resolve-confirm"));
    await tom.waitForSelector(standing("ended"));
    expect(given.stage.world.of("c_ana").status).toBe("closed");
  });

  it.each(["resolve", "release", "transfer"])("is moved only from whom the question named: %s", async (move) => {
    const tom = await given.open({ agent: "tom" });
    await goTo(tom, given.stage, "all", "c_ana");
    await tom.click(id(move));
    expect(await textOf(tom, "owner-told")).toContain("Ana Ruiz has been talking to Mei Tanaka");
    await given.stage.play("transfer", { id: "c_ana", to: "ag_noor" });
    if (move === "transfer") await tom.locator(id("transfer-team")).first().click();
    await tom.click(id(move === "release" ? "release-wait" : `${move}-confirm`));
    await tom.waitForSelector(`${id("toast")}:has-text("moved on meanwhile")`);
    expect(await tom.locator(id("owner-told")).count()).toBe(0);
    expect(given.stage.world.of("c_ana")).toMatchObject({ status: "active", control: { kind: "agent", owner: { id: "ag_noor" } } });
  });

  it("can, where the workspace lets anyone", async () => {
    given.stage.world.desk.settings.policies.release_rights = "anyone";
    const page = await given.open();
    await goTo(page, given.stage, "all", "c_ana");
    await seen(page, "override");
    await page.keyboard.press("Shift+T");
    await seen(page, "override-dialog");
  });
});
