/** The sheet of shortcuts, drawn from the same table that runs them. */
import { Dialog, IconButton } from "@relevo/ui";
import { signal } from "@preact/signals";
import type { Shortcut } from "./keys.ts";

export const isSheetOpen = signal(false);

const NAMES: Readonly<Record<string, string>> = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc", Enter: "Enter" };

/** Keys of the message box; they act only there. */
const WRITING: readonly Pick<Shortcut, "keys" | "help">[] = [
  { keys: ["Enter", "Ctrl+Enter"], help: "Send" },
  { keys: ["Shift+Enter"], help: "New line" },
];

export function ShortcutSheet({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  if (!isSheetOpen.value) return null;
  const close = (): void => {
    isSheetOpen.value = false;
  };
  return (
    <Dialog title="Keyboard shortcuts" testid="shortcuts" onClose={close}>
      <div class="sheet__close">
        <IconButton icon="close" label="Close" onClick={close} />
      </div>
      <dl class="sheet">
        {[...shortcuts, ...WRITING].map(({ keys, help }) => (
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
