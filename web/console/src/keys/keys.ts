/**
 * Single-key shortcuts: which key does what, and when keys belong to something else. Remapping and a palette come on top of this table.
 * Moves bring their own keys; this adds going about.
 */

export interface Shortcut {
  /** As `KeyboardEvent.key`, letters in lower case. The first is shown. */
  readonly keys: readonly string[];
  readonly help: string;
  run(event: KeyboardEvent): void;
}

/** Finds and runs the shortcut of a key press; true when there was one. */
export function runShortcut(shortcuts: readonly Shortcut[], event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return false;
  if (isTaken(event)) return false;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shortcut = shortcuts.find((one) => one.keys.includes(key));
  if (!shortcut) return false;
  event.preventDefault();
  shortcut.run(event);
  return true;
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
