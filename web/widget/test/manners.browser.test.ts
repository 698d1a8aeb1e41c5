/** The widget is a good guest: for keyboards and screen readers, against hostile text and hostile pages, and for the page's own script. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { ANNA, BEN } from "./fake/desk.ts";
import { begin, desk, opens, reopen, rule, stage, widget } from "./fake/opening.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

opens();

/** Which part of the widget has the focus. */
const focused = (): Promise<string | null> =>
  widget.page.evaluate(() => {
    const inside = document.querySelector("relevo-widget")?.shadowRoot?.activeElement as HTMLElement | null;
    return inside ? (inside.dataset["testid"] ?? inside.className) : (document.activeElement?.id ?? null);
  });

describe("hostile text", () => {
  const EVIL = [
    '<img src="https://evil.example/x.png" onerror="window.hacked=1"><script>window.hacked=1</script>',
    "[click](javascript:window.hacked=1) ![x](https://evil.example/y.png) <svg onload=window.hacked=1>",
    "[ok](https://good.example) <a href='javascript:window.hacked=1'>x</a>",
  ];

  test("from the assistant, an agent or the visitor is shown as text, runs nothing and fetches nothing", async () => {
    const asked: string[] = [];
    widget.page.on("request", (request) => asked.push(request.url()));
    await begin();
    for (const text of EVIL) {
      await widget.send(text);
      desk().answer(text);
    }
    const mallory = { ...ANNA, name: EVIL[0] ?? "", avatar_url: "https://evil.example/face.png" };
    desk().takeOver(mallory);
    desk().say(EVIL[1] ?? "", mallory);
    await widget.phase("live");
    await widget.page.waitForTimeout(200);
    expect(await widget.page.evaluate(() => (window as { hacked?: unknown }).hacked)).toBeUndefined();
    expect(asked.filter((url) => url.includes("evil"))).toEqual([]);
    expect(await widget.page.locator("relevo-widget").evaluate((host) => host.shadowRoot?.querySelectorAll("script, img, iframe, svg[onload], [onerror]").length)).toBe(0);
    const links = await widget.page.locator(".rich a").evaluateAll((all) => all.map((link) => [(link as HTMLAnchorElement).href, (link as HTMLAnchorElement).rel, (link as HTMLAnchorElement).target]));
    expect(new Set(links.map(([href]) => href?.split(":")[0]))).toEqual(new Set(["https"]));
    for (const [, rel, target] of links) expect([rel, target]).toEqual(["noopener noreferrer nofollow", "_blank"]);
    expect(widget.violations).toEqual([]);
  });

  test("that is invisible is taken out, and a name cannot turn the sentence around", async () => {
    await begin();
    desk().answer("pay\u200B\u{E0041}load \u202Egnp.exe");
    await widget.says("payload gnp.exe");
    desk().takeOver({ ...BEN, name: "\u202EevE" });
    await widget.phase("joining");
    await expect.poll(() => widget.get("notice").innerText()).toBe("evE joined the conversation.");
    await expect.poll(() => widget.get("notice").locator("bdi").innerText()).toBe("evE");
  });
});

describe("the keyboard", () => {
  test("opens, writes, sends and closes, and the focus goes back where it came from", async () => {
    await widget.get("launcher").focus();
    await widget.page.keyboard.press("Enter");
    await expect.poll(focused).toBe("composer");
    await widget.page.keyboard.type("By keyboard");
    await widget.page.keyboard.press("Shift+Enter");
    await widget.page.keyboard.type("two lines");
    await widget.page.keyboard.press("Enter");
    await widget.says("two lines");
    await expect.poll(() => widget.bubbles()).toEqual(["By keyboard\ntwo lines"]);
    expect(await focused()).toBe("composer");
    await widget.page.keyboard.press("Escape");
    await expect.poll(focused).toBe("launcher");
    expect(await widget.get("panel").count()).toBe(0);
  });

  test("reaches everything in the order of the screen", async () => {
    await begin();
    desk().offer();
    await widget.phase("asked");
    await widget.get("close").focus();
    const order: (string | null)[] = [];
    for (let nth = 0; nth < 6; nth += 1) {
      await widget.page.keyboard.press("Tab");
      order.push(await focused());
    }
    expect(order).toEqual(["scroller", "accept", "decline", "composer", "send", "talk-to-human"]);
  });

  test("an answer that comes takes nobody's focus or words", async () => {
    await begin();
    await widget.get("composer").pressSequentially("I am wri");
    desk().write("Here ");
    desk().takeOver();
    desk().say("Hi");
    await widget.phase("live");
    await widget.page.keyboard.type("ting");
    expect(await widget.get("composer").inputValue()).toBe("I am writing");
  });

  test("the page's shortcuts hear nothing of it, and Enter that chooses a word sends nothing", async () => {
    await widget.openPanel();
    await widget.page.evaluate(() => document.addEventListener("keydown", () => ((window as { heard?: number }).heard = 1)));
    await widget.get("composer").fill("かな");
    await widget.get("composer").dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, composed: true });
    expect(await widget.get("composer").inputValue()).toBe("かな");
    await widget.page.keyboard.press("a");
    expect(await widget.page.evaluate(() => (window as { heard?: number }).heard)).toBeUndefined();
  });

  test("on a phone the focus stays in the sheet", async () => {
    await reopen(PHONE);
    await widget.openPanel();
    await expect.poll(() => widget.get("panel").getAttribute("aria-modal")).toBe("true");
    for (let nth = 0; nth < 8; nth += 1) {
      await widget.page.keyboard.press("Tab");
      expect(await focused()).not.toBe("buy");
      expect(await focused()).not.toBe("launcher");
    }
    await widget.page.keyboard.press("Escape");
    await expect.poll(focused).toBe("launcher");
  });
});

describe("a screen reader", () => {
  test("hears each finished message once, and no token of a draft", async () => {
    await begin();
    await widget.get("log").evaluate((log) => {
      const heard: string[] = ((window as { heard?: string[] }).heard = []);
      new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes) if (node.textContent?.trim()) heard.push(node.textContent);
      }).observe(log, { childList: true, subtree: true, characterData: true });
    });
    for (const word of "This answer grows word by word".split(" ")) {
      desk().write(`${word} `);
      await widget.page.waitForTimeout(30);
    }
    desk().finish();
    desk().takeOver();
    desk().say("Hi");
    await widget.phase("live");
    // The last that comes: the part that draws it is fetched when a person takes over.
    await widget.get("separator").waitFor();
    const heard = await widget.page.evaluate(() => (window as { heard?: string[] }).heard ?? []);
    expect(heard).toHaveLength(4);
    expect(heard.filter((text) => text.includes("This answer grows word by word"))).toHaveLength(1);
  });

  test("is not read the whole history after a reload", async () => {
    await begin();
    for (let nth = 0; nth < 5; nth += 1) desk().answer(`Old ${nth}`);
    await widget.says("Old 4");
    await widget.page.addInitScript(() => {
      const seen: unknown[] = ((window as { live?: unknown[] }).live = []);
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (options) {
        const root = attach.call(this, options);
        new MutationObserver((changes) => {
          for (const change of changes) {
            const log = (change.target as Element).closest?.('[role="log"]');
            if (log && change.addedNodes.length) seen.push(log.getAttribute("aria-live"));
          }
        }).observe(root, { childList: true, subtree: true });
        return root;
      };
    });
    await widget.page.reload();
    await widget.says("Old 4");
    expect(new Set(await widget.page.evaluate(() => (window as { live?: unknown[] }).live))).toEqual(new Set(["off"]));
    await expect.poll(() => widget.get("log").getAttribute("aria-live")).toBe("polite");
  });

  const STATES: [string, () => unknown][] = [
    ["assistant", () => desk().answer("You can **return** it:\n\n- [here](https://a.example)\n- `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |")],
    ["asked", () => desk().offer()],
    ["waiting", () => (desk().request(), desk().queue(3, 240), widget.get("queue").waitFor())],
    ["busy", () => (desk().expire(), widget.get("phone-form").waitFor())],
    ["busy", () => widget.get("phone").fill("12").then(() => widget.get("phone").press("Enter")).then(() => widget.page.locator("[aria-invalid=true]").waitFor())],
    ["busy", () => widget.get("phone").fill("+43 664 1234567").then(() => widget.get("phone").press("Enter")).then(() => widget.get("phone-edit").waitFor())],
    ["joining", () => (desk().takeOver(), widget.get("draft-shared").waitFor())],
    ["live", () => desk().say("Hi")],
    ["closed", () => desk().resolve()],
  ];

  for (const colorScheme of ["light", "dark"] as const) {
    for (const locale of ["en", "ar"]) {
      for (const [size, options] of Object.entries({ desktop: {}, phone: PHONE })) {
        test(`finds nothing to complain about: ${colorScheme}, ${locale}, ${size}`, { timeout: 60_000 }, async () => {
          stage.server.locale = locale;
          rule({ handoff: { shares_drafts: true } });
          await reopen({ ...options, colorScheme, reducedMotion: "reduce" }, { lang: locale });
          const found: string[] = await complaints();
          await begin();
          for (const [phase, step] of STATES) {
            await step();
            await widget.phase(phase);
            await widget.page.waitForTimeout(50);
            for (const complaint of await complaints()) found.push(`${phase}: ${complaint}`);
          }
          await expect.poll(() => widget.get("panel").getAttribute("dir")).toBe(locale === "ar" ? "rtl" : "ltr");
          expect(found).toEqual([]);
        });
      }
    }
  }

  async function complaints(): Promise<string[]> {
    await widget.page.evaluate(AXE);
    return widget.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(context: string, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      const { violations } = await axe.run("relevo-widget", { runOnly: tags, resultTypes: ["violations"] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
    });
  }
});

describe("fingers", () => {
  test("find targets of 44 px, and letters big enough that a phone does not zoom", async () => {
    await reopen(PHONE);
    await begin();
    desk().offer();
    await widget.phase("asked");
    const sizes = await widget.page.locator('[data-testid="panel"] button').evaluateAll((all) =>
      all.map((button) => {
        const { width, height } = button.getBoundingClientRect();
        return Math.min(width, height);
      }),
    );
    expect(sizes.length).toBeGreaterThan(4);
    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(44);
    expect(await widget.get("composer").evaluate((box) => getComputedStyle(box).fontSize)).toBe("16px");
    expect(await widget.get("panel").evaluate((panel) => panel.getBoundingClientRect().toJSON())).toMatchObject({ x: 0, y: 0, width: 390, height: 844 });
    expect(await widget.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

describe("the embedding page", () => {
  test("commands and listens through one function, from before the script has loaded", async () => {
    const heard = () => widget.page.evaluate(() => (window as { heard?: unknown[] }).heard);
    await widget.page.addInitScript(() => {
      const heard: unknown[] = ((window as { heard?: unknown[] }).heard = []);
      const queue: unknown[] = [];
      const stub = Object.assign((...command: unknown[]) => queue.push(command), { q: queue });
      (window as { Relevo?: unknown }).Relevo = stub;
      for (const event of ["ready", "open", "close", "phase", "unread", "message"]) stub("on", event, (detail: unknown) => heard.push([event, detail]));
      stub("open");
    });
    await widget.page.reload();
    await widget.get("panel").waitFor();
    await widget.call("send", "Said by the page");
    await widget.says("Said by the page");
    await widget.call("requestHuman");
    await widget.phase("waiting");
    await widget.call("toggle");
    desk().takeOver();
    desk().say("Hi");
    await expect.poll(() => widget.get("unread").innerText()).toBe("1");
    const events = (await heard()) as [string, Record<string, unknown> | undefined][];
    expect(events.map(([name]) => name)).toEqual(["open", "ready", "message", "phase", "close", "phase", "phase", "unread", "message"]);
    expect(events[2]?.[1]).toMatchObject({ author: "visitor", text: "Said by the page" });
    expect(events[6]?.[1]).toEqual({ phase: "live", agent: "Anna Lindqvist" });
    await widget.call("reset");
    await expect.poll(() => widget.page.evaluate(() => Object.keys(localStorage).filter((name) => /token|conversation/.test(name)))).toEqual([]);
    await widget.call("destroy");
    expect(await widget.page.locator("relevo-widget").count()).toBe(0);
    expect(await widget.page.evaluate(() => "Relevo" in window)).toBe(false);
    expect(widget.violations).toEqual([]);
  });

  test("chooses colour, theme, side and words with attributes", async () => {
    await widget.page.goto(`${stage.site}?${new URLSearchParams({ attributes: 'data-color="#ffd400" data-theme="dark" data-position="start" data-label="Need help?"' })}`);
    const launcher = widget.get("launcher");
    await expect.poll(() => launcher.getAttribute("aria-label")).toBe("Need help?");
    expect((await launcher.boundingBox())?.x).toBe(20);
    await widget.openPanel();
    const style = (testid: string, name: string) => widget.get(testid).evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);
    expect(await style("send", "background-color")).toBe("rgb(255, 212, 0)");
    expect(await style("send", "color")).toBe("rgb(0, 0, 0)");
    expect(await style("panel", "background-color")).toBe("rgb(22, 24, 29)");
  });

  test("with wild styles of its own changes nothing", async () => {
    await widget.page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("relevo-widget, button, div, section { display: none !important; visibility: hidden; opacity: 0; color: red; font-size: 3px !important; transform: scale(0.1) }");
      document.adoptedStyleSheets.push(sheet);
    });
    await widget.openPanel();
    expect(await widget.get("composer").evaluate((box) => getComputedStyle(box).fontSize)).toBe("15px");
    expect((await widget.get("panel").boundingBox())?.width).toBe(392);
  });

  test("embeds it twice by mistake and gets one", async () => {
    await widget.page.evaluate((origin) => {
      const script = document.createElement("script");
      const policy = (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } } }).trustedTypes.createPolicy("test", { createScriptURL: (url: string) => url });
      script.src = policy.createScriptURL(`${origin}/widget.js`);
      script.dataset["inboxKey"] = "shop";
      document.head.append(script);
      return new Promise((resolve) => (script.onload = resolve));
    }, stage.origin);
    await expect.poll(() => widget.page.locator("relevo-widget").count()).toBe(1);
  });
});

test("the texts are the visitor's language where the session has them, and English where it has not", async () => {
  stage.server.texts = { composer_placeholder: "Schreib uns …", talk_to_human: "Mit einem Menschen sprechen" };
  await widget.openPanel();
  await expect.poll(() => widget.get("composer").getAttribute("placeholder")).toBe("Schreib uns …");
  await expect.poll(() => widget.get("talk-to-human").innerText()).toBe("Mit einem Menschen sprechen");
  await expect.poll(() => widget.get("panel").innerText()).toContain("Hi! How can we help?");
  stage.server.texts = {};
});
