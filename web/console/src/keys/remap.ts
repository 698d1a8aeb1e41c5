/** Giving an action other keys: what one line of the settings stands for, and who else has a key. Pure. */
import type { Action } from "../actions/action.ts";
import { type Changed, keysOf } from "./keys.ts";

export interface KeyLine {
  /** Actions that share their words are changed together. */
  readonly ids: readonly string[];
  readonly label: string;
  readonly group: string;
  readonly keys: readonly string[];
  readonly isChanged: boolean;
}

export function linesFor(actions: readonly Action[], changed: Changed): readonly KeyLine[] {
  const labels = [...new Set(actions.map(({ label }) => label))];
  return labels.map((label) => {
    const members = actions.filter((action) => action.label === label);
    return {
      ids: members.map(({ id }) => id),
      label,
      group: members[0]!.group,
      keys: [...new Set(members.flatMap((action) => keysOf(action, changed)))],
      isChanged: members.some(({ id }) => id in changed),
    };
  });
}

/** The words of whatever else begins with this key. */
export function conflictsOf(lines: readonly KeyLine[], label: string, key: string): readonly string[] {
  return lines.filter((line) => line.label !== label && line.keys.includes(key)).map((line) => line.label);
}

/** The keys after one line got another key; null gives the usual ones back, empty takes them away. */
export function withKey(changed: Changed, { ids }: KeyLine, key: string | null): Changed {
  const others = Object.entries(changed).filter(([id]) => !ids.includes(id));
  return Object.fromEntries([...others, ...(key === null ? [] : ids.map((id) => [id, key] as const))]);
}

/** Keys that the browser or typing needs: they cannot be given away. */
const BOUND = new Set(["Tab", "Shift", "Control", "Meta", "Alt", "AltGraph", "CapsLock", "Dead", "Process", "Unidentified", "Enter", " ", "Backspace", "Delete"]);

export function isGiveable(name: string): boolean {
  return !BOUND.has(name.replace("Mod+", "")) && !/^F\d+$/.test(name) && !/^Mod\+[acnrtvwxz]$/.test(name) && name.length <= 40;
}
