/** Values are kept where the browser allows it and never cost more than the reload where it does not. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { openKept } from "../src/index.ts";

afterEach(() => vi.unstubAllGlobals());

/** As much of the browser's Storage as is used; `room` is the number of names it takes. */
class FakeStorage {
  [name: string]: unknown;
  constructor(room = Infinity) {
    Object.defineProperty(this, "room", { value: room });
  }
  getItem(name: string): string | null {
    return Object.hasOwn(this, name) ? String(this[name]) : null;
  }
  setItem(name: string, value: string): void {
    if (Object.keys(this).length >= (this["room"] as number)) throw new DOMException("full", "QuotaExceededError");
    this[name] = value;
  }
  removeItem(name: string): void {
    delete this[name];
  }
}

describe("with storage", () => {
  test("values outlive the page and stay under their prefix", () => {
    const storage = new FakeStorage();
    storage.setItem("other", "x");
    vi.stubGlobal("localStorage", storage);
    openKept("relevo.k.").set("token", "t");
    const kept = openKept("relevo.k.");
    expect(kept.get("token")).toBe("t");
    expect(kept.names()).toEqual(["token"]);
    kept.set("token", null);
    expect(Object.keys(storage)).toEqual(["other"]);
  });

  test("a full storage falls back to memory", () => {
    vi.stubGlobal("localStorage", new FakeStorage(1));
    const kept = openKept("p.");
    kept.set("a", "1");
    kept.set("b", "2");
    expect([kept.get("a"), kept.get("b"), kept.names().sort()]).toEqual(["1", "2", ["a", "b"]]);
    kept.set("b", null);
    expect(kept.get("b")).toBeNull();
  });
});

test("storage whose very name throws falls back to memory", () => {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get: () => {
      throw new DOMException("blocked", "SecurityError");
    },
  });
  const kept = openKept("p.");
  kept.set("a", "1");
  expect(kept.get("a")).toBe("1");
  delete (globalThis as { localStorage?: unknown }).localStorage;
});
