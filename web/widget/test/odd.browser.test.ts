/** Pages, browsers and names that are not what one would wish for. */
import { describe, expect, test } from "vitest";
import { ANNA } from "./fake/desk.ts";
import { begin, desk, opens, reopen, rule, stage, widget } from "./fake/opening.ts";

const PHONE = { width: 320, height: 600 };
/** A laptop's screen at 200 %. */
const ZOOMED = { width: 640, height: 360 };

opens();

/** What stands out of the panel to the side, or is cut off there. */
function overflowing(): Promise<string[]> {
  return widget.get("panel").evaluate((panel) => {
    const { left, right } = panel.getBoundingClientRect();
    const isOut = (part: Element): boolean => {
      const box = part.getBoundingClientRect();
      const isCut = /hidden/.test(getComputedStyle(part).overflowX) && part.scrollWidth > part.clientWidth + 1;
      return box.left < left - 1 || box.right > right + 1 || isCut;
    };
    return [...panel.querySelectorAll("*:not(.heard)")].filter(isOut).map((part) => `${part.localName}.${part.getAttribute("class")}`);
  });
}

describe("a page", () => {
  test("whose language is no language has a chat all the same", async () => {
    stage.server.locale = "de-1";
    await reopen({}, { lang: "de-1" });
    await begin();
    await expect.poll(() => widget.get("log").locator("time").innerText()).toMatch(/\d:\d\d/);
  });

  test("in a language without words of its own is read the way its words are written", async () => {
    stage.server.locale = "fa";
    await reopen({}, { lang: "fa" });
    await widget.openPanel();
    await expect.poll(() => widget.get("panel").getAttribute("dir")).toBe("ltr");
  });

  test("that swaps its body has its widget back with the script, and the chat in it", async () => {
    await begin();
    await widget.page.evaluate((src) => {
      document.body.replaceChildren();
      const script = document.createElement("script");
      const { trustedTypes } = window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } } };
      script.src = trustedTypes.createPolicy("site", { createScriptURL: (url: string) => url }).createScriptURL(src);
      script.dataset["inboxKey"] = "shop";
      document.body.append(script);
    }, `${stage.origin}/widget.js`);
    await widget.get("panel").waitFor();
    await expect.poll(() => widget.bubbles()).toEqual(["Hello"]);
    await expect.poll(() => widget.page.locator("relevo-widget").count()).toBe(1);
  });
});

describe("a browser", () => {
  test("that blocks cookies, and with them storage and locks, can chat", async () => {
    await widget.context.addInitScript(() => {
      const refuse = (): never => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      };
      for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: refuse });
      navigator.locks.request = async () => refuse();
    });
    await widget.page.reload();
    await begin();
    await expect.poll(() => widget.bubbles()).toEqual(["Hello"]);
  });

  test("that is offline says at once that a person is asked for later", async () => {
    await begin();
    await widget.context.setOffline(true);
    await widget.get("talk-to-human").click();
    await expect.poll(() => widget.get("status").innerText(), { timeout: 1_000 }).toContain("You are offline.");
    await widget.context.setOffline(false);
    await widget.phase("waiting");
  });

  test("that is zoomed in reaches the whole form for a number and the box below it, and still reads what was said", async () => {
    await reopen({ viewport: ZOOMED });
    await begin();
    await widget.get("talk-to-human").click();
    await widget.phase("waiting");
    desk().expire();
    await widget.get("phone-form").waitFor();
    expect((await widget.page.locator(".scroller").boundingBox())?.height).toBeGreaterThan(80);
    for (const part of ["phone", "continue-ai", "composer"]) {
      await widget.get(part).scrollIntoViewIfNeeded();
      const [box, panel] = [await widget.get(part).boundingBox(), await widget.get("panel").boundingBox()];
      expect((box?.y ?? 0) + (box?.height ?? 0), part).toBeLessThanOrEqual((panel?.y ?? 0) + (panel?.height ?? 0));
      expect(box?.y ?? 0, part).toBeGreaterThanOrEqual(panel?.y ?? 0);
    }
  });
});

describe("an agent's name", () => {
  test("with signs that mean something to a program is shown as it is", async () => {
    await begin();
    const name = "Cash $& $$ <b>{name}";
    desk().takeOver({ ...ANNA, name });
    desk().say("Hello", { ...ANNA, name });
    await widget.phase("live");
    await expect.poll(() => widget.get("notice").innerText()).toBe(`${name} joined the conversation.`);
    await expect.poll(() => widget.get("header").locator("h2").innerText()).toBe(`Live chat with ${name}`);
  });

  test("of one very long word stays in the panel, wherever it is shown", async () => {
    await reopen({ viewport: PHONE });
    await begin();
    const agent = { ...ANNA, name: "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente".repeat(2) };
    desk().takeOver(agent);
    desk().say("Hello", agent);
    await widget.phase("live");
    expect(await overflowing()).toEqual([]);
  });
});

describe("a request for a person", () => {
  test("that is refused because nobody can be asked any more takes the button away", async () => {
    await begin();
    rule({ handoff: { enabled: false } });
    await widget.get("talk-to-human").click();
    await widget.get("problem").waitFor();
    await expect.poll(() => widget.get("talk-to-human").count()).toBe(0);
    expect(await widget.bubbles()).toEqual(["Hello"]);
  });

  test("that is on its way can't be declined meanwhile", async () => {
    await begin();
    desk().offer();
    await widget.get("accept").waitFor();
    stage.server.outage = 503;
    await widget.get("accept").click();
    await expect.poll(() => widget.get("decline").getAttribute("aria-disabled")).toBe("true");
    await widget.get("decline").click({ force: true });
    stage.server.outage = null;
    await widget.phase("waiting");
    expect(desk().log.some((event) => event.type === "human_declined")).toBe(false);
  });

  test("leaves no failure of before on the screen of a person who comes", async () => {
    await begin();
    await widget.get("talk-to-human").click();
    await widget.phase("waiting");
    desk().expire();
    await widget.phase("busy");
    stage.server.outage = 503;
    await widget.get("continue-ai").click();
    await widget.get("problem").waitFor();
    desk().takeOver();
    await widget.phase("joining");
    await expect.poll(() => widget.get("problem").count()).toBe(0);
  });

  test("that nobody could answer wants a number, and says so when there is none", async () => {
    await begin();
    await widget.get("talk-to-human").click();
    await widget.phase("waiting");
    desk().expire();
    await widget.get("phone").fill("  ");
    await widget.get("phone").press("Enter");
    await expect.poll(() => widget.get("phone-form").getByRole("alert").innerText()).toBe("Please enter a full phone number.");
    await expect.poll(() => widget.get("phone").getAttribute("aria-invalid")).toBe("true");
  });
});
