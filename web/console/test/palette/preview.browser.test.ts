/** The picture of the chat beside the texts looks as the chat does: whatever the widget has a style for has it here too. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { givenWorld, seen } from "../moves/given.ts";
import { id } from "../stage.mjs";

const STYLES = fileURLToPath(new URL("../../../widget/src/style/", import.meta.url));
/** The text whose editing shows a scene. */
const SHOWING = { offer: "offer", waiting: "waiting", busy: "busy", joining: "joining", live: "header_live", resumed: "agent_left", closed: "resolved" };

const world = givenWorld();

/** The classes that the chat's own sheets name; the launcher's stands on the page itself. */
function styledByTheChat(): Set<string> {
  const sheets = readdirSync(STYLES).filter((name) => name !== "launcher.css");
  const css = sheets.map((name) => readFileSync(STYLES + name, "utf8")).join("\n");
  return new Set([...css.matchAll(/\.([a-z][a-z-]*)/g)].map(([, name]) => name!));
}

it("every scene", async () => {
  const page = await world.open({ agent: "sana" });
  await page.goto(`${world.stage.base}#/settings/texts`);
  await seen(page, "preview");
  const styled = styledByTheChat();
  for (const [scene, key] of Object.entries(SHOWING)) {
    await page.focus(id(`text-${key}`));
    await page.waitForSelector(`${id("preview")}[data-scene="${scene}"]`);
    const drawn = await page.evaluate(() => {
      const root = document.querySelector(".preview__host")!.shadowRoot!;
      const css = root.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules].map((rule) => rule.cssText)).join("\n");
      const classes = [...new Set([...root.querySelectorAll("[class]")].flatMap((element) => [...element.classList]))];
      return classes.map((name) => ({ name, hasStyle: new RegExp(`\\.${name}\\b`).test(css) }));
    });
    expect(drawn.length, scene).toBeGreaterThan(8);
    expect(drawn.filter(({ name, hasStyle }) => styled.has(name) && !hasStyle).map(({ name }) => name), scene).toEqual([]);
    if (process.env["SHOTS"]) await page.screenshot({ path: `${process.env["SHOTS"]}/${scene}.png` });
  }
});
