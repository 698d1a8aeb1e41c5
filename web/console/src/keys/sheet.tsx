/** The sheet of shortcuts, drawn from the same table that runs them. */
import { Dialog, IconButton } from "@relevo/ui";
import type { Shortcut } from "./keys.ts";
import { isSheetOpen } from "./sheet-switch.ts";

const NAMES: Readonly<Record<string, string>> = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc", Enter: "Enter" };

/** Keys of the message box; they act only there. */
const WRITING: readonly Pick<Shortcut, "keys" | "help">[] = [
  { keys: ["Enter", "Ctrl+Enter"], help: "Send" },
  { keys: ["Shift+Enter"], help: "New line" },
  { keys: ["/"], help: "Canned replies, in a reply" },
  { keys: ["@"], help: "Name a colleague, in a note" },
];

export function ShortcutSheet({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  const close = (): void => {
    isSheetOpen.value = false;
  };
  return (
    <Dialog title="Keyboard shortcuts" testid="shortcuts" onClose={close}>
      <div class="sheet__close">
        <IconButton icon="close" label="Close" onClick={close} />
      </div>
      <dl class="sheet">
        {linesOf([...shortcuts, ...WRITING]).map(([help, keys]) => (
          <div key={help} class="sheet__line">
            <dt>{help}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key} class="ui-key">
                  {NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** Actions that share their words, such as taking over and claiming, are one line with all their keys. Pure. */
export function linesOf(shortcuts: readonly Pick<Shortcut, "keys" | "help">[]): [help: string, keys: string[]][] {
  const lines = new Map<string, Set<string>>();
  for (const { keys, help } of shortcuts) {
    if (keys.length === 0) continue;
    const line = lines.get(help) ?? new Set();
    for (const key of keys) line.add(key);
    lines.set(help, line);
  }
  return [...lines].map(([help, keys]) => [help, [...keys]]);
}
