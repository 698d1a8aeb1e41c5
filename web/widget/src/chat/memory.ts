/**
 * What the browser keeps of one visitor, from one reset to the next; what the values mean is for `chat.ts` and `connection.ts`.
 * Each reset begins another generation of names: what a tab writes that has not heard of it yet is read by nobody, and swept away.
 */
import { type Kept, openKept } from "@relevo/client";
import { type Generation, keptPrefix, keptRoot } from "../contract.ts";

export interface Memory {
  readonly prefix: string;
  /** Shared by the visitor's tabs. */
  readonly kept: Kept;
  /** Of this tab alone. */
  readonly tab: Kept;
  /** The visitor has been forgotten, here or in another tab, or the memory closed: nothing is written any more. */
  isOver(): boolean;
  /** Forgets the visitor on this device; to be closed then. */
  forget(): void;
  close(): void;
}

export function openMemory(inboxKey: string): Memory {
  const root = keptRoot(inboxKey);
  const local = openKept(root);
  const own = openKept(root, "sessionStorage");
  const generation: Generation = local.get("");
  const prefix = keptPrefix(root, generation);
  let isClosed = false;
  const isOver = (): boolean => isClosed || local.get("") !== generation;
  const open = (area?: "sessionStorage"): Kept => {
    const kept = openKept(prefix, area);
    return { ...kept, set: (name, value) => isOver() || kept.set(name, value) };
  };
  /** Removes what is of another generation. */
  const sweep = (next: Generation): void => {
    for (const area of [local, own]) {
      for (const name of area.names()) if (/^[.~]/.test(name) && !name.startsWith(keptPrefix("", next))) area.set(name, null);
    }
  };
  sweep(generation);
  return {
    prefix,
    kept: open(),
    tab: open("sessionStorage"),
    isOver,
    close() {
      isClosed = true;
    },
    forget() {
      const next = `~${Date.now()}`;
      // The other tabs hear of this before anything is gone, so that they ask for nothing meanwhile.
      local.set("", next);
      sweep(next);
    },
  };
}
