/** The handoff settings as people use them, in a real browser: for the workspace and for one AI agent. */
import { describe, expect, it } from "vitest";
import { seen } from "../moves/given.ts";
import { id } from "../stage.mjs";
import { givenSettings, inPreview, saved } from "./given.ts";

const { world, desk, open } = givenSettings();

describe("handoff", () => {
  it("is reached from one's own menu, changed for one AI agent only, and given back", async () => {
    const page = await world.open({ agent: "sana" });
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

    await world.stage.play("settings", { texts: { de: { waiting: "Bitte warten." } } });
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
    await expect.poll(() => page.locator(`[id="${told}"]`).innerText()).toContain("something to read");
    expect(await page.isEnabled(id("save-settings"))).toBe(true);
  });

  it.each([
    ["waiting-text", "{name} ist gleich da."],
    ["keywords", "\u200b"],
  ])("goes back to the language of what is refused, so that it is told at its field: %s", async (field, text) => {
    const page = await open("handoff");
    await page.selectOption(id("keywords-language"), "de");
    await page.fill(id(field), text);
    if (field === "keywords") await page.press(id(field), "Enter");
    await page.selectOption(id("keywords-language"), "en");
    await page.click(id("save-settings"));
    await page.waitForSelector(`${id(field)}[aria-invalid]`);
    expect(await page.inputValue(id("keywords-language"))).toBe("de");
    const told = await page.getAttribute(id(field), "aria-describedby");
    await expect.poll(() => page.locator(`[id="${told}"]`).innerText()).toMatch(/not filled in here|something to read/);
  });

  it("locks the switch where the plan says so, with the way to a larger one; the rest can be prepared", async () => {
    await world.stage.play("settings", { plan: { name: "free", is_handoff_locked: true, upgrade_url: "https://relevo.example/plans" } });
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
