/**
 * Shortcuts: which key does what, and when keys belong to something else. What there is to do stands in `../actions`.
 */

export interface Shortcut {
  /** As `keyName` says them. The first is shown. */
  readonly keys: readonly string[];
  readonly help: string;
  /** Left out when it cannot be done now, so that another one with the same key can; always possible without. */
  isPossible?(): boolean;
  run(event: KeyboardEvent): void;
}

/** Keys that an agent has given to actions, by their ids; empty for none. */
export type Changed = Readonly<Record<string, string>>;

type Press = Pick<KeyboardEvent, "key" | "shiftKey"> & Partial<Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey">>;

const isMac = /Mac|iP(hone|ad)/.test(globalThis.navigator?.platform ?? "");

/** The keys of an action as this agent has them. */
export function keysOf({ id, keys }: { readonly id: string; readonly keys: readonly string[] }, changed: Changed): readonly string[] {
  const own = changed[id];
  if (own === undefined) return keys;
  return own === "" ? [] : [own];
}

/** Finds and runs the shortcut of a key press; true when there was one. */
export function runShortcut(shortcuts: readonly Shortcut[], event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || event.isComposing || isTaken(event)) return false;
  for (const name of keyNames(event)) {
    const shortcut = shortcuts.find((one) => one.keys.includes(name) && (one.isPossible?.() ?? true));
    if (!shortcut) continue;
    event.preventDefault();
    shortcut.run(event);
    return true;
  }
  return false;
}

/** As `KeyboardEvent.key`, letters in lower case; "Shift+X" for a letter with Shift, "Mod+k" for one with Ctrl (on a Mac: Command). */
export function keyName({ key, shiftKey, ctrlKey = false, metaKey = false }: Press): string {
  const isLetter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  const shifted = isLetter && shiftKey ? `Shift+${key.toUpperCase()}` : key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `Mod+${shifted}` : shifted;
}

/** The sign that is typed, then the one that stands at the same place of a Latin keyboard: J is J with Greek and Cyrillic letters too. */
export function keyNames(press: Press): string[] {
  const [, place] = /^(?:Key|Digit)([A-Z0-9])$/.exec(press.code ?? "") ?? [];
  const isLatin = /^[\u0000-\u024f]$/.test(press.key);
  const isDigitPlace = place !== undefined && place <= "9";
  const own = keyName(press);
  if (!place || press.key.length !== 1 || (isDigitPlace ? press.shiftKey || press.key === place : isLatin)) return [own];
  return [own, keyName({ ...press, key: place.toLowerCase() })];
}

const SIGNS: Readonly<Record<string, string>> = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", " ": "Space" };

/** A key as it stands on it: "⇧X", "Ctrl K". */
export function keyWords(name: string): string;
export function keyWords(name: string | undefined): string | undefined;
export function keyWords(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const bare = name.replace(/^(Mod\+|Shift\+)+/, "") || name;
  const shown = SIGNS[bare] ?? (bare.length === 1 ? bare.toUpperCase() : bare);
  return `${name.startsWith("Mod+") ? (isMac ? "⌘" : "Ctrl ") : ""}${name.includes("Shift+") ? "⇧" : ""}${shown}`;
}

/** Whoever pauses for this long has seen that the box is gone. */
const TYPING_ON_MS = 1_500;
const LEAVING: ReadonlySet<string> = new Set(["Escape", "Enter", "Tab"]);

/**
 * Listens on the whole page; the returned function stops it. Somebody whose message box is taken away in the middle of a word
 * types on for a moment: those letters are no commands, or the next "t" would take the conversation back.
 */
export function listenForShortcuts(shortcuts: () => readonly Shortcut[]): () => void {
  let typedAt = -Infinity;
  const pressed = (event: KeyboardEvent): void => {
    const isChord = event.ctrlKey || event.metaKey;
    const isTypingOn = !isChord && !LEAVING.has(event.key) && event.timeStamp - typedAt < TYPING_ON_MS;
    if (LEAVING.has(event.key)) typedAt = -Infinity;
    else if (isWritable(event.target) || isTypingOn) typedAt = event.timeStamp;
    if (!isTypingOn) runShortcut(shortcuts(), event);
  };
  // Whoever points somewhere has left the box on purpose.
  const pointed = (): void => {
    typedAt = -Infinity;
  };
  addEventListener("keydown", pressed);
  addEventListener("pointerdown", pointed);
  return () => {
    removeEventListener("keydown", pressed);
    removeEventListener("pointerdown", pointed);
  };
}

function isWritable(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return !target.readOnly;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type);
}

/** Typing, an open dialog or menu, and arrows in something that scrolls own their keys. With Ctrl or Command nothing is typed. */
function isTaken(event: KeyboardEvent): boolean {
  if (document.querySelector("dialog[open]")) return true;
  const isChord = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (event.ctrlKey || event.metaKey) return !isChord;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=menu]")) {
    const isLocked = target instanceof HTMLTextAreaElement && target.readOnly;
    if (!isLocked || event.key.startsWith("Arrow") || event.key === "Enter") return true;
  }
  return event.key.startsWith("Arrow") && Boolean(target?.closest("[data-own-arrows]"));
}
