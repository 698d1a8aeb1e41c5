/** The settings as people use them, in a real browser: by mouse, by keyboard, on a phone; and axe on every page. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deskOf } from "./fake/configured.mjs";
import { SETTINGS_SCENES } from "./settings-scenes.mjs";
import { id, launch, openConsole, openWorld } from "./stage.mjs";

type Stage = Awaited<ReturnType<typeof openWorld>>;
type Look = NonNullable<Parameters<typeof openConsole>[2]>;

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

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

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the fake is plain JavaScript
const desk = (): any => deskOf(stage.world);
const seen = (page: Page, testid: string) => page.waitForSelector(id(testid));
const open = async (at: string, look: Look = {}): Promise<Page> => {
  const page = await openConsole(browser, stage, { agent: "sana", ...look });
  await page.goto(`${stage.base}#/settings/${at}`);
  await seen(page, "settings");
  return page;
};
const saved = (page: Page) => page.waitForSelector(".set-bar__done");
const inPreview = (page: Page) => page.locator(`${id("preview")} .preview__host`);

describe("handoff", () => {
  it("is reached from one's own menu, changed for one AI agent only, and given back", async () => {
    const page = await openConsole(browser, stage, { agent: "sana" });
    await page.click(id("own-menu"));
    await page.click(id("open-settings"));
    await page.click(id("handoff-of-as_maya"));
    await page.fill(id("waiting-text"), "Somebody is on the way.");
    await page.waitForFunction((selector: string) => document.querySelector(selector)?.shadowRoot?.textContent?.includes("Somebody is on the way."), `${id("preview")} .preview__host`);
    await page.fill(id("response-timeout"), "45");
    await page.fill(id("keywords"), "I want my money");
    await page.press(id("keywords"), "Enter");
    await page.click(id("save-settings"));
    await saved(page);
    expect(desk().assistants[0].handoff).toEqual({ waiting_texts: { en: "Somebody is on the way." }, response_timeout_s: 45, keywords: { en: ["talk to a human", "speak to someone", "human agent", "I want my money"] } });
    expect(desk().settings.handoff.response_timeout_s).toBe(180);

    await page.locator(".set-origin", { hasText: "Only for this AI agent" }).filter({ hasText: "Use the workspace" }).last().getByRole("button").click();
    await page.waitForFunction((selector: string) => (document.querySelector(selector) as HTMLInputElement).value === "180", id("response-timeout"));
    expect(desk().assistants[0].handoff.response_timeout_s).toBeUndefined();
  });

  it("has a waiting and a busy message in each language, and says where Texts words one otherwise", async () => {
    const page = await open("handoff");
    await page.selectOption(id("keywords-language"), "de");
    await page.fill(id("waiting-text"), "Gleich ist jemand da.");
    await inPreview(page).getByText("Gleich ist jemand da.").waitFor();
    await page.click(id("save-settings"));
    await saved(page);
    expect(desk().settings.handoff.waiting_texts).toMatchObject({ de: "Gleich ist jemand da.", en: "Connecting you with the team now…" });
    await page.selectOption(id("keywords-language"), "en");
    expect(await page.inputValue(id("waiting-text"))).toBe("Connecting you with the team now…");

    await stage.play("settings", { texts: { de: { waiting: "Bitte warten." } } });
    await page.click(id("settings-texts"));
    await page.selectOption(id("text-language"), "de");
    expect(await page.inputValue(id("text-waiting"))).toBe("Bitte warten.");
    await page.click(id("settings-handoff"));
    await page.selectOption(id("keywords-language"), "de");
    await page.waitForSelector("text=Worded otherwise in this language under");
    await inPreview(page).getByText("Bitte warten.").waitFor();
  });

  it("lets an AI agent differ in one language, and go back in it without losing what is typed elsewhere", async () => {
    const page = await open("handoff/as_maya");
    await page.selectOption(id("keywords-language"), "fr");
    await page.fill(id("waiting-text"), "Maya cherche quelqu’un.");
    await page.click(id("save-settings"));
    await saved(page);
    expect(desk().assistants[0].handoff).toEqual({ waiting_texts: { fr: "Maya cherche quelqu’un." } });
    await page.fill(id("busy-text"), "Pas encore enregistré.");
    await page.click(id("inherit-waiting_texts"));
    await page.waitForSelector(id("inherit-waiting_texts"), { state: "detached" });
    expect(await page.inputValue(id("waiting-text"))).toBe(desk().settings.handoff.waiting_texts.fr);
    expect(await page.inputValue(id("busy-text"))).toBe("Pas encore enregistré.");
    expect(await page.isEnabled(id("save-settings"))).toBe(true);
    expect(desk().assistants[0].handoff.waiting_texts).toEqual({});
  });

  it("brings in a person without being asked at the points that are chosen for one AI agent, and says what is too much", async () => {
    const page = await open("handoff/as_maya");
    await page.fill(id("offer-after-answers"), "500");
    await page.click(id("save-settings"));
    await page.waitForSelector(`${id("offer-after-answers")}[aria-invalid]`);
    await page.fill(id("offer-after-answers"), "5");
    await page.fill(id("ask-after-failures"), "3");
    await page.fill(id("ask-on-labels"), "vip");
    expect(await page.locator("datalist option").evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))).toContain("vip");
    await page.press(id("ask-on-labels"), "Enter");
    await page.fill(id("offer-on-pages"), "https://lamp.example/cancel?from=mail, business/*");
    await page.press(id("offer-on-pages"), "Enter");
    await page.click(id("save-settings"));
    await saved(page);
    expect(desk().assistants[0].handoff).toEqual({ offer_after_answers: 5, ask_after_failures: 3, ask_on_labels: ["vip"], offer_on_pages: ["/cancel", "/business/*"] });
    await page.click(id("inherit-offer_on_pages"));
    await page.waitForSelector(id("inherit-offer_on_pages"), { state: "detached" });
    expect(desk().assistants[0].handoff.offer_on_pages).toBeUndefined();
    expect(desk().settings.handoff.offer_after_answers).toBe(0);
  });

  it("gives back to the workspace what an AI agent shows of the queue and of what is typed", async () => {
    const page = await open("handoff/as_maya");
    const switches = ["show-queue-position", "show-estimated-wait", "shares-drafts"];
    for (const one of switches) await page.click(id(one));
    await page.click(id("save-settings"));
    await saved(page);
    expect(desk().assistants[0].handoff).toEqual({ show_queue_position: false, show_estimated_wait: false, shares_drafts: false });
    for (const name of ["show_queue_position", "show_estimated_wait", "shares_drafts"]) {
      await page.click(id(`inherit-${name}`));
      await page.waitForSelector(id(`inherit-${name}`), { state: "detached" });
    }
    expect(desk().assistants[0].handoff).toEqual({});
    expect(await Promise.all(switches.map((one) => page.isChecked(id(one))))).toEqual([true, true, true]);
  });

  it("says at the field what the server does not take, and keeps what was typed", async () => {
    const page = await open("handoff");
    await page.fill(id("busy-text"), "");
    await page.click(id("save-settings"));
    const field = page.locator(id("busy-text"));
    await page.waitForSelector(`${id("busy-text")}[aria-invalid]`);
    const told = await field.getAttribute("aria-describedby");
    expect(await page.locator(`[id="${told}"]`).innerText()).toContain("something to read");
    expect(await page.isEnabled(id("save-settings"))).toBe(true);
  });

  it("locks the switch where the plan says so, with the way to a larger one; the rest can be prepared", async () => {
    await stage.play("settings", { plan: { name: "free", is_handoff_locked: true, upgrade_url: "https://relevo.example/plans" } });
    const page = await open("handoff");
    await seen(page, "plan-locked");
    expect(await page.isDisabled(id("handoff-enabled"))).toBe(true);
    expect(await page.isChecked(id("handoff-enabled"))).toBe(false);
    expect(await page.getAttribute(id("upgrade"), "href")).toBe("https://relevo.example/plans");
    await page.fill(id("busy-text"), "Later.");
    await page.click(id("save-settings"));
    await saved(page);
    expect(desk().settings.handoff.busy_texts.en).toBe("Later.");
  });
});

describe("texts", () => {
  it("are worded anew in one language, seen in the chat at once, and undone", async () => {
    const page = await open("texts");
    await page.selectOption(id("text-language"), "ar");
    await page.waitForSelector(`${id("text-offer")}[lang=ar]`);
    await page.fill(id("text-offer"), "هل تريد شخصاً؟");
    expect(await page.getAttribute(id("preview"), "data-scene")).toBe("offer");
    expect(await inPreview(page).locator(".panel").getAttribute("dir")).toBe("rtl");
    expect(await inPreview(page).locator(".card").innerText()).toContain("هل تريد شخصاً؟");
    await page.click(id("save-settings"));
    await saved(page);
    expect(desk().settings.texts).toEqual({ ar: { offer: "هل تريد شخصاً؟" } });
    await page.click(id("reset-offer"));
    await page.click(id("save-settings"));
    await saved(page);
    expect(desk().settings.texts.ar).toEqual({});
  });

  it("are all in the picture while they are worded, or told to be heard only", async () => {
    const page = await open("texts");
    await page.waitForSelector(id("text-greeting"));
    const keys = await page.locator(".set-text textarea").evaluateAll((fields) => fields.map((field) => field.dataset["testid"]!.slice(5)));
    expect(keys.length).toBeGreaterThan(50);
    const missing: string[] = [];
    for (const key of keys) {
      await page.fill(id(`text-${key}`), `«${key}»`);
      const isThere = await page.locator(id("preview")).evaluate((preview, wanted) => {
        const root = preview.querySelector(".preview__host")!.shadowRoot!;
        const placeholders = [...root.querySelectorAll<HTMLInputElement>("[placeholder]")].map((field) => field.placeholder);
        return [root.textContent, ...placeholders, preview.querySelector("[data-testid=preview-heard]")?.textContent].join(" ").includes(wanted);
      }, `«${key}»`);
      if (!isThere) missing.push(key);
    }
    expect(missing).toEqual([]);
  });

  it("follow the preset, and find a text by what it says", async () => {
    const page = await open("texts");
    await page.selectOption(id("text-preset"), "customer_service");
    expect(await page.inputValue(id("text-agent_joined"))).toContain("handled by our Customer Service");
    await page.fill(id("find-text"), "customer service");
    expect(await page.locator("textarea:visible").count()).toBeLessThan(4);
    await page.click(id("save-settings"));
    await saved(page);
    expect(desk().settings).toMatchObject({ text_preset: "customer_service", texts: {} });
  });
});

describe("policies", () => {
  it("are changed, warn of a silent takeover, and send only what differs", async () => {
    const page = await open("policies");
    await page.click(id("after_resolve-reopen_to_ai"));
    for (const mark of ["text", "separator", "badge"]) await page.click(id(`sees-${mark}`));
    await page.waitForSelector("text=Visitors will not know that a person has taken over.");
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
    expect(await row.innerText()).toContain("0 open of 3");
    await row.locator(id("edit")).click();
    await page.click(id("person-active"));
    await page.click(id("editor-save"));
    await page.waitForSelector(id("editor"), { state: "detached" });
    expect(await row.innerText()).toContain("Switched off");
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
    expect(await page.locator(id("key-token")).innerText()).toMatch(/^rk_/);
    await page.keyboard.press("Escape");
    expect(await page.locator("body").innerText()).not.toContain("rk_");
    await page.click(id("settings-inboxes"));
    await page.click(id("snippet"));
    expect(await page.locator(id("snippet-code")).innerText()).toContain(`data-inbox-key="${desk().inboxes[0].key}"`);
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
    expect(await page.locator(id("my-face")).innerText()).toContain("Maria");
    await page.fill(id("my-avatar"), "javascript:alert(1)");
    await page.click(id("save-settings"));
    await page.waitForSelector(`${id("my-avatar")}[aria-invalid]`);
    await page.fill(id("my-avatar"), "");
    await page.click(id("save-settings"));
    await saved(page);
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
    expect(await page.locator(id("end-session")).count()).toBe(1);
    await page.click(id("end-session"));
    await page.waitForSelector("text=Safari on iPhone", { state: "detached" });
    expect(desk().sessions.map(({ id: one }: { id: string }) => one)).toEqual(["se_here"]);
  });
});

describe("an update while the page is open", () => {
  it("is told, with the way to load it again", async () => {
    const page = await openConsole(browser, stage, { agent: "sana" });
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
    const page = await openConsole(browser, stage, { ...options, size, colorScheme });
    await run(page, stage);
    await page.waitForTimeout(150);
    await page.evaluate(AXE);
    const results: AxeResults = await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(RULES)} })`);
    expect(results.violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), "scrolls sideways").toBe(false);
  });
});
