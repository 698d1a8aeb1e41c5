/** The agent's work as a person does it, in a real browser: by mouse, by keyboard, on a phone, in races and without a network. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { goTo, id, launch, openConsole, openWorld, PASSWORD, rowOf, signIn, writeDraft } from "./stage.mjs";

type Stage = Awaited<ReturnType<typeof openWorld>>;
type Look = NonNullable<Parameters<typeof openConsole>[2]>;

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stage = await openWorld();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  stage.close();
  expect(stage.faults).toEqual([]);
});

const open = (look: Look = {}): Promise<Page> => openConsole(browser, stage, look);
const seen = (page: Page, testid: string) => page.waitForSelector(id(testid));
const textOf = (page: Page, testid: string) => page.locator(id(testid)).innerText();
const messages = (conversation: string) => stage.world.of(conversation).log.filter((event: { type: string }) => event.type === "message");
const lastText = (conversation: string) => messages(conversation).at(-1)?.data.text;

describe("signing in", () => {
  it("says the same for a wrong password and an unknown address, and then lets in", async () => {
    const page = await open({ signedOut: true });
    await signIn(page, "noor@example.com", "wrong");
    const first = await textOf(page, "form-error");
    await signIn(page, "nobody@example.com", "wrong");
    expect(await textOf(page, "form-error")).toBe(first);
    await signIn(page, "noor@example.com", PASSWORD);
    await seen(page, "list");
  });

  it("shows how long to wait after too many attempts", async () => {
    const page = await open({ signedOut: true });
    await signIn(page, "locked@example.com", "wrong");
    await page.waitForFunction(() => /Try again in 0:4\d/.test(document.body.innerText));
    expect(await page.isDisabled(id("sign-in-submit"))).toBe(true);
  });

  it("sets up the first account from the one-time link, once", async () => {
    const page = await open({ signedOut: true });
    await page.goto(`${stage.base}#/setup/first-run`);
    await page.fill(id("setup-name"), "Noor");
    await page.fill(id("setup-email"), "noor@example.com");
    await page.fill(id("setup-password"), "too short");
    await page.click(id("setup-submit"));
    await expect.poll(() => page.locator("[aria-invalid]").count()).toBe(1);
    await page.fill(id("setup-password"), "long enough password");
    await page.click(id("setup-submit"));
    await seen(page, "list");
    expect(page.url()).not.toContain("setup");
  });

  it("keeps nothing of a conversation in the browser after signing out", async () => {
    const page = await open();
    await goTo(page, stage, "mine", "c_mine");
    await page.fill(id("composer"), "half a secret");
    await page.click(id("own-menu"));
    await page.click(id("sign-out"));
    await seen(page, "sign-in-email");
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("secret");
  });
});

describe("the main job", () => {
  it("take over in the middle of an answer, reply, release with the unanswered message", async () => {
    const page = await open();
    await goTo(page, stage, "assistant", "c_ai");
    await seen(page, "message-visitor");
    await page.waitForTimeout(200);
    await writeDraft(stage);
    expect(await textOf(page, "draft")).toContain("left the warehouse this morning");
    await page.click(id("take-over"));
    await page.waitForSelector(id("draft"), { state: "detached" });
    expect(await textOf(page, "cut")).toContain("stopped");
    await expect.poll(() => page.locator(id("separator")).allInnerTexts()).toEqual(["Live Chat"]);

    // The cursor stands in the box already.
    await page.keyboard.type("It comes on Wednesday.\nPromise.".replace("\n", " "));
    await page.keyboard.press("Enter");
    await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 1, id("message-agent"));
    expect(lastText("c_ai")).toBe("It comes on Wednesday. Promise.");
    expect(await page.inputValue(id("composer"))).toBe("");

    await stage.play("visitor-says", { id: "c_ai", text: "Before noon?" });
    await page.waitForFunction(() => document.body.innerText.includes("Before noon?"));
    await page.click(id("release"));
    expect(await textOf(page, "unanswered")).toContain("Before noon?");
    await page.click(id("answer-now"));
    await page.waitForFunction(() => document.body.innerText.includes("As promised, here is your answer."));
    await expect.poll(() => page.locator(id("separator")).allInnerTexts()).toEqual(["Live Chat", "AI Resumed"]);
    await expect.poll(() => page.locator(id("handoff-note")).count()).toBe(1);
    expect(await page.isEditable(id("composer"))).toBe(false);
  });

  it("release asks nothing when the visitor has an answer", async () => {
    const page = await open();
    await goTo(page, stage, "mine", "c_mine");
    await page.fill(id("composer"), "No, keep it.");
    await page.press(id("composer"), "Enter");
    await seen(page, "release");
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="message-agent"][data-state=said]').length === 3);
    await page.click(id("release"));
    await seen(page, "take-over");
    expect(await page.locator(id("unanswered-dialog")).count()).toBe(0);
  });

  it("releases to the assistant that was picked", async () => {
    const page = await open();
    await goTo(page, stage, "mine", "c_mine");
    await page.click(id("release-to"));
    await page.click(`${id("release-to-assistant")}:has-text("Atlas")`);
    await page.click(id("release-wait"));
    await page.waitForFunction(() => document.querySelector('[data-testid="activity"]')?.textContent?.includes("Atlas"));
  });

  it("resolves after a question, and ends with no box to write in", async () => {
    const page = await open();
    await goTo(page, stage, "mine", "c_mine");
    await page.click(id("resolve"));
    await page.keyboard.press("Escape");
    expect(stage.world.of("c_mine").status).toBe("active");
    await page.click(id("resolve"));
    await page.click(id("resolve-confirm"));
    await page.waitForSelector('[data-testid="activity"][data-standing="ended"]');
    expect(await page.locator(id("composer")).count()).toBe(0);
    expect(await page.locator(rowOf("c_mine")).count()).toBe(0);
  });

  it("writes first and takes over with the first message", async () => {
    const page = await open();
    await goTo(page, stage, "handoff", "c_wait");
    await page.click(id("composer"));
    expect(await page.isEditable(id("composer"))).toBe(false);
    await page.click(id("write-first"));
    await page.keyboard.type("Ciao Chiara!");
    await page.keyboard.press("Enter");
    await seen(page, "release");
    expect(lastText("c_wait")).toBe("Ciao Chiara!");
  });
});

describe("the live list", () => {
  it("is read once at the start", async () => {
    const page = await open();
    await seen(page, "row");
    await goTo(page, stage, "handoff");
    await page.waitForSelector(rowOf("c_ana"), { state: "detached" });
    stage.state.pagesRead.length = 0;
    stage.state.delayMs = 120;
    await page.reload();
    await page.waitForSelector(rowOf("c_wait"));
    await page.waitForTimeout(500);
    // The other page is for the title: who waits for this agent is counted whichever list is shown.
    expect(stage.state.pagesRead).toEqual(["?view=handoff", "?view=mine"]);
  });

  it("is read although the stream does not come", async () => {
    const page = await open();
    await seen(page, "row");
    stage.state.holdsStreams = true;
    await page.reload();
    await seen(page, "row");
    stage.state.holdsStreams = false;
  });

  it("hands the keys to a view as soon as it is chosen, and not before its order is known", async () => {
    const page = await open();
    await seen(page, "row");
    await page.keyboard.press("j");
    await seen(page, "thread");
    stage.state.delayMs = 400;
    // Within one task: no picture is drawn in between.
    await page.evaluate(() => {
      for (const key of ["1", "j"]) dispatchEvent(new KeyboardEvent("keydown", { key }));
    });
    expect(await page.evaluate(() => location.hash)).toBe("#/v/handoff");
    expect(await page.locator(id("row")).count()).toBe(0);
    await page.waitForFunction(() => location.hash.includes("/c/"));
    expect(await page.evaluate(() => location.hash)).toBe("#/v/handoff/c/c_wait");
  });

  it("follows counts, views, marks and the title without a reload", async () => {
    const page = await open();
    await goTo(page, stage, "handoff");
    await seen(page, "row");
    await page.waitForFunction(() => document.title.startsWith("(3)"));
    await stage.play("ask", { id: "c_ai2", trigger: "assistant", reason: "does not know" });
    await page.waitForSelector(rowOf("c_ai2"));
    expect(await textOf(page, "view-handoff")).toContain("3");
    expect(await page.title()).toContain("(4)");
    await stage.play("take", { id: "c_wait" });
    await page.waitForSelector(rowOf("c_wait"), { state: "detached" });
    await page.click(id("view-all"));
    await page.waitForSelector(`${rowOf("c_wait")} ${id("row-live")}`);
    await expect.poll(() => page.locator(`${rowOf("c_wait")} ${id("responder")}`).innerText()).toContain("Ana Ruiz");
  });

  it("reads the page again after the stream was cut", async () => {
    const page = await open();
    await goTo(page, stage, "all");
    await seen(page, "row");
    await stage.play("network", { isDown: true });
    await stage.play("visitor-says", { id: "c_ai2", text: "said while nobody listened" });
    await seen(page, "reconnecting");
    await stage.play("network", { isDown: false });
    await page.waitForFunction(() => document.querySelector('[data-testid="row"]')?.textContent?.includes("said while nobody listened"), undefined, { timeout: 15_000 });
    await page.waitForSelector(id("reconnecting"), { state: "detached" });
  });

  it("finds by text", async () => {
    const page = await open();
    await goTo(page, stage, "all");
    await seen(page, "row");
    await page.keyboard.press("/");
    await page.keyboard.type("depot");
    await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 0, rowOf("c_ai"));
    await page.fill(id("search"), "Hafen");
    await page.waitForSelector(rowOf("c_back"));
    await page.keyboard.press("Escape");
    await page.waitForSelector(rowOf("c_ai"));
  });
});

describe("when somebody else is faster", () => {
  it("on taking over, the owner is named and there is no box", async () => {
    const page = await open();
    await goTo(page, stage, "all", "c_ai");
    await seen(page, "take-over");
    await stage.play("network", { isMute: true });
    await stage.play("take", { id: "c_ai" });
    await page.click(id("take-over"));
    expect(await textOf(page, "conflict")).toMatch(/Ana Ruiz has this conversation[^]*Since \d/);
    expect(await textOf(page, "owner")).toContain("Ana Ruiz");
    expect(await page.locator(id("composer")).count()).toBe(0);
  });

  it("on replying, the typed text stays", async () => {
    const page = await open();
    await goTo(page, stage, "mine", "c_mine");
    await page.fill(id("composer"), "A long and careful answer.");
    await stage.play("network", { isMute: true });
    await stage.play("release", { id: "c_mine", agent: "ag_noor" });
    await stage.play("take", { id: "c_mine" });
    await page.press(id("composer"), "Enter");
    expect(await textOf(page, "conflict")).toContain("Ana Ruiz");
    expect(await textOf(page, "kept-text")).toContain("A long and careful answer.");
    expect(lastText("c_mine")).not.toContain("careful");
    await page.reload();
    expect(await textOf(page, "kept-text")).toContain("A long and careful answer.");
  });

  it("of two agents pressing at once one has it and the other is told", async () => {
    const [noor, ana] = await Promise.all([open(), open({ agent: "ana" })]);
    await Promise.all([noor, ana].map((page) => goTo(page, stage, "handoff", "c_wait").then(() => seen(page, "claim"))));
    await Promise.all([noor, ana].map((page) => page.evaluate((selector) => document.querySelector<HTMLElement>(selector)?.click(), id("claim"))));
    await Promise.all([noor, ana].map((page) => page.waitForSelector(`${id("release")}, ${id("owner")}`)));
    const winners = await Promise.all([noor, ana].map((page) => page.locator(id("release")).count()));
    expect(winners.sort()).toEqual([0, 1]);
  });
});

describe("sending", () => {
  it("shows a failure, tries again by itself, and the message arrives once", async () => {
    const page = await open();
    await goTo(page, stage, "mine", "c_mine");
    await seen(page, "composer");
    await stage.play("network", { failures: 2 });
    await page.fill(id("composer"), "Once only.");
    await page.press(id("composer"), "Enter");
    await seen(page, "not-sent");
    await page.click(id("retry"));
    await page.waitForFunction(() => !document.querySelector('[data-testid="not-sent"]'), undefined, { timeout: 20_000 });
    expect(messages("c_mine").filter((event: { data: { text: string } }) => event.data.text === "Once only.")).toHaveLength(1);
  });

  it("makes a new line with Shift and Enter, and keeps unsent text per conversation", async () => {
    const page = await open();
    await goTo(page, stage, "mine", "c_mine");
    await page.click(id("composer"));
    await page.keyboard.type("one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("two");
    await goTo(page, stage, "all", "c_ana");
    await seen(page, "owner");
    await goTo(page, stage, "mine", "c_mine");
    expect(await page.inputValue(id("composer"))).toBe("one\ntwo");
  });
});

describe("by keyboard alone", () => {
  it("goes to a waiting visitor, claims, answers and releases", async () => {
    const page = await open();
    await page.waitForSelector(rowOf("c_wait"));
    await page.keyboard.press("1");
    await page.keyboard.press("j");
    await seen(page, "claim");
    await page.keyboard.press("t");
    await seen(page, "release");
    await page.waitForFunction(() => document.activeElement?.matches("textarea"));
    await page.keyboard.type("text with j k t e x ? / 1");
    expect(await page.inputValue(id("composer"))).toBe("text with j k t e x ? / 1");
    await page.keyboard.press("Control+Enter");
    await page.waitForFunction(() => document.querySelector('[data-testid="message-agent"][data-state=said]'));
    await page.keyboard.press("Escape");
    await page.keyboard.press("e");
    await seen(page, "take-over");
    expect(lastText("c_wait")).toBe("text with j k t e x ? / 1");
  });

  it("keeps still while a dialog is open, and gives focus back", async () => {
    const page = await open();
    await goTo(page, stage, "mine", "c_mine");
    await seen(page, "resolve");
    await page.focus(id("resolve"));
    await page.keyboard.press("Enter");
    await seen(page, "resolve-dialog");
    await page.keyboard.press("e");
    await page.keyboard.press("Escape");
    expect(stage.world.of("c_mine").control.kind).toBe("agent");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-testid"))).toBe("resolve");
  });
});

describe("on a phone", () => {
  it("list and thread are two screens, with every action in reach", async () => {
    const page = await open({ size: "small" });
    await goTo(page, stage, "handoff");
    await page.tap(rowOf("c_wait"));
    await seen(page, "claim");
    expect(await page.isVisible(id("list"))).toBe(false);
    await page.tap(id("claim"));
    await seen(page, "release");
    for (const testid of ["release", "resolve", "composer", "send", "toggle-panel"]) {
      const box = await page.locator(id(testid)).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= 360 && box.y + box.height <= 640, testid).toBe(true);
      expect(Math.min(box?.height ?? 0, 44), testid).toBeGreaterThanOrEqual(36);
    }
    await page.tap(id("back"));
    await page.waitForSelector(id("list"));
    await page.goBack();
    await page.waitForSelector(id("thread"));
  });
});

it("a viewer reads along and finds nothing to press", async () => {
  const page = await open({ agent: "vera" });
  await goTo(page, stage, "all", "c_ai");
  await seen(page, "thread");
  expect(await page.locator(`${id("take-over")}, ${id("composer")}`).count()).toBe(0);
});
