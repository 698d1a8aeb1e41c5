/** What the settings keep in order without a screen: what is sent, what is unsaved, which words are whose. */
import { Problem } from "@relevo/client";
import { describe, expect, it } from "vitest";
import { formatRoute, guardRoute, goTo, parseRoute, route, type Route } from "../src/page/route.ts";
import type { Presets, Settings } from "../src/api/desk.ts";
import { madePassword } from "../src/settings/lists/new-password.tsx";
import { entryOf, groupsFor } from "../src/settings/pages.ts";
import { changesOf, isSame, openForm } from "../src/settings/parts/form.ts";
import { POLICIES } from "../src/settings/policies/words.ts";
import { deviceOf, isHandheld } from "../src/settings/profile/device.ts";
import { groupsOf, TEXT_GROUPS } from "../src/settings/texts/groups.ts";
import { wordingWith } from "../src/settings/texts/wording.ts";
import { later, settled } from "./make.ts";

describe("a form", () => {
  it("sends only what differs, inside objects too", () => {
    const before = { a: 1, keywords: { en: ["x"], de: ["y"] }, list: [1, 2], gone: "z" };
    const after = { a: 1, keywords: { en: ["x", "new"], de: ["y"] }, list: [1], gone: undefined };
    expect(changesOf(before, after as never)).toEqual({ keywords: { en: ["x", "new"] }, list: [1], gone: null });
    expect(changesOf(before, before)).toEqual({});
  });

  it("is dirty exactly while something differs from what was kept", () => {
    const form = openForm({ name: "a", tags: ["x"] });
    form.set({ tags: ["x", "y"] });
    expect(form.isDirty.value).toBe(true);
    form.set({ tags: ["x"] });
    expect(form.isDirty.value).toBe(false);
    expect(isSame({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBe(true);
    expect(isSame({ a: 1 }, { a: 1, b: undefined, c: 2 })).toBe(false);
  });

  it("keeps what is typed while the answer is on its way, as unsaved", async () => {
    const form = openForm({ name: "a" });
    const answer = later<{ name: string }>();
    form.set({ name: "b" });
    const saving = form.save(() => answer.promise);
    form.set({ name: "bc" });
    answer.resolve({ name: "b" });
    expect(await saving).toBe(true);
    expect(form.draft.value.name).toBe("bc");
    expect(form.isDirty.value).toBe(true);
  });

  it("saves once at a time", async () => {
    const form = openForm({ name: "a" });
    const answer = later<{ name: string }>();
    let calls = 0;
    const send = () => ((calls += 1), answer.promise);
    const first = form.save(send);
    expect(await form.save(send)).toBe(false);
    answer.resolve({ name: "a" });
    await first;
    expect(calls).toBe(1);
  });

  it("says what is wrong at its field, or of the whole where the field is not shown", async () => {
    const problem = (field?: string) => new Problem({ type: "x/problems/validation", title: "Not valid", status: 422, detail: "Too long.", ...(field ? { field } : {}) } as never);
    const form = openForm({ name: "a" }, (field) => field === "name");
    await form.save(() => Promise.reject(problem("name")));
    expect(form.errorOf("name")).toBe("Too long.");
    expect(form.failure.value).toBeNull();
    await form.save(() => Promise.reject(problem("secret")));
    expect(form.errorOf("name")).toBeUndefined();
    expect(form.failure.value).toBe("Too long.");
    form.reset();
    expect(form.failure.value).toBeNull();
    await settled();
  });
});

describe("addresses", () => {
  it.each(["#/settings", "#/settings/texts", "#/settings/handoff/as_maya"])("%s is read and written the same", (hash) => {
    expect(formatRoute(parseRoute(hash))).toBe(hash);
  });

  it("asks before another place is shown, as long as the question stands", () => {
    const start = route.value;
    const asked: Route[] = [];
    const unguard = guardRoute((next) => (asked.push(next), false));
    Object.assign(globalThis, { location: { hash: "" }, history: { pushState: () => undefined, replaceState: () => undefined } });
    goTo({ screen: "settings", page: "texts", itemId: null });
    expect(route.value).toBe(start);
    unguard();
    goTo({ screen: "settings", page: "texts", itemId: null });
    expect(route.value).toMatchObject({ page: "texts" });
    expect(asked).toHaveLength(1);
    route.value = start;
  });
});

describe("pages", () => {
  it("keep API keys from everybody below an administrator", () => {
    const ids = (role: string) => groupsFor(role).flatMap(({ pages }) => pages.map(({ id }) => id));
    expect(ids("administrator")).toContain("api-keys");
    expect(ids("supervisor")).not.toContain("api-keys");
    expect(entryOf("api-keys", "agent").id).toBe("profile");
    expect(entryOf("nonsense", "owner").id).toBe("handoff");
  });
});

describe("words", () => {
  it("explain every policy in one paragraph and what both sides notice", () => {
    for (const { name, about, visitor, agent } of POLICIES) {
      expect(about.length, name).toBeGreaterThan(80);
      expect(visitor, name).not.toBe("");
      expect(agent, name).not.toBe("");
    }
    expect(new Set(POLICIES.map(({ name }) => name)).size).toBe(POLICIES.length);
  });

  it("put every text into exactly one group, an unknown one at the end", () => {
    const known = TEXT_GROUPS.flatMap(({ keys }) => keys);
    expect(new Set(known).size).toBe(known.length);
    const groups = groupsOf([...known.slice(0, 3), "brand_new"]);
    expect(groups.flatMap(({ keys }) => keys)).toEqual([...known.slice(0, 3), "brand_new"]);
    expect(groups.at(-1)).toMatchObject({ label: "Everything else", keys: ["brand_new"] });
  });
});

describe("the words of a visitor", () => {
  const presets: Presets = { language: "de", languages: [], placeholders: {}, items: [{ id: "standard", name: "Standard", texts: { waiting: "Einen Moment.", busy: "Busy.", offer: "A person?" } }, { id: "warm", name: "Warm", texts: { waiting: "Gleich!", offer: "Shall I?" } }] };
  const messages = (de: string) => ({ waiting_texts: { en: "Wait.", de }, busy_texts: {} });
  const settings = (de: string, texts: Settings["texts"] = {}) => ({ text_preset: "warm", handoff: messages(de), texts }) as unknown as Settings;

  it("are those of the preset as long as the workspace has none of its own in that language", () => {
    expect(wordingWith(presets, settings("Einen Moment."), messages("Einen Moment."), false)).toEqual({ waiting: "Gleich!", busy: "Busy.", offer: "Shall I?" });
  });

  it("are the workspace's message in that language, unless it is worded otherwise there, unless an AI agent has its own", () => {
    expect(wordingWith(presets, settings("?"), messages("Wir kommen."), false)).toMatchObject({ waiting: "Wir kommen." });
    const worded = settings("Wir kommen.", { de: { waiting: "Bitte warten." } });
    expect(wordingWith(presets, worded, messages("Wir kommen."), false)).toMatchObject({ waiting: "Bitte warten." });
    expect(wordingWith(presets, worded, messages("Wir kommen."), true)).toMatchObject({ waiting: "Bitte warten." });
    expect(wordingWith(presets, worded, messages("Maya holt wen."), true)).toMatchObject({ waiting: "Maya holt wen." });
  });
});

describe("devices", () => {
  it.each([
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows", false],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari on iPhone", true],
    ["Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android", true],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on macOS", false],
    ["curl/8.5.0", "curl/8.5.0", false],
    ["", "Unknown device", false],
  ])("%s", (device, words, handheld) => {
    expect(deviceOf(device)).toBe(words);
    expect(isHandheld(device)).toBe(handheld);
  });
});

describe("a password made for somebody", () => {
  it("is long, of letters that are not taken for others, and never the same", () => {
    const made = Array.from({ length: 200 }, madePassword);
    expect(new Set(made).size).toBe(200);
    for (const one of made) expect(one).toMatch(/^[a-km-zA-HJ-NP-Z2-9]{18}$/);
    // Every letter turns up: none is out of reach.
    expect(new Set(made.join("")).size).toBeGreaterThan(50);
  });
});
