/** The settings as people use them, in a real browser: by mouse, by keyboard, on a phone; and axe on every page. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { describe, expect, it } from "vitest";
import { seen } from "./moves/given.ts";
import { givenSettings, saved } from "./settings/given.ts";
import { SETTINGS_SCENES } from "./settings-scenes.mjs";
import { id } from "./stage.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const { world, desk, open } = givenSettings();

describe("policies", () => {
  it("are changed, warn of a silent takeover, and send only what differs", async () => {
    const page = await open("policies");
    await page.click(id("after_resolve-reopen_to_ai"));
    for (const mark of ["text", "separator", "badge"]) await page.click(id(`sees-${mark}`));
    await page.waitForSelector("text=Visitors will not know that a person has taken over.");
    expect(await page.getAttribute(id("owner-grace"), "min")).toBe("60");
    await page.fill(id("owner-grace"), "60");
    await page.fill(id("assignment-timeout"), "90");
    const [request] = await Promise.all([page.waitForRequest((one) => one.method() === "PATCH"), page.click(id("save-settings"))]);
    expect(request.postDataJSON()).toEqual({ policies: { after_resolve: "reopen_to_ai", visitor_sees: [], owner_grace_s: 60, assignment_timeout_s: 90 } });
    await saved(page);
  });

  it("explain tickets and do not offer them before there are any", async () => {
    const page = await open("policies");
    await page.waitForSelector("text=Tickets are not part of this version yet.");
    expect(await page.isDisabled(id("tickets-on_takeover"))).toBe(true);
    expect(await page.isDisabled(id("while_waiting-keep_helping"))).toBe(false);
  });

  it("are not left with unsaved changes by a wrong click, nor by the way back", async () => {
    const page = await open("policies");
    await page.click(id("assignment-round_robin"));
    await page.click(id("settings-labels"));
    await page.click(id("unsaved-stay"));
    expect(page.url()).toContain("policies");
    expect(await page.isChecked(id("assignment-round_robin"))).toBe(true);
    await page.goBack();
    await seen(page, "unsaved");
    await page.click(id("unsaved-leave"));
    await page.waitForFunction(() => !location.hash.includes("policies"));
    expect(desk().settings.policies.assignment).toBe("off");
  });
});

describe("lists", () => {
  it("a label is added, refused where the name is in use, renamed and removed", async () => {
    const page = await open("labels");
    await page.click(id("add"));
    await page.fill(id("label-name"), "Refund");
    await page.click(id("editor-save"));
    await page.waitForSelector(`${id("label-name")}[aria-invalid]`);
    await page.fill(id("label-name"), "Complaint");
    await page.click(id("editor-save"));
    await page.waitForSelector(id("editor"), { state: "detached" });
    const row = page.locator(id("item"), { hasText: "Complaint" });
    await row.locator(id("edit")).click();
    await page.fill(id("label-name"), "Complaints");
    await page.keyboard.press("Enter");
    await page.waitForSelector(id("editor"), { state: "detached" });
    await page.locator(id("item"), { hasText: "Complaints" }).locator(id("remove")).click();
    await page.click(id("removal-confirm"));
    await page.waitForSelector(id("removal"), { state: "detached" });
    expect(desk().labels.map(({ name }: { name: string }) => name)).not.toContain("Complaints");
  });

  it("a person is added with a password made for them, and signed out for good", async () => {
    const page = await open("people");
    await page.click(id("add"));
    await page.fill(id("person-name"), "Ida Berg");
    await page.fill(id("person-email"), "ana@example.com");
    await page.click(id("make-password"));
    expect((await page.inputValue(id("person-password"))).length).toBeGreaterThan(15);
    await page.selectOption(id("person-role"), "supervisor");
    await page.fill(id("person-capacity"), "3");
    await page.click(id("editor-save"));
    await page.waitForSelector(`${id("person-email")}[aria-invalid]`);
    await page.fill(id("person-email"), "ida@example.com");
    await page.click(id("editor-save"));
    const row = page.locator(id("item"), { hasText: "Ida Berg" });
    await row.waitFor();
    await expect.poll(() => row.innerText()).toContain("0 open of 3");
    await row.locator(id("edit")).click();
    await page.click(id("person-active"));
    await page.click(id("editor-save"));
    await page.waitForSelector(id("editor"), { state: "detached" });
    await expect.poll(() => row.innerText()).toContain("Switched off");
  });

  it("a team that is waited for stays, and says why", async () => {
    const page = await open("teams");
    await page.locator(id("item"), { hasText: "Refunds" }).locator(id("remove")).click();
    await page.click(id("removal-confirm"));
    await page.waitForSelector("text=A visitor waits for this team.");
    await page.keyboard.press("Escape");
    await page.locator(id("item"), { hasText: "Night shift" }).locator(id("edit")).click();
    await page.click(id("member-ag_ana"));
    await page.click(id("editor-save"));
    await page.waitForSelector(id("editor"), { state: "detached" });
    expect(desk().teams.find(({ name }: { name: string }) => name === "Night shift").agent_ids).toContain("ag_ana");
  });

  it("an AI agent keeps its key when only its name changes", async () => {
    const page = await open("assistants");
    await page.locator(id("edit")).nth(1).click();
    expect(await page.inputValue(id("option-key"))).toBe("set");
    await page.fill(id("assistant-name"), "Atlas II");
    const [request] = await Promise.all([page.waitForRequest((one) => one.method() === "PATCH"), page.click(id("editor-save"))]);
    expect(request.postDataJSON()).toEqual({ name: "Atlas II" });
  });

  it("an API key is shown once, the snippet always", async () => {
    const page = await open("api-keys");
    await page.click(id("add"));
    await page.fill(id("key-name"), "Export");
    await page.click(id("scope-notes"));
    await page.click(id("editor-save"));
    await expect.poll(() => page.locator(id("key-token")).innerText()).toMatch(/^rk_/);
    await page.keyboard.press("Escape");
    expect(await page.locator("body").innerText()).not.toContain("rk_");
    await page.click(id("settings-inboxes"));
    await page.click(id("snippet"));
    await expect.poll(() => page.locator(id("snippet-code")).innerText()).toContain(`data-inbox-key="${desk().inboxes[0].key}"`);
  });

  it("asks once more before a dialog loses what was typed, and makes nothing twice after a lost answer", async () => {
    const page = await open("labels");
    await page.click(id("add"));
    await page.fill(id("label-name"), "Half typed");
    await page.keyboard.press("Escape");
    await page.waitForSelector("text=You have unsaved changes.");
    // The answer to the first try is lost on its way; the server has done it.
    await page.route("**/v1/labels", async (route) => (await route.fetch(), await route.abort("connectionreset")), { times: 1 });
    await page.click(id("editor-save"));
    await page.waitForSelector("text=There is no connection to the server.");
    await page.click(id("editor-save"));
    await page.waitForSelector(id("editor"), { state: "detached" });
    expect(desk().labels.filter(({ name }: { name: string }) => name === "Half typed")).toHaveLength(1);
  });
});

describe("one's own", () => {
  it("profile shows the initials while they are typed, and names what is wrong", async () => {
    const page = await open("profile", { agent: "noor" });
    await page.fill(id("my-display-name"), "Maria");
    await expect.poll(() => page.locator(id("my-face")).innerText()).toContain("Maria");
    await page.fill(id("my-avatar"), "javascript:alert(1)");
    await page.click(id("save-settings"));
    await page.waitForSelector(`${id("my-avatar")}[aria-invalid]`);
    await page.fill(id("my-avatar"), "");
    await page.click(id("save-settings"));
    await saved(page);
  });

  it("alerts that are muted in part read as off, and all of them ring again by one click", async () => {
    desk().preferences.muted_kinds = ["resolved", "mention"];
    const page = await open("alerts", { agent: "noor" });
    const passedOn = id("alert-taken_over");
    expect(await page.isChecked(passedOn)).toBe(false);
    const [request] = await Promise.all([page.waitForRequest((one) => one.method() === "PATCH"), page.click(passedOn)]);
    expect(request.postDataJSON()).toEqual({ preferences: { muted_kinds: ["mention"] } });
    expect(await page.isChecked(passedOn)).toBe(true);
  });

  it("password is changed without being signed out, and every other session ends", async () => {
    const page = await open("profile", { agent: "noor" });
    await page.fill(id("password-current"), "not it");
    await page.fill(id("password-next"), "seven green kettles");
    await page.click(id("password-save"));
    await page.waitForSelector(`${id("password-current")}[aria-invalid]`);
    await page.fill(id("password-current"), "correct horse battery");
    await page.click(id("password-save"));
    await page.waitForSelector("text=Your password is changed.");
    await seen(page, "settings");
    expect(desk().sessions).toHaveLength(1);
  });

  it("sessions are ended one by one, never this one", async () => {
    const page = await open("profile", { agent: "noor" });
    await page.waitForSelector("text=Safari on iPhone");
    await expect.poll(() => page.locator(id("end-session")).count()).toBe(1);
    await page.click(id("end-session"));
    await page.waitForSelector("text=Safari on iPhone", { state: "detached" });
    expect(desk().sessions.map(({ id: one }: { id: string }) => one)).toEqual(["se_here"]);
  });
});

describe("an update while the page is open", () => {
  it("is told, with the way to load it again", async () => {
    const page = await world.open({ agent: "sana" });
    await page.route("**/assets/screen-*.js", (route: { fulfill(answer: object): Promise<void> }) => route.fulfill({ status: 404 }));
    await page.click(id("own-menu"));
    await page.click(id("open-settings"));
    await page.waitForSelector("text=This page could not be loaded");
    await page.unroute("**/assets/screen-*.js");
    await page.getByRole("button", { name: "Load it again" }).click();
    await seen(page, "settings");
  });
});

describe("who may what", () => {
  it("agents look at the policies and change only their own replies", async () => {
    const page = await open("policies", { agent: "noor" });
    await seen(page, "read-only");
    expect(await page.isDisabled(id("after_resolve-reopen_to_ai"))).toBe(true);
    expect(await page.locator(id("save-settings")).count()).toBe(0);
    expect(await page.locator(id("settings-api-keys")).count()).toBe(0);
    await page.click(id("settings-canned-replies"));
    await page.locator(id("item"), { hasText: "/bye" }).locator(id("edit")).waitFor();
    expect(await page.locator(id("item"), { hasText: "/hello" }).locator(id("edit")).count()).toBe(0);
  });
});

describe("without a mouse, and on a phone", () => {
  it("a canned reply is made by keyboard alone", async () => {
    const page = await open("canned-replies", { agent: "noor" });
    await page.focus(id("add"));
    await page.keyboard.press("Enter");
    await seen(page, "editor");
    await page.keyboard.type("/Thanks");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Say thanks");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Thank you, {visitor.first_name}!");
    for (let steps = 0; steps < 20 && (await page.evaluate(() => document.activeElement?.getAttribute("data-testid"))) !== "editor-save"; steps += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector(id("editor"), { state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-testid"))).toBe("add");
  });

  it("the pages are a list first, then one, with the way back", async () => {
    const page = await open("", { size: "phone" });
    expect(await page.locator(".settings__main").count()).toBe(0);
    await page.click(id("settings-labels"));
    await seen(page, "items");
    expect(await page.isVisible(".settings__side")).toBe(false);
    await page.click(id("settings-up"));
    await page.click(id("leave-settings"));
    await seen(page, "list");
  });
});

interface Scene {
  readonly run: (page: unknown, stage: unknown) => Promise<unknown>;
  readonly agent?: string;
}

/** One look for each scene, by turns; `RELEVO_ALL_LOOKS=1` shows each in all of them. */
const LOOKS = [
  ["desk", "light"],
  ["small", "dark"],
  ["phone", "light"],
] as const;
const SHOWN = (Object.entries(SETTINGS_SCENES) as [string, Scene][]).flatMap(([name, scene], index) => {
  const looks = process.env["RELEVO_ALL_LOOKS"] ? LOOKS : [LOOKS[index % LOOKS.length]!];
  return looks.map(([size, colorScheme]) => ({ name, scene, size, colorScheme }));
});

describe("axe", () => {
  it.each(SHOWN)("$name at $size size, $colorScheme", async ({ scene: { run, ...options }, size, colorScheme }) => {
    const page = await world.open({ ...options, size, colorScheme });
    await run(page, world.stage);
    await page.waitForTimeout(150);
    await page.evaluate(AXE);
    const results: AxeResults = await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`);
    expect(results.violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), "scrolls sideways").toBe(false);
  });
});
