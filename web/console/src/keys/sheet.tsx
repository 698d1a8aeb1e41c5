/** The sheet of shortcuts, drawn from the table of actions with the keys that this agent has given them. */
import { Dialog, IconButton } from "@relevo/ui";
import type { Action } from "../actions/action.ts";
import { ACTIONS } from "../actions/index.ts";
import { goTo } from "../page/route.ts";
import { type Changed, keysOf, keyWords, type Shortcut } from "./keys.ts";
import { isSheetOpen } from "./sheet-switch.ts";

/** Keys of the message box; they act only there. */
const WRITING: readonly Pick<Shortcut, "keys" | "help">[] = [
  { keys: ["Enter", "Mod+Enter"], help: "Send" },
  { keys: ["Shift+Enter"], help: "New line" },
  { keys: ["/"], help: "Canned replies, in a reply" },
  { keys: ["@"], help: "Name a colleague, in a note" },
];

export function ShortcutSheet({ changed }: { changed: Changed }) {
  const close = (): void => {
    isSheetOpen.value = false;
  };
  const change = (): void => {
    close();
    goTo({ screen: "settings", page: "shortcuts", itemId: null });
  };
  return (
    <Dialog title="Keyboard shortcuts" testid="shortcuts" size="m" onClose={close}>
      <div class="sheet__close">
        <IconButton icon="close" label="Close" onClick={close} />
      </div>
      <div class="sheet">
        {sectionsOf(ACTIONS, changed).map(([name, lines]) => (
          <section key={name} class="sheet__part">
            <h3>{name}</h3>
            <dl>
              {lines.map(([help, keys]) => (
                <div key={help} class="sheet__line">
                  <dt>{help}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key} class="ui-key">
                        {keyWords(key)}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="sheet__foot">
        <button type="button" class="link" data-testid="change-shortcuts" onClick={change}>
          Change the keys
        </button>
      </p>
    </Dialog>
  );
}

type Line = [help: string, keys: string[]];

/** Lines by group; the keys of the message box stand with the writing. Pure. */
export function sectionsOf(actions: readonly Action[], changed: Changed): [name: string, lines: Line[]][] {
  const names = [...new Set(actions.map(({ group }) => group))];
  const members = (name: string): readonly Action[] => actions.filter(({ group }) => group === name);
  return names.map((name) => [name, linesOf([...members(name).map((action) => ({ keys: keysOf(action, changed), help: action.label })), ...(name === "Write" ? WRITING : [])])]);
}

/** Actions that share their words, such as taking over and claiming, are one line with all their keys. Pure. */
export function linesOf(shortcuts: readonly Pick<Shortcut, "keys" | "help">[]): Line[] {
  const lines = new Map<string, Set<string>>();
  for (const { keys, help } of shortcuts) {
    if (keys.length === 0) continue;
    const line = lines.get(help) ?? new Set();
    for (const key of keys) line.add(key);
    lines.set(help, line);
  }
  return [...lines].map(([help, keys]) => [help, [...keys]]);
}
