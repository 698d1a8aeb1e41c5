/** Every state of the console as a scene: how to get there from a fresh, signed-in page. Used for pictures and for axe. */
import { ALERT_SCENES } from "./alerts-scenes.mjs";
import { MOVE_SCENES } from "./moves/scenes.mjs";
import { goTo, id, rowOf, signIn, writeDraft } from "./stage.mjs";

const conversation = (name, view = "all", then = async () => undefined) => ({
  run: async (page, stage) => {
    await goTo(page, stage, view, name);
    await page.waitForSelector(id("thread"));
    await then(page, stage);
  },
});
const signedOut = (run) => ({ signedOut: true, run });
const REPLY = "Hello Ingrid, I am looking at your order right now.";

async function writeFirst(page) {
  await page.click(id("composer"));
  await page.click(id("write-first"));
  await page.fill(id("composer"), REPLY);
}

async function draft(page, stage) {
  await page.waitForSelector(id("message-visitor"));
  await page.waitForTimeout(300);
  await writeDraft(stage);
  await page.waitForSelector(id("draft"));
}

async function useOldLink(page, stage) {
  await page.goto(`${stage.base}#/setup/old`);
  await page.fill(id("setup-name"), "N");
  await page.fill(id("setup-email"), "n@example.com");
  await page.fill(id("setup-password"), "long enough password");
  await page.click(id("setup-submit"));
  await page.waitForSelector(id("setup-submit"), { state: "detached" });
}

export const SCENES = {
  ...MOVE_SCENES,
  ...ALERT_SCENES,
  "sign-in": signedOut((page) => page.waitForSelector(id("sign-in-email"))),
  "sign-in-wrong": signedOut(async (page) => (await signIn(page, "noor@example.com", "nope"), await page.waitForSelector(id("form-error")))),
  "sign-in-locked": signedOut(async (page) => (await signIn(page, "locked@example.com", "nope"), await page.waitForSelector(id("form-error")))),
  setup: signedOut((page, stage) => page.goto(`${stage.base}#/setup/first-run`)),
  "setup-used": signedOut(useOldLink),
  list: { run: (page, stage) => goTo(page, stage, "handoff") },
  "list-all": { run: (page) => page.waitForSelector(rowOf("c_wait")) },
  ai: conversation("c_ai"),
  "ai-draft": conversation("c_ai", "all", draft),
  "ai-offer": conversation("c_ai", "all", (page) => page.click(id("composer"))),
  "ai-write-first": conversation("c_ai", "all", writeFirst),
  "cut-by-me": conversation("c_ai", "all", async (page, stage) => {
    await draft(page, stage);
    await page.click(id("take-over"));
    await page.waitForSelector(id("release"));
  }),
  nameless: conversation("c_anon"),
  waiting: conversation("c_wait", "handoff"),
  mine: conversation("c_mine", "mine"),
  "release-menu": conversation("c_mine", "mine", (page) => page.click(id("release-to"))),
  unanswered: conversation("c_mine", "mine", async (page) => {
    await page.waitForSelector(id("message-agent"));
    await page.click(id("release"));
  }),
  resolve: conversation("c_mine", "mine", (page) => page.click(id("resolve"))),
  other: conversation("c_ana"),
  "conflict-take": conversation("c_wait", "handoff", async (page, stage) => {
    await stage.play("network", { isMute: true });
    await stage.play("take", { id: "c_wait" });
    await page.click(id("claim"));
    await page.waitForSelector(id("conflict"));
  }),
  "conflict-reply": conversation("c_ai", "all", async (page, stage) => {
    await writeFirst(page);
    await stage.play("network", { isMute: true });
    await stage.play("take", { id: "c_ai" });
    await page.click(id("send"));
    await page.waitForSelector(id("conflict"));
  }),
  "not-sent": conversation("c_mine", "mine", async (page, stage) => {
    await stage.play("network", { failures: 9 });
    await page.fill(id("composer"), "No, keep it. Our carrier will look into it.");
    await page.press(id("composer"), "Enter");
    await page.waitForSelector(id("not-sent"));
  }),
  reconnecting: conversation("c_mine", "mine", async (page, stage) => {
    await page.waitForTimeout(500);
    await stage.play("network", { isDown: true });
    await page.waitForSelector(id("reconnecting"));
  }),
  back: conversation("c_back", "all", (page) => page.click(id("handoff-note"))),
  hostile: conversation("c_evil"),
  panel: conversation("c_mine", "mine", async (page) => {
    await page.waitForTimeout(300);
    if (!(await page.$(id("panel")))) await page.click(id("toggle-panel"));
  }),
  sheet: { run: async (page) => (await page.waitForSelector(rowOf("c_wait")), await page.keyboard.press("?"), await page.waitForSelector(id("shortcuts"))) },
  menu: { run: async (page) => (await page.waitForSelector(rowOf("c_wait")), await page.click(id("own-menu"))) },
  viewer: { agent: "vera", ...conversation("c_ai") },
  empty: { agent: "tom", run: (page, stage) => goTo(page, stage, "mine") },
  missing: { run: (page, stage) => page.goto(`${stage.base}#/c/nowhere`) },
  crowd: {
    more: 5_000,
    run: async (page, stage) => {
      await goTo(page, stage, "all");
      await page.waitForSelector(id("row"));
      await page.evaluate(() => document.querySelector('[data-testid="list"]').scrollTo(0, 9_000));
    },
  },
  rtl: conversation("c_mine", "mine", (page) => page.evaluate(() => void (document.documentElement.dir = "rtl"))),
};
