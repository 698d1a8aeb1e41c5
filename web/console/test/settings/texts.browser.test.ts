/** The texts of visitors as people word them, in a real browser, with the picture of the chat beside. */
import { describe, expect, it } from "vitest";
import { id } from "../stage.mjs";
import { givenSettings, inPreview, saved } from "./given.ts";

const { desk, open } = givenSettings();

describe("texts", () => {
  it("are worded anew in one language, seen in the chat at once, and undone", async () => {
    const page = await open("texts");
    await page.selectOption(id("text-language"), "ar");
    await page.waitForSelector(`${id("text-offer")}[lang=ar]`);
    await page.fill(id("text-offer"), "هل تريد شخصاً؟");
    expect(await page.getAttribute(id("preview"), "data-scene")).toBe("offer");
    await expect.poll(() => inPreview(page).locator(".panel").getAttribute("dir")).toBe("rtl");
    await expect.poll(() => inPreview(page).locator(".card").innerText()).toContain("هل تريد شخصاً؟");
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

  it("go back to the language of what is refused, whatever is looked for", async () => {
    const page = await open("texts");
    await page.selectOption(id("text-language"), "de");
    await page.waitForSelector(`${id("text-offer")}[lang=de]`);
    await page.fill(id("text-offer"), "{nonsense}?");
    await page.fill(id("find-text"), "placeholder that no text has");
    await page.selectOption(id("text-language"), "en");
    await page.click(id("save-settings"));
    await page.waitForSelector(`${id("text-offer")}[lang=de][aria-invalid]`);
    expect(await page.inputValue(id("text-language"))).toBe("de");
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
