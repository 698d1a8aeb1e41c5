/** The table of actions: every one has a name of its own, and no key starts two things that are possible at once without being meant to. */
import { describe, expect, it } from "vitest";
import { ACTIONS } from "../../src/actions/index.ts";
import { keyName } from "../../src/keys/keys.ts";
import { linesOf } from "../../src/keys/sheet.tsx";

describe("every action", () => {
  it("has an id of its own and words", () => {
    const ids = ACTIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ACTIONS.filter(({ label }) => !label)).toEqual([]);
  });
  it("shares a key only with another word for the same thing", () => {
    const byKey = new Map<string, Set<string>>();
    for (const { keys, label } of ACTIONS) for (const key of keys) byKey.set(key, (byKey.get(key) ?? new Set()).add(label));
    expect([...byKey].filter(([, labels]) => labels.size > 1)).toEqual([]);
  });
  it("that has a key makes more than twenty shortcuts", () => {
    expect(new Set(ACTIONS.filter(({ keys }) => keys.length).map(({ label }) => label)).size).toBeGreaterThan(20);
  });
});

describe("keys", () => {
  it("are named alike with Caps Lock, and letters with Shift apart", () => {
    expect([keyName({ key: "x", shiftKey: false }), keyName({ key: "X", shiftKey: false }), keyName({ key: "X", shiftKey: true }), keyName({ key: "?", shiftKey: true }), keyName({ key: "Escape", shiftKey: false })]).toEqual(["x", "x", "Shift+X", "?", "Escape"]);
  });
  it("that share their words stand in one line of the sheet", () => {
    expect(linesOf([{ keys: ["t"], help: "Take" }, { keys: ["t", "c"], help: "Take" }, { keys: [], help: "Nothing" }])).toEqual([["Take", ["t", "c"]]]);
  });
});
