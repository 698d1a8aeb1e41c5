// Takes a picture of every state at desktop and phone size, light and dark: `node test/shots.mjs OUT [only]`. Look at them.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { crowd, seed } from "./fake/seed.mjs";
import { serve } from "./fake/server.mjs";
import { World } from "./fake/world.mjs";

const [out = "shots", only = ""] = process.argv.slice(2);
mkdirSync(out, { recursive: true });

const SIZES = {
  desk: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 1024, height: 768 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  small: { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true },
};
const row = (id) => `[data-testid=row][data-id=${id}]`;
const open = (id, view = "all") => (page) => page.goto(`${page.base}#/v/${view}/c/${id}`);
const draft = async (page) => {
  for (const delta of ["Your order **20418** left the warehouse", " this morning. It should arrive", " on Wednesday, so before you", " leave"]) await page.play("draft", { id: "c_ai", delta });
};

/** Each scene starts on a fresh world, signed in as Noor unless it says otherwise. */
const SCENES = {
  "sign-in": { signedOut: true, run: async (page) => page.waitForSelector("[data-testid=sign-in-email]") },
  "sign-in-wrong": { signedOut: true, run: async (page) => page.signIn("noor@example.com", "nope") },
  "sign-in-locked": { signedOut: true, run: async (page) => page.signIn("locked@example.com", "nope") },
  setup: { signedOut: true, run: async (page) => page.goto(`${page.base}#/setup/first-run`) },
  "setup-used": {
    signedOut: true,
    run: async (page) => {
      await page.goto(`${page.base}#/setup/old`);
      await page.fill("[data-testid=setup-name]", "N");
      await page.fill("[data-testid=setup-email]", "n@example.com");
      await page.fill("[data-testid=setup-password]", "long enough password");
      await page.click("[data-testid=setup-submit]");
    },
  },
  list: { run: async () => undefined },
  "list-all": { run: async (page) => page.goto(`${page.base}#/v/all`) },
  ai: { run: open("c_ai") },
  "ai-draft": { run: async (page) => (await open("c_ai")(page), await page.waitForSelector("[data-testid=message-visitor]"), await page.waitForTimeout(400), await draft(page)) },
  "ai-offer": { run: async (page) => (await open("c_ai")(page), await page.click("[data-testid=composer]")) },
  "ai-write-first": {
    run: async (page) => {
      await open("c_ai")(page);
      await page.click("[data-testid=composer]");
      await page.click("[data-testid=write-first]");
      await page.fill("[data-testid=composer]", "Hello Ingrid, I am looking at your order right now.");
    },
  },
  "cut-by-me": {
    run: async (page) => {
      await open("c_ai")(page);
      await page.waitForSelector("[data-testid=message-visitor]");
      await page.waitForTimeout(400);
      await draft(page);
      await page.click("[data-testid=take-over]");
      await page.waitForSelector("[data-testid=release]");
    },
  },
  waiting: { run: open("c_wait", "handoff") },
  mine: { run: open("c_mine", "mine") },
  "release-menu": { run: async (page) => (await open("c_mine", "mine")(page), await page.click("[data-testid=release-to]")) },
  unanswered: { run: async (page) => (await open("c_mine", "mine")(page), await page.waitForSelector("[data-testid=message-agent]"), await page.click("[data-testid=release]")) },
  resolve: { run: async (page) => (await open("c_mine", "mine")(page), await page.click("[data-testid=resolve]")) },
  other: { run: open("c_ana") },
  "conflict-take": {
    run: async (page) => {
      await open("c_wait", "handoff")(page);
      await page.waitForSelector("[data-testid=claim]");
      await page.play("network", { isMute: true });
      await page.play("take", { id: "c_wait" });
      await page.keyboard.press("t");
      await page.waitForSelector("[data-testid=conflict]");
    },
  },
  "conflict-reply": {
    run: async (page) => {
      await open("c_ai")(page);
      await page.click("[data-testid=composer]");
      await page.click("[data-testid=write-first]");
      await page.fill("[data-testid=composer]", "Hello Ingrid, I am looking at your order right now.");
      await page.play("network", { delayMs: 600 });
      await page.click("[data-testid=send]");
      await page.play("take", { id: "c_ai" });
      await page.waitForSelector("[data-testid=conflict]");
    },
  },
  "not-sent": {
    run: async (page) => {
      await open("c_mine", "mine")(page);
      await page.play("network", { failures: 9 });
      await page.fill("[data-testid=composer]", "No, keep it. Our carrier will look into it.");
      await page.press("[data-testid=composer]", "Enter");
      await page.waitForSelector("[data-testid=not-sent]");
    },
  },
  reconnecting: { run: async (page) => (await open("c_mine", "mine")(page), await page.waitForTimeout(500), await page.play("network", { isDown: true }), await page.waitForSelector("[data-testid=reconnecting]")) },
  back: { run: async (page) => (await open("c_back")(page), await page.click("[data-testid=handoff-note]")) },
  ended: { run: open("c_done", "closed") },
  hostile: { run: open("c_evil") },
  panel: { run: async (page) => (await open("c_mine", "mine")(page), await page.waitForTimeout(300), (await page.$("[data-testid=panel]")) || (await page.click("[data-testid=toggle-panel]"))) },
  sheet: { run: async (page) => (await page.waitForSelector(row("c_wait")), await page.keyboard.press("?")) },
  menu: { run: async (page) => (await page.waitForSelector(row("c_wait")), await page.click("[data-testid=own-menu]")) },
  empty: { agent: "tom", run: async (page) => page.goto(`${page.base}#/v/mine`) },
  crowd: { crowd: 5000, run: async (page) => (await page.goto(`${page.base}#/v/all`), await page.waitForSelector("[data-testid=row]"), await page.hover("[data-testid=list]"), await page.mouse.wheel(0, 9000)) },
  rtl: { run: async (page) => (await open("c_mine", "mine")(page), await page.evaluate(() => (document.documentElement.dir = "rtl"))) },
};

const WANTED = Object.entries(SCENES).filter(([name]) => !only || only.split(",").includes(name));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
let faults = 0;
for (const [name, scene] of WANTED) {
  for (const [size, options] of Object.entries(SIZES)) {
    const schemes = size === "desk" || size === "phone" ? ["light", "dark"] : ["light"];
    for (const colorScheme of schemes) await shoot(name, scene, `${name}-${size}-${colorScheme}`, { ...options, colorScheme });
  }
}
await browser.close();
// Streams of closed pages may linger in the fake: this ends with the last picture.
process.exit(faults ? 1 : 0);

async function shoot(name, scene, label, options) {
  const world = new World();
  seed(world);
  crowd(world, scene.crowd ?? 0);
  world.presence.set("ag_ana", "online").set("ag_tom", "away");
  const { url, close } = await serve(world);
  const context = await browser.newContext({ ...options, locale: "en-GB", timezoneId: "Europe/Berlin", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(6_000);
  page.on("pageerror", (error) => fault(label, error.message));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && !/status of (401|409|429|410|503)|ERR_/.test(message.text()) && fault(label, message.text()));
  page.base = `${url}/console/`;
  page.play = (what, body) => fetch(`${url}/fake/${what}`, { method: "POST", body: JSON.stringify(body) });
  page.signIn = async (email, password) => {
    await page.fill("[data-testid=sign-in-email]", email);
    await page.fill("[data-testid=sign-in-password]", password);
    await page.click("[data-testid=sign-in-submit]");
  };
  try {
    await page.goto(page.base);
    if (!scene.signedOut) {
      await page.signIn(`${scene.agent ?? "noor"}@example.com`, "correct horse battery");
      await page.waitForSelector("[data-testid=list]");
    }
    await scene.run(page);
    await page.waitForTimeout(450);
    await page.screenshot({ path: `${out}/${label}.png` });
  } catch (error) {
    fault(label, error.message.split("\n")[0]);
    await page.screenshot({ path: `${out}/${label}-FAULT.png` });
  }
  await context.close();
  close();
}

function fault(label, text) {
  faults += 1;
  console.log(`${label}: ${text}`);
}
