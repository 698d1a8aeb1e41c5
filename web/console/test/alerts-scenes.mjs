/** The palette, the sheet, the header's menu, other looks, and the pages about oneself as scenes. Used for pictures and for axe, as `scenes.mjs` is. */
import { goTo, id, rowOf } from "./stage.mjs";

const conversation = (name, view, then) => ({
  run: async (page, stage) => {
    await goTo(page, stage, view, name);
    await page.waitForSelector(id("thread"));
    await page.waitForTimeout(200);
    await then(page, stage);
  },
});
const turned = (page) => page.evaluate(() => void (document.documentElement.dir = "rtl"));
const setting = (name, then = async () => undefined) => ({
  run: async (page, stage) => {
    await page.goto(`${stage.base}#/settings/${name}`);
    await page.waitForSelector(`${id("settings")} h1`);
    await then(page, stage);
  },
});

export async function openPalette(page, text = "") {
  await page.keyboard.press("Control+k");
  await page.waitForSelector(id("palette-entry"));
  if (text) await page.fill(id("palette-field"), text);
  await page.waitForTimeout(350);
}

async function clash(page) {
  await page.click('[data-action="note"] [data-testid="key-change"]');
  await page.keyboard.press("j");
  await page.waitForSelector(id("key-clash"));
}

export const ALERT_SCENES = {
  palette: conversation("c_mine", "mine", (page) => openPalette(page)),
  "palette-found": conversation("c_wait", "handoff", (page) => openPalette(page, "as")),
  "palette-text": { run: async (page) => (await page.waitForSelector(rowOf("c_wait")), await openPalette(page, "lamp")) },
  "palette-none": { run: async (page) => (await page.waitForSelector(rowOf("c_wait")), await page.keyboard.press("Control+k"), await page.fill(id("palette-field"), "zzzqqq")) },
  "rtl-palette": conversation("c_mine", "mine", async (page) => (await turned(page), await openPalette(page, "re"))),
  "thread-more": conversation("c_mine", "mine", (page) => page.click(id("thread-more"))),
  away: { run: async (page) => (await page.waitForSelector(rowOf("c_wait")), await page.click(id("own-menu")), await page.click(id("presence-away"))) },
  compact: setting("looks", async (page, stage) => (await page.click(id("density-choice-compact")), await goTo(page, stage, "all", "c_mine"), await page.waitForSelector(id("thread")))),
  "rtl-list": { run: async (page) => (await page.waitForSelector(rowOf("c_wait")), await turned(page)) },
  "rtl-other": conversation("c_ana", "all", turned),
  "settings-alerts": setting("alerts"),
  "settings-looks": setting("looks"),
  "settings-shortcuts": setting("shortcuts", clash),
  "rtl-settings-shortcuts": setting("shortcuts", turned),
};
