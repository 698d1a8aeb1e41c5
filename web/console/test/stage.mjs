/** Opens the built console in a real browser against a fresh fake world. What is done there is up to scenes and tests. */
import { chromium } from "playwright-core";
import { crowd, seed } from "./fake/seed.mjs";
import { serve } from "./fake/server.mjs";
import { World } from "./fake/world.mjs";

export const SIZES = {
  desk: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 1024, height: 768 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  small: { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true },
};
export const PASSWORD = "correct horse battery";

/** Refusals that a scene provokes on purpose, and connections it cuts. */
const EXPECTED = /status of (401|404|409|410|422|429|503)|ERR_(CONNECTION|EMPTY|INCOMPLETE|ABORTED|NETWORK)/;
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const id = (name) => `[data-testid="${name}"]`;
export const rowOf = (name) => `${id("row")}[data-id="${name}"]`;

export function launch() {
  return chromium.launch({ executablePath: process.env.RELEVO_TEST_CHROMIUM ?? "/usr/bin/chromium-headless-shell", args: ARGS });
}

/** A world, its server, and the faults that any page on it has shown. */
export async function openWorld({ more = 0 } = {}) {
  const world = new World();
  seed(world);
  crowd(world, more);
  world.presence.set("ag_ana", "online").set("ag_tom", "away");
  const { url, state, close } = await serve(world);
  const play = async (what, body) => (await fetch(`${url}/fake/${what}`, { method: "POST", body: JSON.stringify(body) })).json();
  return { world, state, url, base: `${url}/console/`, play, close, faults: [] };
}

/** One agent's browser on a world; `signedOut` stops at the sign-in screen. */
export async function openConsole(browser, stage, { size = "desk", colorScheme = "light", agent = "noor", locale = "en-GB", signedOut = false } = {}) {
  const context = await browser.newContext({ ...SIZES[size], colorScheme, locale, timezoneId: "Europe/Berlin", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  page.on("pageerror", (error) => stage.faults.push(error.message));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && !EXPECTED.test(message.text()) && stage.faults.push(message.text()));
  page.on("request", (request) => request.url().startsWith(stage.url) || stage.faults.push(`asked elsewhere: ${request.url()}`));
  // Signing in by the form has its own tests, and would be a quarter of all others.
  if (!signedOut) await context.addCookies([{ name: "who", value: `ag_${agent}`, url: stage.url }]);
  await page.goto(stage.base);
  if (!signedOut) await page.waitForSelector(id("list"));
  return page;
}

export async function signIn(page, email, password) {
  await page.fill(id("sign-in-email"), email);
  await page.fill(id("sign-in-password"), password);
  await page.click(id("sign-in-submit"));
}

export const goTo = (page, stage, view, conversation) => page.goto(`${stage.base}#/v/${view}${conversation ? `/c/${conversation}` : ""}`);

/** The AI writes an answer into a conversation, piece by piece, and does not finish it. */
export async function writeDraft(stage, conversation = "c_ai") {
  for (const delta of ["Your order **20418** left the warehouse", " this morning. It should arrive", " on Wednesday, so before you", " leave"]) await stage.play("draft", { id: conversation, delta });
}
