/** Every page of the settings as a scene, in the states that differ to the eye. Used for pictures and for axe, as `scenes.mjs` is. */
import { id } from "./stage.mjs";

const page = (name, then = async () => undefined, agent = "sana") => ({
  agent,
  run: async (tab, stage) => {
    await tab.goto(`${stage.base}#/settings${name && `/${name}`}`);
    await tab.waitForSelector(id("settings"));
    await tab.waitForFunction(() => !document.querySelector(".settings__main .ui-spinner"));
    await then(tab, stage);
  },
});
const edited = async (tab) => {
  await tab.locator(id("edit")).first().click();
  await tab.waitForSelector(id("editor"));
};
const adding = async (tab, button = "add") => {
  await tab.click(id(button));
  await tab.waitForSelector(id("editor"));
};
const identities = async (tab) => {
  await tab.click(id("signed-identities"));
  await tab.waitForSelector(id("make-secret"));
};
const sharing = async (tab) => {
  await tab.click(id("make-secret"));
  await tab.waitForSelector(id("identity-key-made"));
};
const PUBLIC_KEY = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----";

export const SETTINGS_SCENES = {
  "settings-index": page(""),
  "settings-handoff": page("handoff", (tab) => tab.fill(id("busy-text"), "Everybody is at lunch. Leave your number, and we call you by two.")),
  "settings-handoff-own": page("handoff/as_maya", async (tab) => {
    await tab.fill(id("waiting-text"), "One moment, Maya fetches somebody.");
    await tab.click(id("save-settings"));
    await tab.waitForSelector(".set-bar__done");
  }),
  "settings-handoff-locked": {
    agent: "sana",
    run: async (tab, stage) => {
      await stage.play("settings", { plan: { name: "free", is_handoff_locked: true, upgrade_url: "https://relevo.example/plans" } });
      await page("handoff").run(tab, stage);
      await tab.waitForSelector(id("plan-locked"));
    },
  },
  "settings-texts": page("texts", (tab) => tab.fill(id("text-greeting"), "Welcome to the lamp shop!")),
  "settings-texts-hebrew": page("texts", async (tab) => {
    await tab.selectOption(id("text-language"), "he");
    await tab.waitForSelector(`${id("text-offer")}[lang=he]`);
    await tab.focus(id("text-offer"));
  }),
  "settings-texts-wrong": page("texts", async (tab) => {
    await tab.fill(id("text-agent_joined"), "{nonsense} is here.");
    await tab.click(id("save-settings"));
    await tab.waitForSelector("[aria-invalid]");
  }),
  "settings-policies": page("policies"),
  "settings-policies-silent": page("policies", async (tab) => {
    for (const mark of ["text", "separator", "badge"]) await tab.click(id(`sees-${mark}`));
  }),
  "settings-unsaved": page("policies", async (tab) => {
    await tab.click(id("assignment-round_robin"));
    await tab.evaluate(() => (location.hash = "#/settings/labels"));
    await tab.waitForSelector(id("unsaved"));
  }),
  "settings-people": page("people"),
  "settings-person": page("people", (tab) => adding(tab)),
  "settings-teams": page("teams"),
  "settings-team": page("teams", edited),
  "settings-team-waited": page("teams", async (tab) => {
    await tab.locator(id("remove")).first().click();
    await tab.click(id("removal-confirm"));
    await tab.waitForSelector(".set-note--wrong");
  }),
  "settings-labels": page("labels"),
  "settings-label": page("labels", edited),
  "settings-canned": page("canned-replies"),
  "settings-canned-edit": page("canned-replies", edited),
  "settings-assistants": page("assistants"),
  "settings-assistant": page("assistants", async (tab) => {
    await tab.locator(id("edit")).nth(1).click();
    await tab.waitForSelector(id("editor"));
  }),
  "settings-inboxes": page("inboxes"),
  "settings-inbox": page("inboxes", edited),
  "settings-snippet": page("inboxes", async (tab) => {
    await tab.click(id("snippet"));
    await tab.waitForSelector(id("snippet-dialog"));
  }),
  "settings-identities": page("inboxes", async (tab) => {
    await identities(tab);
    await sharing(tab);
    await tab.getByRole("button", { name: "Done" }).last().click();
    await adding(tab, "add-public-key");
    await tab.fill(id("public-key"), PUBLIC_KEY);
    await tab.click(id("editor-save"));
    await tab.waitForSelector(id("identity-key-made"));
    await tab.keyboard.press("Escape");
    await tab.waitForSelector(id("identity-key-made"), { state: "detached" });
  }),
  "settings-identities-none": page("inboxes", async (tab) => {
    await tab.click(id("edit"));
    await tab.click(id("inbox-vouched"));
    await tab.click(id("editor-save"));
    await tab.waitForSelector(id("editor"), { state: "detached" });
    await identities(tab);
  }),
  "settings-identity-secret": page("inboxes", async (tab) => (await identities(tab), await sharing(tab))),
  "settings-identity-public": page("inboxes", async (tab) => {
    await identities(tab);
    await adding(tab, "add-public-key");
    await tab.fill(id("public-key"), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ");
    await tab.click(id("editor-save"));
    await tab.waitForSelector("[aria-invalid]");
  }),
  "settings-identity-remove": page("inboxes", async (tab) => {
    await identities(tab);
    await sharing(tab);
    await tab.keyboard.press("Escape");
    await tab.locator(id("identities")).locator(id("remove")).click();
    await tab.waitForSelector(id("removal"));
  }),
  "settings-keys": page("api-keys"),
  "settings-key-made": page("api-keys", async (tab) => {
    await adding(tab);
    await tab.fill(id("key-name"), "Nightly export");
    await tab.click(id("editor-save"));
    await tab.waitForSelector(id("key-made"));
  }),
  "settings-profile": page("profile", (tab) => tab.fill(id("my-display-name"), "Sana from support")),
  "settings-read-only": page("policies", async () => undefined, "noor"),
  "settings-rtl": page("people", (tab) => tab.evaluate(() => void (document.documentElement.dir = "rtl"))),
};
