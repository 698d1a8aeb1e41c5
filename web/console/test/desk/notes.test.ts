/** Names in notes: what is being typed, whom a note names, how it is shown. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mentionedIn, piecesOf, replaced, tokenAt } from "../../src/notes/mention.ts";

const TEAM = [
  { id: "ana", name: "Ana" },
  { id: "anamaria", name: "Ana Maria" },
  { id: "tom", name: "Tom Lindqvist" },
];

describe("the word behind a sign", () => {
  it.each([
    ["Ask @an", 7, "@", { start: 4, query: "an" }],
    ["@", 1, "@", { start: 0, query: "" }],
    ["@Tom Li", 7, "@", { start: 0, query: "Tom Li" }],
    ["mail me@home", 12, "@", null],
    ["/re", 3, "/", { start: 0, query: "re" }],
    ["see a/b", 7, "/", null],
    ["/re fund", 8, "/", null],
    ["@an\nnext", 8, "@", null],
    ["Ask @ana now", 6, "@", { start: 4, query: "a" }],
  ] as const)("%j at %i", (text, caret, sign, token) => {
    expect(tokenAt(text, caret, sign)).toEqual(token);
  });
  it("is replaced by what was chosen, with the caret behind it", () => {
    expect(replaced("Ask @an now", { start: 4, query: "an" }, 7, "@Ana ")).toEqual({ text: "Ask @Ana  now", caret: 9 });
  });
});

describe("names in a note", () => {
  it("are told once each, the longer name before the shorter", () => {
    expect(mentionedIn("@Ana Maria and @Tom Lindqvist, @Ana Maria!", TEAM)).toEqual(["anamaria", "tom"]);
    expect(mentionedIn("@Ana only", TEAM)).toEqual(["ana"]);
    expect(mentionedIn("no one, Ana", TEAM)).toEqual([]);
  });
  it("are whole words: not a part of a longer name nor of an address", () => {
    expect(mentionedIn("@Anastasia or x@Ana.example", TEAM)).toEqual([]);
    expect(mentionedIn("(@Ana), @Ana’s", TEAM)).toEqual(["ana"]);
    expect(mentionedIn("请@田中さん看", [{ id: "tanaka", name: "田中" }])).toEqual(["tanaka"]);
  });
  it("leave the text as it was, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom("@Ana", "@Tom Lindqvist", "@", " "))), (parts) => {
        const text = parts.join("");
        expect(
          piecesOf(text, TEAM)
            .map((piece) => piece.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
});
