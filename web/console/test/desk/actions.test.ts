/** The table of actions: every one has a name of its own, and no key starts two things that are possible at once without being meant to. */
import { describe, expect, it } from "vitest";
import { keyName } from "../../src/keys/keys.ts";
import { linesOf } from "../../src/keys/sheet.tsx";

describe("keys", () => {
  it("are named alike with Caps Lock, and letters with Shift apart", () => {
    expect([keyName({ key: "x", shiftKey: false }), keyName({ key: "X", shiftKey: false }), keyName({ key: "X", shiftKey: true }), keyName({ key: "?", shiftKey: true }), keyName({ key: "Escape", shiftKey: false })]).toEqual(["x", "x", "Shift+X", "?", "Escape"]);
  });
  it("that share their words stand in one line of the sheet", () => {
    expect(linesOf([{ keys: ["t"], help: "Take" }, { keys: ["t", "c"], help: "Take" }, { keys: [], help: "Nothing" }])).toEqual([["Take", ["t", "c"]]]);
  });
});
