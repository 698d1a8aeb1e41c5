/** The whole journey without a mouse and without eyes: every state is reached by the keyboard, and everything said is announced once. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage, WidgetPage } from "./fake/browser.ts";

let stage: Stage;
let widget: WidgetPage;
beforeAll(async () => {
  stage = await openStage();
  widget = await WidgetPage.open(stage);
});
afterAll(() => stage.close());

const desk = () => stage.server.desk;
const press = (key: string): Promise<void> => widget.page.keyboard.press(key);
const focused = (): Promise<string | undefined> =>
  widget.page.evaluate(() => (document.querySelector("relevo-widget")?.shadowRoot?.activeElement as HTMLElement | null)?.dataset["testid"]);

/** Walks with Tab to a part, which must be on the way, and show where it is. */
async function walkTo(testid: string, key = "Tab"): Promise<void> {
  for (let nth = 0; nth < 15; nth += 1) {
    await press(key);
    if ((await focused()) !== testid) continue;
    const outline = await widget.get(testid).evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const around = getComputedStyle(element.parentElement as Element).boxShadow;
      return outlineStyle !== "none" && outlineWidth !== "0px" ? "outline" : around;
    });
    expect(outline, `${testid} shows no focus`).not.toBe("none");
    return;
  }
  throw new Error(`Tab never came to ${testid}`);
}

/** Collects what enters the live regions, as a screen reader would. */
async function listen(): Promise<void> {
  await widget.get("panel").evaluate((panel) => {
    const heard: string[] = ((window as { heard?: string[] }).heard = []);
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest('[aria-live="polite"], [role="alert"]');
        if (region) for (const node of addedNodes) if (node.textContent?.trim()) heard.push(node.textContent);
      }
    }).observe(panel, { childList: true, subtree: true, characterData: true });
  });
}

test("from the launcher to a new conversation by keyboard alone, with each message announced once", { timeout: 90_000 }, async () => {
  await widget.get("launcher").focus();
  await press("Enter");
  await widget.page.locator('[data-testid="panel"][data-stage="ready"]').waitFor();
  await listen();
  await widget.page.keyboard.type("I need help");
  await press("Enter");
  await widget.says("I need help");
  await expect.poll(() => widget.get("log").getAttribute("aria-live")).toBe("polite");
  desk().write("Have you tried ");
  desk().finish();
  await widget.says("Have you tried");

  desk().offer();
  await widget.phase("asked");
  await walkTo("decline", "Shift+Tab");
  await press("Enter");
  await widget.phase("assistant");

  await walkTo("talk-to-human");
  await press("Space");
  await widget.phase("waiting");
  desk().queue(1, 60);
  desk().expire();
  await widget.get("phone-form").waitFor();
  await walkTo("phone-country", "Shift+Tab");
  await widget.page.keyboard.type("Swed");
  expect(await widget.get("phone-country").inputValue()).toBe("SE");
  await walkTo("phone");
  await widget.page.keyboard.type("1");
  await press("Enter");
  await widget.page.locator('[data-testid="phone"][aria-invalid="true"]').waitFor();
  expect(await focused()).toBe("phone");
  await widget.page.keyboard.type("234567");
  await press("Enter");
  await widget.get("phone-edit").waitFor();
  await walkTo("continue-ai");
  await press("Enter");
  await widget.phase("assistant");

  desk().takeOver();
  desk().say("Here I am after all.");
  await widget.phase("live");
  await walkTo("sound");
  await press("Space");
  await expect.poll(() => widget.get("sound").getAttribute("aria-pressed")).toBe("true");
  await walkTo("composer");
  await widget.page.keyboard.type("Thank you!");
  await press("Enter");
  await widget.says("Thank you!");
  desk().resolve();
  await widget.phase("closed");
  await walkTo("start-new");
  await press("Enter");
  await widget.phase("assistant");
  expect(await widget.bubbles()).toEqual([]);
  await press("Escape");
  await expect.poll(focused).toBe("launcher");

  const heard = await widget.page.evaluate(() => (window as { heard?: string[] }).heard ?? []);
  const times = (text: string): number => heard.filter((line) => line.includes(text)).length;
  for (const text of [
    "Have you tried",
    "Would you like to speak with a team member?",
    "Connecting you with the team now…",
    "Please enter a full phone number.",
    "We will call you at",
    "joined the conversation.",
    "Here I am after all.",
    "Thank you!",
    "Conversation resolved ✓",
  ]) expect([text, times(text)]).toEqual([text, 1]);
});
