/** Times as people read them. */
import { describe, expect, it } from "vitest";
import { dayName, elapsed, shortAgo, spanInWords } from "../src/time.ts";

const NOW = new Date(2026, 10, 21, 12, 0, 0).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("how long ago", () => {
  it.each([
    [NOW - 20_000, "now"],
    [NOW + 5_000, "now"],
    [NOW - 4 * MINUTE, "4m"],
    [NOW - 3 * HOUR, "3h"],
    [NOW - 26 * HOUR, "Fri"],
    [NOW - 30 * 24 * HOUR, "22 Oct"],
    [NOW - 400 * 24 * HOUR, "17 Oct 2025"],
  ])("shortens %i to %s", (at, words) => {
    expect(shortAgo(at, NOW, "en-GB")).toBe(words);
  });
});

describe("a waiting clock", () => {
  it.each([
    [0, "0:00"],
    [42_000, "0:42"],
    [12 * MINUTE + 5_000, "12:05"],
    [HOUR + 2 * MINUTE + 9_000, "1:02:09"],
    [76 * HOUR, "3d 4h"],
  ])("shows %i ms as %s", (ms, words) => {
    expect(elapsed(NOW - ms, NOW)).toBe(words);
  });

  it("never runs below zero when the clocks of server and browser differ", () => {
    expect(elapsed(NOW + 3_000, NOW)).toBe("0:00");
  });
});

it("says spans in words", () => {
  expect([0, 12_000, 4 * MINUTE, 5 * HOUR, 80 * HOUR].map((ms) => spanInWords(NOW - ms, NOW))).toEqual(["just now", "for 12 s", "for 4 min", "for 5 h", "for 3 days"]);
});

it("names days by the reader's calendar, not by 24 hours", () => {
  const justAfterMidnight = new Date(2026, 10, 21, 0, 5).getTime();
  expect(dayName(justAfterMidnight, NOW)).toBe("Today");
  expect(dayName(justAfterMidnight - 10 * MINUTE, NOW)).toBe("Yesterday");
  expect(dayName(NOW - 5 * 24 * HOUR, NOW, "en-GB")).toBe("Monday 16 November");
});
