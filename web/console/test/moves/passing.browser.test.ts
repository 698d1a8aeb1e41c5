/** Passing conversations on, as people do it: assign, transfer, release and undo, resolve and go on. */
import { describe, expect, it } from "vitest";
import { goTo, id, rowOf } from "../stage.mjs";
import { givenWorld, gone, lastOf, seen, textOf } from "./given.ts";

const given = givenWorld();
const standing = (kind: string) => `${id("activity")}[data-standing="${kind}"]`;

describe("an unassigned conversation", () => {
  it("asks whoever opens it, and is theirs with the cursor in the box", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "unassigned", "c_wait");
    expect(await textOf(page, "assign-prompt")).toContain("Do you want to be assigned to this conversation?");
    await page.click(id("assign-to-me"));
    await page.waitForSelector(standing("mine"));
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid="composer"]'));
    await gone(page, "assign-prompt");
    expect(given.stage.world.of("c_wait").control.owner.id).toBe("ag_noor");
  });

  it("asks for a yes where taking over wants one, by the prompt as by the button", async () => {
    given.stage.world.desk.settings.policies.confirm.take_over = true;
    const page = await given.open();
    await goTo(page, given.stage, "unassigned", "c_wait");
    await page.click(id("assign-to-me"));
    expect(await textOf(page, "plain-dialog")).toContain("Claim?");
    expect(given.stage.world.of("c_wait").control.kind).toBe("waiting");
    await page.click(id("plain-confirm"));
    await page.waitForSelector(standing("mine"));
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid="composer"]'));
  });

  it("asks for a yes before what was written first is sent, too", async () => {
    given.stage.world.desk.settings.policies.confirm.take_over = true;
    const page = await given.open();
    await goTo(page, given.stage, "handoff", "c_wait");
    await page.click(id("composer"));
    await page.click(id("write-first"));
    await page.keyboard.type("Ciao Chiara!");
    await page.keyboard.press("Enter");
    expect(await textOf(page, "plain-dialog")).toContain("Take over and send?");
    await page.keyboard.press("Escape");
    await gone(page, "plain-dialog");
    expect(given.stage.world.of("c_wait").control.kind).toBe("waiting");
    expect(await page.inputValue(id("composer"))).toBe("Ciao Chiara!");
    await page.press(id("composer"), "Enter");
    await page.click(id("plain-confirm"));
    await page.waitForSelector(standing("mine"));
    await page.waitForFunction(() => document.querySelector('[data-testid="thread"]')?.textContent?.includes("Ciao Chiara!"));
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid="composer"]'));
    expect(await page.inputValue(id("composer"))).toBe("");
  });

  it("asks nobody who may only read", async () => {
    const page = await given.open({ agent: "vera" });
    await goTo(page, given.stage, "handoff", "c_wait");
    await seen(page, "thread");
    expect(await page.locator(`${id("assign-prompt")}, ${id("assignee")}, ${id("mode-note")}`).count()).toBe(0);
  });
});

describe("the assignee menu", () => {
  it("has people and AI agents in groups, and letters find them", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await page.click(id("assignee"));
    await page.waitForSelector(`[role=group]:has-text("Human agents") ${id("assign-agent")}`);
    await expect.poll(() => page.locator(`[role=group]:has-text("AI agents") ${id("assign-assistant")}`).allInnerTexts()).toEqual(["Maya", "Atlas"]);
    await page.keyboard.press("a");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Ana Ruiz");
    await page.keyboard.press("Enter");
    await page.waitForSelector(standing("other"));
    expect(lastOf(given.stage, "c_mine", "transferred")?.data).toMatchObject({ to: { id: "ag_ana" }, cause: "assigned" });
  });

  it("asks again before somebody offline gets it", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await page.click(id("assignee"));
    await page.click(`${id("assign-agent")}:has-text("Eli")`);
    expect(await textOf(page, "offline-dialog")).toContain("Eli Brandt is offline");
    expect(lastOf(given.stage, "c_mine", "transferred")).toBeUndefined();
    await page.click(id("offline-confirm"));
    await page.waitForSelector(standing("other"));
    expect(given.stage.world.of("c_mine").control.owner.id).toBe("ag_eli");
  });

  it("asks as well when only the server knows that they are gone", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await seen(page, "assignee");
    given.stage.world.presence.set("ag_ana", "offline");
    await page.click(id("assignee"));
    await page.click(`${id("assign-agent")}:has-text("Ana")`);
    await page.click(id("offline-confirm"));
    await page.waitForSelector(standing("other"));
  });

  it("hands to a chosen AI agent with the question about what is unanswered, and back to the queue", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "handoff", "c_wait");
    await page.click(id("assignee"));
    await page.click(`${id("assign-assistant")}:has-text("Atlas")`);
    expect(await textOf(page, "unanswered")).toContain("I want to speak to someone.");
    expect(given.stage.world.of("c_wait").control.kind).toBe("waiting");
    await page.click(id("answer-now"));
    await page.waitForSelector(standing("assistant"));
    expect(await textOf(page, "activity")).toContain("Atlas");
    await page.waitForSelector(`${id("message-assistant")}:has-text("As promised, here is your answer.")`);
    await page.click(id("take-over"));
    await page.waitForSelector(standing("mine"));
    await page.click(id("assignee"));
    await page.click(id("assign-queue"));
    await page.waitForSelector(standing("waiting"));
  });
});

describe("a transfer", () => {
  it("of a colleague's conversation says whose it is", async () => {
    const tom = await given.open({ agent: "tom" });
    await goTo(tom, given.stage, "all", "c_ana");
    await tom.click(id("transfer"));
    expect(await textOf(tom, "owner-told")).toContain("told that you passed it on");
  });

  it("goes to a colleague with a note, who sees it first and keeps it until it is dismissed", async () => {
    const [noor, ana] = await Promise.all([given.open(), given.open({ agent: "ana" })]);
    await goTo(noor, given.stage, "mine", "c_mine");
    await noor.click(id("transfer"));
    await noor.fill(id("transfer-search"), "ana");
    await expect.poll(() => noor.locator(id("transfer-agent")).count()).toBe(1);
    await expect.poll(() => noor.locator(id("transfer-agent")).innerText()).toMatch(/Online · 1 of 5/);
    await noor.click(id("transfer-agent"));
    await noor.fill(id("transfer-note-field"), "Refund promised by Friday.");
    await noor.click(id("transfer-confirm"));
    await noor.waitForSelector(standing("other"));
    expect(lastOf(given.stage, "c_mine", "transferred")?.data).toMatchObject({ note: "Refund promised by Friday.", to: { id: "ag_ana" } });

    await ana.click(id("toast-act"));
    await ana.waitForSelector(standing("mine"));
    expect(await textOf(ana, "handed-note")).toContain("Refund promised by Friday.");
    await ana.reload();
    await seen(ana, "handed-note");
    await ana.click(id("handed-dismiss"));
    await gone(ana, "handed-note");
    await ana.reload();
    await seen(ana, "thread");
    await ana.waitForTimeout(300);
    expect(await ana.locator(id("handed-note")).count()).toBe(0);
  });

  it("to somebody offline is asked twice", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await seen(page, "transfer");
    await page.keyboard.press("f");
    await page.click(`${id("transfer-agent")}[data-id="ag_eli"]`);
    expect(await textOf(page, "transfer-offline")).toContain("Eli Brandt is offline");
    expect(await textOf(page, "transfer-confirm")).toContain("Transfer anyway");
    await page.click(id("transfer-confirm"));
    await page.waitForSelector(standing("other"));
  });

  it("to somebody away is asked twice too", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await page.click(id("transfer"));
    await page.click(`${id("transfer-agent")}[data-id="ag_tom"]`);
    expect(await textOf(page, "transfer-offline")).toContain("Tom Lindqvist is away");
    await page.click(id("transfer-confirm"));
    await page.waitForSelector(standing("other"));
  });

  it("to anybody is asked once where the rules allow it", async () => {
    given.stage.world.desk.settings.policies.transfer_offline = "allow";
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await page.click(id("transfer"));
    await page.click(`${id("transfer-agent")}[data-id="ag_eli"]`);
    await gone(page, "transfer-offline");
    await page.click(id("transfer-confirm"));
    await page.waitForSelector(standing("other"));
  });

  it("is refused where the rules say so, and the dialog says why", async () => {
    given.stage.world.desk.settings.policies.transfer_offline = "block";
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await page.click(id("transfer"));
    await page.click(`${id("transfer-agent")}[data-id="ag_eli"]`);
    await page.click(id("transfer-confirm"));
    expect(await textOf(page, "transfer-failure")).toContain("rules of this workspace");
    await page.click(`${id("transfer-agent")}[data-id="ag_ana"]`);
    await page.click(id("transfer-confirm"));
    await page.waitForSelector(standing("other"));
  });

  it("to a team goes to its queue, by keyboard alone", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await seen(page, "transfer");
    await page.keyboard.press("f");
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid="transfer-search"]'));
    await page.keyboard.type("refu");
    await page.waitForFunction(() => document.querySelectorAll("[data-testid^=transfer-agent]").length === 0);
    await seen(page, "transfer-team");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Needs a refund.");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(standing("waiting"));
    expect(lastOf(given.stage, "c_mine", "human_requested")?.data).toMatchObject({ trigger: "transfer", team_id: "tm_refunds", note: "Needs a refund." });
  });
});

describe("a release", () => {
  it("can be taken back for five seconds, by key", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await page.click(id("release"));
    await page.click(id("release-wait"));
    await page.waitForSelector(standing("assistant"));
    expect(await textOf(page, "toast")).toContain("Released to the AI.");
    await page.keyboard.press("z");
    await page.waitForSelector(standing("mine"));
    expect(await textOf(page, "toast")).toContain("Release undone");
    await page.keyboard.press("Escape");
    await page.keyboard.press("z");
    expect(given.stage.world.of("c_mine").control.kind).toBe("agent");
  });

  it("cannot be taken back when somebody else was faster, and says who", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await page.click(id("release"));
    await page.click(id("release-wait"));
    await seen(page, "toast-act");
    await given.stage.play("take", { id: "c_mine" });
    await page.click(id("toast-act"));
    await page.waitForSelector(`${id("toast")}:has-text("Too late to undo: Ana Ruiz has this conversation now.")`);
    expect(given.stage.world.of("c_mine").control.owner.id).toBe("ag_ana");
  });

  it("offers no way back after five seconds", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await page.click(id("release"));
    await page.click(id("release-wait"));
    await seen(page, "toast-act");
    await page.waitForTimeout(5_300);
    expect(await page.locator(id("toast-act")).count()).toBe(0);
    await page.keyboard.press("z");
    await page.waitForTimeout(200);
    expect(given.stage.world.of("c_mine").control.kind).toBe("assistant");
  });
});

describe("resolving", () => {
  it("goes on with the next one, after “Yes, resolve”", async () => {
    for (const name of ["c_ai", "c_ai2"]) await given.stage.play("take", { id: name, agent: "ag_noor" });
    const page = await given.open();
    await goTo(page, given.stage, "mine");
    await page.waitForSelector(rowOf("c_ai2"));
    const [first, second] = await page.locator(id("row")).evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset["id"]!));
    await page.click(rowOf(first!));
    await seen(page, "resolve");
    await page.keyboard.press("Shift+X");
    expect(await textOf(page, "resolve-dialog")).toContain("Resolve this conversation?");
    await page.click(`${id("resolve-confirm")}:has-text("Yes, resolve")`);
    await page.waitForFunction((next) => location.hash.endsWith(next), `/c/${second}`);
    expect(given.stage.world.of(first!).status).toBe("closed");
  });

  it("goes on by its menu too, and reopens what was resolved", async () => {
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await page.click(id("resolve-more"));
    await page.click(id("resolve-next"));
    await page.click(id("resolve-confirm"));
    await page.waitForFunction(() => location.hash === "#/v/mine");
    await goTo(page, given.stage, "closed", "c_mine");
    await page.click(id("reopen"));
    await page.waitForSelector(standing("assistant"));
  });

  it("asks nothing where the workspace wants no question", async () => {
    given.stage.world.desk.settings.policies.confirm.resolve = false;
    const page = await given.open();
    await goTo(page, given.stage, "mine", "c_mine");
    await page.waitForTimeout(300);
    await page.click(id("resolve"));
    await page.waitForSelector(standing("ended"));
  });
});
