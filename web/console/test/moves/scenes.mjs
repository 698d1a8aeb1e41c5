/** The states of everything around the moves: assignee, transfer, notes, canned replies, filters, panel. Used for pictures and for axe. */
import { goTo, id, rowOf } from "../stage.mjs";

const conversation = (name, view = "all", then = async () => undefined) => ({
  run: async (page, stage) => {
    await goTo(page, stage, view, name);
    await page.waitForSelector(id("thread"));
    await page.waitForTimeout(200);
    await then(page, stage);
  },
});
const click = (name) => (page) => page.click(id(name));

async function openPanel(page) {
  await page.waitForTimeout(300);
  if (!(await page.$(id("panel")))) await page.click(id("toggle-panel"));
  await page.waitForSelector(id("pages"));
}

async function offlineTransfer(page) {
  await page.click(id("transfer"));
  await page.click(`${id("transfer-agent")}[data-id="ag_eli"]`);
  await page.fill(id("transfer-note-field"), "Second broken glass. I promised the refund by Friday.");
  await page.waitForSelector(id("transfer-offline"));
}

async function search(page, text) {
  await page.waitForSelector(id("row"));
  await page.fill(id("search"), text);
  await page.waitForSelector(id("row-match"));
}

export const MOVE_SCENES = {
  assignee: conversation("c_mine", "mine", click("assignee")),
  "assign-offline": conversation("c_mine", "mine", async (page) => {
    await page.click(id("assignee"));
    await page.click(`${id("assign-agent")}:has-text("Eli")`);
    await page.waitForSelector(id("offline-dialog"));
  }),
  transfer: conversation("c_mine", "mine", async (page) => (await page.click(id("transfer")), await page.waitForSelector(id("transfer-team")))),
  "transfer-offline": conversation("c_mine", "mine", offlineTransfer),
  handed: conversation("c_ana", "all", async (page, stage) => {
    await stage.play("transfer", { id: "c_ana", to: "ag_noor", note: "She wants 'Mei & Kenji' engraved. I said twelve letters at most; ask the workshop." });
    await page.waitForSelector(id("handed-note"));
  }),
  override: { agent: "tom", ...conversation("c_ana", "all", click("override")) },
  "override-offered": { agent: "tom", ...conversation("c_ana") },
  "taken-away": conversation("c_mine", "mine", async (page, stage) => {
    await stage.play("override", { id: "c_mine", agent: "ag_tom" });
    await page.waitForSelector(id("toast"));
  }),
  undo: conversation("c_back", "all", async (page) => {
    await page.click(id("take-over"));
    await page.click(id("release"));
    await page.click(id("release-wait"), { timeout: 800 }).catch(() => undefined);
    await page.waitForSelector(id("toast-act"));
  }),
  "resolve-more": conversation("c_mine", "mine", click("resolve-more")),
  ended: conversation("c_done", "closed"),
  note: conversation("c_mine", "mine", async (page) => (await page.click(id("mode-note")), await page.fill(id("note-composer"), "The carrier confirmed: dropped on 17 November."))),
  mention: conversation("c_ana", "all", async (page) => {
    await page.click(id("mode-note"));
    await page.locator(id("note-composer")).pressSequentially("@t");
    await page.waitForSelector(id("suggestion"));
  }),
  canned: conversation("c_mine", "mine", async (page) => {
    await page.locator(id("composer")).pressSequentially("/re");
    await page.waitForSelector(id("suggest-preview"));
  }),
  filters: { run: async (page) => (await page.waitForSelector(id("row")), await page.click(id("filters-toggle")), await page.selectOption(id("filter-label"), "vip"), await page.waitForTimeout(300)) },
  "filter-save": {
    run: async (page) => {
      await page.click(id("filters-toggle"));
      await page.selectOption(id("filter-agent-type"), "human");
      await page.click(id("filters-save"));
      await page.waitForSelector(id("filter-name"));
    },
  },
  "saved-filter": { run: async (page, stage) => (await page.goto(`${stage.base}#/f/sf_vip`), await page.waitForSelector(rowOf("c_mine"))) },
  found: { run: (page) => search(page, "lamp") },
  context: conversation("c_mine", "mine", openPanel),
  lead: conversation("c_wait", "handoff", openPanel),
  labels: conversation("c_mine", "mine", async (page) => (await openPanel(page), await page.focus(id("label-add")))),
  earlier: conversation("c_mine", "mine", async (page) => (await openPanel(page), await page.click(id("earlier-one")), await page.waitForSelector(`${id("earlier-log")} ${id("message-visitor")}`))),
  collision: conversation("c_wait", "handoff", async (page, stage) => {
    await stage.play("attends", { id: "c_wait", agent: "ag_ana", state: "typing" });
    await stage.play("attends", { id: "c_wait", agent: "ag_tom", state: "viewing" });
    await page.waitForSelector(id("collision"));
  }),
  "visitor-types": conversation("c_mine", "mine", async (page, stage) => {
    await stage.play("types", { id: "c_mine", text: "And what about the pack" });
    await page.waitForSelector(id("unfinished"));
  }),
  "rtl-transfer": conversation("c_mine", "mine", async (page) => {
    await page.evaluate(() => void (document.documentElement.dir = "rtl"));
    await offlineTransfer(page);
  }),
  "rtl-note": conversation("c_mine", "mine", async (page) => {
    await page.evaluate(() => void (document.documentElement.dir = "rtl"));
    await page.click(id("mode-note"));
  }),
};
