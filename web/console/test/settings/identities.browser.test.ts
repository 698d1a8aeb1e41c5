/** The keys for signed identities as an administrator uses them, in a real browser. What a key is good for is the server's, and tested there. */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { seen } from "../moves/given.ts";
import { id } from "../stage.mjs";
import { givenSettings } from "./given.ts";

const { desk, open } = givenSettings();
const PEM = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----";
const keys = (): readonly { id: string; algorithm: string; public_key: string | null }[] => desk().identityKeys["in_shop"];
const gone = (page: Page, name: string) => page.waitForSelector(id(name), { state: "detached" });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-testid"));

async function openKeys(look = {}): Promise<Page> {
  const page = await open("inboxes", look);
  await page.click(id("signed-identities"));
  await seen(page, "make-secret");
  return page;
}

async function press(page: Page, name: string): Promise<void> {
  for (let steps = 0; steps < 20 && (await focused(page)) !== name; steps += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
}

it("a secret is shown once, and its key stays", async () => {
  const page = await openKeys();
  await page.click(id("make-secret"));
  const secret = await page.locator(id("identity-secret")).innerText();
  const [made] = keys();
  expect(secret).toMatch(/^sec_/);
  await expect.poll(() => page.locator(id("identity-key-id")).innerText()).toBe(made!.id);
  await page.keyboard.press("Escape");
  await gone(page, "identity-key-made");
  await expect.poll(() => page.locator(id("identities")).innerText()).toContain(made!.id);
  await page.getByRole("button", { name: "Done" }).click();
  await page.click(id("signed-identities"));
  await page.waitForSelector(`text=${made!.id}`);
  expect(await page.locator("body").innerText()).not.toContain(secret);
});

it("the site's public key is taken, what is none is named", async () => {
  const page = await openKeys();
  await page.click(id("add-public-key"));
  await page.fill(id("public-key"), "ssh-ed25519 AAAA");
  await page.click(id("editor-save"));
  await page.waitForSelector(`${id("public-key")}[aria-invalid]`);
  await page.fill(id("public-key"), PEM);
  const [request] = await Promise.all([page.waitForRequest((one) => one.method() === "POST"), page.click(id("editor-save"))]);
  expect(request.postDataJSON()).toEqual({ algorithm: "EdDSA", public_key: PEM });
  await seen(page, "identity-key-made");
  await gone(page, "editor");
  expect(await page.locator(id("identity-secret")).count()).toBe(0);
});

it("two keys are the most, and one is removed after a question, by keyboard alone", async () => {
  const page = await open("inboxes");
  await page.focus(id("signed-identities"));
  await page.keyboard.press("Enter");
  await seen(page, "make-secret");
  for (const _ of [1, 2]) {
    await press(page, "make-secret");
    await seen(page, "identity-key-made");
    await page.keyboard.press("Escape");
    await gone(page, "identity-key-made");
  }
  await gone(page, "make-secret");
  const [old, next] = keys();
  await press(page, "remove");
  await page.waitForSelector(`${id("removal")} >> text=${old!.id}`);
  await press(page, "removal-confirm");
  await gone(page, "removal");
  expect(keys()).toEqual([next]);
  await seen(page, "make-secret");
  await page.keyboard.press("Escape");
  await gone(page, "identities");
  expect(await focused(page)).toBe("signed-identities");
});

it("an inbox that insists says so while it has no key, and before it loses the last", async () => {
  desk().inboxes[0].requires_identity = true;
  const page = await openKeys();
  await seen(page, "identities-shut");
  await page.click(id("make-secret"));
  await seen(page, "identity-key-made");
  await page.keyboard.press("Escape");
  await gone(page, "identities-shut");
  await page.locator(id("identities")).locator(id("remove")).click();
  await page.waitForSelector("text=nobody can come in any more");
});

it("makes one key after a lost answer, and says why there is none where no secret can be kept", async () => {
  const page = await openKeys();
  desk().isWithoutSeal = true;
  await page.click(id("make-secret"));
  await page.waitForSelector("text=This server has no key to keep secrets with.");
  desk().isWithoutSeal = false;
  await page.route("**/identity-keys", async (route) => (await route.fetch(), await route.abort("connectionreset")), { times: 1 });
  await page.click(id("make-secret"));
  await page.waitForSelector("text=There is no connection to the server.");
  await page.click(id("make-secret"));
  await page.waitForSelector("text=cannot be shown again");
  expect(keys()).toHaveLength(1);
});

it("is for those alone who may configure", async () => {
  const page = await open("inboxes", { agent: "noor" });
  await seen(page, "snippet");
  expect(await page.locator(id("signed-identities")).count()).toBe(0);
});
