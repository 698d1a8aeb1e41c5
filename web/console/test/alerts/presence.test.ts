/** When an agent counts as away: nobody has touched any tab, or they said so. */
import type { Kept, PresenceState } from "@relevo/client";
import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openPresence } from "../../src/attend/presence.ts";
import { USUAL } from "../../src/state/preferences.ts";

beforeEach(() => {
  vi.useFakeTimers();
  const target = new EventTarget();
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
  vi.stubGlobal("dispatchEvent", target.dispatchEvent.bind(target));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function shelf(): Kept {
  const kept = new Map<string, string>();
  return { get: (name) => kept.get(name) ?? null, set: (name, value) => void (value === null ? kept.delete(name) : kept.set(name, value)), names: () => [...kept.keys()] };
}

function tab(kept: Kept = shelf()) {
  const said: string[] = [];
  const api = { presence: async (state: PresenceState, isAutomatic: boolean) => void said.push(`${state}${isAutomatic ? "" : " by choice"}`) };
  const presence = openPresence({ api, agentId: "a", preferences: signal(USUAL), onRefused: () => undefined, kept });
  return { said, presence, last: () => said.at(-1) };
}
const touch = (): void => void dispatchEvent(new Event("keydown"));
const MINUTE = 60_000;

describe("presence", () => {
  it("is away after five minutes without a touch, and online at once with the next", () => {
    const { last } = tab();
    vi.advanceTimersByTime(4 * MINUTE);
    expect(last()).toBe("online");
    vi.advanceTimersByTime(1.5 * MINUTE);
    expect(last()).toBe("away");
    touch();
    expect(last()).toBe("online");
  });
  it("counts a touch in any tab", () => {
    const kept = shelf();
    const idle = tab(kept);
    for (let minute = 0; minute < 9; minute += 1) {
      vi.advanceTimersByTime(MINUTE);
      // The other tab writes down when it was touched.
      kept.set("touched", String(Date.now()));
    }
    expect(idle.last()).toBe("online");
  });
  it("stays away by choice, whatever is touched, in every tab and after a reload", () => {
    const kept = shelf();
    const { said, presence, last } = tab(kept);
    presence.choose("away");
    expect(said.at(-1)).toBe("away by choice");
    touch();
    vi.advanceTimersByTime(MINUTE);
    expect([last(), tab(kept).last()]).toEqual(["away", "away"]);
    presence.choose("online");
    expect(presence.state.value).toBe("online");
    vi.advanceTimersByTime(MINUTE);
    expect(last()).toBe("online");
  });
  it("shows the server's word, and ends an absence that ended elsewhere", () => {
    const { presence, last } = tab();
    presence.accept("away");
    expect(presence.state.value).toBe("away");
    presence.accept("offline");
    expect(presence.state.value).toBe("away");
    presence.choose("away");
    vi.advanceTimersByTime(10_000);
    presence.accept("online");
    touch();
    vi.advanceTimersByTime(MINUTE);
    expect(last()).toBe("online");
  });
});
