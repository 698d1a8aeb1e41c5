/**
 * Single-key shortcuts: which key does what, and when keys belong to something else. What there is to do stands in `../actions`.
 */

export interface Shortcut {
  /** As `keyName` says them. The first is shown. */
  readonly keys: readonly string[];
  readonly help: string;
  /** Left out when it cannot be done now, so that another one with the same key can; always possible without. */
  isPossible?(): boolean;
  run(event: KeyboardEvent): void;
}

/** Finds and runs the shortcut of a key press; true when there was one. */
export function runShortcut(shortcuts: readonly Shortcut[], event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return false;
  if (isTaken(event)) return false;
  const name = keyName(event);
  const shortcut = shortcuts.find((one) => one.keys.includes(name) && (one.isPossible?.() ?? true));
  if (!shortcut) return false;
  event.preventDefault();
  shortcut.run(event);
  return true;
}

/** As `KeyboardEvent.key`, letters in lower case; "Shift+X" for a letter with Shift. Other signs are what they are, however they are typed. */
export function keyName({ key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">): string {
  if (key.length !== 1) return key;
  const isLetter = key.toLowerCase() !== key.toUpperCase();
  return isLetter && shiftKey ? `Shift+${key.toUpperCase()}` : key.toLowerCase();
}

/** Listens on the whole page; the returned function stops it. */
export function listenForShortcuts(shortcuts: () => readonly Shortcut[]): () => void {
  const pressed = (event: KeyboardEvent): void => {
    runShortcut(shortcuts(), event);
  };
  addEventListener("keydown", pressed);
  return () => removeEventListener("keydown", pressed);
}

/** Typing, an open dialog or menu, and arrows in something that scrolls own their keys. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=menu]")) {
    const isLocked = target instanceof HTMLTextAreaElement && target.readOnly;
    if (!isLocked || event.key.startsWith("Arrow") || event.key === "Enter") return true;
  }
  if (document.querySelector("dialog[open]")) return true;
  return event.key.startsWith("Arrow") && Boolean(target?.closest("[data-own-arrows]"));
}
