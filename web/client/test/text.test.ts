/** Nothing invisible and nothing that turns a line around reaches the screen. */
import { describe, expect, test } from "vitest";
import { filled, initials, isolated, visible } from "../src/index.ts";

describe("visible", () => {
  test.each([
    ["tag characters", "a\u{E0041}\u{E0042}b", "ab"],
    ["supplementary variation selectors", "a\u{E0100}b", "ab"],
    ["variation selectors", "a\uFE00\uFE0Fb", "ab"],
    ["zero width spaces", "a\u200B\u2060\uFEFFb", "ab"],
    ["overrides", "a\u202Egnp.exe\u202C", "agnp.exe"],
    ["control characters", "a\u0000\u001B[31mb\u009F", "a[31mb"],
    ["runs of joiners", "a\u200D\u200D\u200C\u200Db", "a\u200Db"],
    ["a joiner at the beginning", "\u200Da", "a"],
  ])("takes out %s", (_name, text, expected) => expect(visible(text)).toBe(expected));

  test.each([
    ["emoji with their selector", "❤️ #️⃣"],
    ["joined emoji", "👩‍🚀"],
    ["the joiners of Persian and Hindi", "می\u200Cخواهم क्\u200Dष"],
    ["direction marks", "שלום\u200F!"],
    ["line breaks and tabs", "a\n\tb"],
  ])("keeps %s", (_name, text) => expect(visible(text)).toBe(text));

  test("line ends become one kind", () => expect(visible("a\r\nb\rc")).toBe("a\nb\nc"));
});

test("a name is isolated and cannot close its isolate or break the line", () => {
  expect(isolated("An\u2069na\n \u202Eeve")).toBe("\u2068Anna eve\u2069");
});

test.each([
  ["Anna Lindqvist", "AL"],
  ["  anna  ", "A"],
  ["Juan Carlos de la Cruz", "JC"],
  ["李 雷", "李雷"],
  ["👩‍🚀 Star", "👩S"],
  ["", ""],
])("initials of %j are %j", (name, expected) => expect(initials(name)).toBe(expected));

test("a template keeps names it does not know", () => {
  expect(filled("{agent} of {team} & {agent}", { agent: "Anna" })).toBe("Anna of {team} & Anna");
});

test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])("a template keeps {%s}, which no value was given for", (name) => {
  expect(filled(`Ask {agent} about {${name}}.`, { agent: "Anna" })).toBe(`Ask Anna about {${name}}.`);
});
