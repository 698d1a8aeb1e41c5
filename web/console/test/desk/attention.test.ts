/** What colleagues and visitors are told while an agent looks and writes. */
import type { AttentionState } from "@relevo/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openAttention } from "../../src/attend/attention.ts";
import { openTyping } from "../../src/attend/typing.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function given() {
  const said: string[] = [];
  const eyes = { isHidden: false };
  const api = { attention: async (id: string, state: AttentionState) => void said.push(`${id} ${state}`) };
  const attention = openAttention({ api, isHidden: () => eyes.isHidden });
  return { said, eyes, attention };
}

describe("attention", () => {
  it("is told on opening, every ten seconds, and on leaving", () => {
    const { said, attention } = given();
    attention.follow("c1");
    vi.advanceTimersByTime(22_500);
    attention.follow("passed by");
    vi.advanceTimersByTime(50);
    attention.follow("c2");
    vi.advanceTimersByTime(200);
    attention.close();
    expect(said).toEqual(["c1 viewing", "c1 viewing", "c1 viewing", "c1 gone", "c2 viewing", "c2 gone"]);
  });
  it("is typing while one types, once, and viewing again after a pause", () => {
    const { said, attention } = given();
    attention.follow("c1");
    vi.advanceTimersByTime(200);
    attention.wrote("typing");
    attention.wrote("typing");
    vi.advanceTimersByTime(6_500);
    expect(said).toEqual(["c1 viewing", "c1 typing", "c1 viewing"]);
    attention.wrote("noting");
    expect(said.at(-1)).toBe("c1 noting");
  });
  it("is viewing again at once when the text is sent or deleted", () => {
    const { said, attention } = given();
    attention.follow("c1");
    vi.advanceTimersByTime(200);
    attention.wrote("typing");
    attention.stopped();
    attention.wrote("noting");
    attention.stopped();
    expect(said).toEqual(["c1 viewing", "c1 typing", "c1 viewing", "c1 noting", "c1 viewing"]);
  });
  it("is gone while nobody looks at the page", () => {
    const { said, eyes, attention } = given();
    attention.follow("c1");
    vi.advanceTimersByTime(200);
    eyes.isHidden = true;
    vi.advanceTimersByTime(30_000);
    expect(said).toEqual(["c1 viewing", "c1 gone"]);
    eyes.isHidden = false;
    vi.advanceTimersByTime(1_000);
    expect(said.at(-1)).toBe("c1 viewing");
  });
});

it("typing is told every three seconds at most, for each conversation", () => {
  const said: string[] = [];
  const typing = openTyping({ typing: async (id) => void said.push(id) });
  typing.wrote("a");
  typing.wrote("a");
  typing.wrote("b");
  vi.advanceTimersByTime(3_100);
  typing.wrote("b");
  expect(said).toEqual(["a", "b", "b"]);
});
