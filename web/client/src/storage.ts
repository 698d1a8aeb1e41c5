/**
 * Small values kept by the browser, or in memory where the browser forbids it.
 * What is kept, and under which name, is decided by the callers.
 */

/** A `Map` of strings that may outlive the page. */
export interface Kept {
  get(name: string): string | null;
  /** Null removes. */
  set(name: string, value: string | null): void;
  names(): string[];
}

/**
 * Opens the part of `localStorage` (or `sessionStorage`) whose names start with `prefix`.
 * Blocked or full storage is never an error: the values then live as long as the page.
 */
export function openKept(prefix: string, area: "localStorage" | "sessionStorage" = "localStorage"): Kept {
  const memory = new Map<string, string>();
  let storage: Storage | null = null;
  try {
    // Reading the property alone throws where cookies are blocked, and in sandboxed frames.
    storage = globalThis[area];
    storage.getItem(prefix);
  } catch {
    storage = null;
  }

  return {
    get: (name) => memory.get(name) ?? storage?.getItem(prefix + name) ?? null,
    set(name, value) {
      memory.delete(name);
      if (value === null) {
        storage?.removeItem(prefix + name);
        return;
      }
      try {
        if (!storage) throw 0;
        storage.setItem(prefix + name, value);
      } catch {
        memory.set(name, value);
      }
    },
    names() {
      const stored = storage ? Object.keys(storage).filter((name) => name.startsWith(prefix)) : [];
      return [...new Set([...stored.map((name) => name.slice(prefix.length)), ...memory.keys()])];
    },
  };
}
