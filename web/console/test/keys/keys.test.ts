/** Which key starts what: on any keyboard, never while typing, and as the agent has changed it. */
import { describe, expect, it } from "vitest";
import { ACTIONS, shortcutsOf } from "../../src/actions/index.ts";
import type { Scene } from "../../src/actions/action.ts";
import { keyName, keyNames, keysOf, keyWords } from "../../src/keys/keys.ts";
import { conflictsOf, isGiveable, linesFor, withKey } from "../../src/keys/remap.ts";
import { sectionsOf } from "../../src/keys/sheet.tsx";

const press = (key: string, code: string, more: object = {}) => ({ key, code, shiftKey: false, ...more });

describe("a key", () => {
  it("is the sign that is typed; without Latin letters, the place on the keyboard", () => {
    expect(keyNames(press("о", "KeyJ"))).toEqual(["о", "j"]);
    expect(keyNames(press("Ё", "KeyT", { shiftKey: true }))).toEqual(["Shift+Ё", "Shift+T"]);
    expect(keyNames(press("z", "KeyY"))).toEqual(["z"]);
    expect(keyNames(press("&", "Digit1"))).toEqual(["&", "1"]);
    expect(keyNames(press("/", "Digit7", { shiftKey: true }))).toEqual(["/"]);
  });
  it("has Ctrl and Command in its name", () => {
    expect([keyName({ key: "K", shiftKey: false, ctrlKey: true }), keyName({ key: "k", shiftKey: false, metaKey: true })]).toEqual(["Mod+k", "Mod+k"]);
    expect(keyNames(press("л", "KeyK", { ctrlKey: true }))).toContain("Mod+k");
  });
  it("is shown as it stands on the keyboard", () => {
    expect(["Shift+T", "Mod+k", "Escape", "ArrowDown", "?"].map(keyWords)).toEqual(["⇧T", "Ctrl K", "Esc", "↓", "?"]);
  });
});

describe("changed keys", () => {
  it("stand for an action, none for an empty one, the usual ones otherwise", () => {
    const action = { id: "reply", keys: ["r"] };
    expect([keysOf(action, {}), keysOf(action, { reply: "w" }), keysOf(action, { reply: "" })]).toEqual([["r"], ["w"], []]);
  });
  it("reach the shortcuts and the sheet", () => {
    const scene = () => ({}) as Scene;
    const reply = shortcutsOf(ACTIONS, scene, { reply: "w" }).find(({ help }) => help === "Write a reply");
    expect(reply?.keys).toEqual(["w"]);
    const lines = sectionsOf(ACTIONS, { reply: "w" }).flatMap(([, members]) => members);
    expect(lines.find(([help]) => help === "Write a reply")).toEqual(["Write a reply", ["w"]]);
  });
  it("change together for what shares its words", () => {
    const line = linesFor(ACTIONS, {}).find(({ ids }) => ids.includes("claim"))!;
    expect(line.ids.length).toBeGreaterThan(1);
    const changed = withKey({ reply: "w" }, line, "y");
    expect(changed).toEqual({ reply: "w", ...Object.fromEntries(line.ids.map((id) => [id, "y"])) });
    expect(withKey(changed, line, null)).toEqual({ reply: "w" });
  });
  it("that something else has already are named", () => {
    const lines = linesFor(ACTIONS, { note: "j" });
    expect(conflictsOf(lines, "Write a note", "j")).toEqual(["Next conversation"]);
    expect(linesFor(ACTIONS, {}).flatMap(({ label, keys }) => keys.flatMap((key) => conflictsOf(linesFor(ACTIONS, {}), label, key)))).toEqual([]);
  });
  it("leave the browser and typing what is theirs", () => {
    expect(["Tab", "Enter", "F5", "Mod+c", "Mod+v", "Shift"].filter(isGiveable)).toEqual([]);
    expect(["g", "Shift+G", "Mod+j", "?"].filter((key) => !isGiveable(key))).toEqual([]);
  });
});

it("stands in the sheet once for every action that has one, twenty at least", () => {
  const shown = new Set(sectionsOf(ACTIONS, {}).flatMap(([, lines]) => lines.map(([help]) => help)));
  const wanted = new Set(ACTIONS.filter(({ keys }) => keys.length).map(({ label }) => label));
  expect([...wanted].filter((label) => !shown.has(label))).toEqual([]);
  expect(wanted.size).toBeGreaterThanOrEqual(20);
});
