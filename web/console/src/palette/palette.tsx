/** The palette: a field that finds whatever can be done now, and conversations by their text. Fetched when it is first wanted. */
import "./palette.css";
import { closeDialog, Icon } from "@relevo/ui";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Scene } from "../actions/action.ts";
import { keyWords } from "../keys/keys.ts";
import { START } from "../page/route.ts";
import { conversationEntry, entriesOf, type Entry } from "./entries.ts";
import { find } from "./fuzzy.ts";
import { isPaletteOpen } from "./palette-switch.ts";

const MAX_SHOWN = 40;
const MAX_FOUND = 8;
/** Nothing is asked of the server at every key. */
const PAUSE_MS = 180;
const MIN_LETTERS = 2;

export function Palette({ scene }: { scene: () => Scene }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const entries = useMemo(() => entriesOf(scene()), []);
  const found = useFound(scene, query);
  const shown = useMemo(() => [...merged(find(entries, query, MAX_SHOWN), found)], [entries, query, found]);
  const chosen = shown[Math.min(at, shown.length - 1)];

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => closeDialog(element);
  }, []);
  useLayoutEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const close = (): void => {
    isPaletteOpen.value = false;
  };
  const run = (entry: Entry): void => {
    close();
    // Only when the dialog has given the focus back, so that what is done may send it elsewhere.
    requestAnimationFrame(() => requestAnimationFrame(() => entry.run()));
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const last = shown.length - 1;
    const here = Math.min(at, last);
    const to = { ArrowDown: here >= last ? 0 : here + 1, ArrowUp: here <= 0 ? last : here - 1, PageDown: Math.min(here + 8, last), PageUp: Math.max(here - 8, 0) }[event.key];
    if (to !== undefined) setAt(to);
    else if (event.key === "Enter" && chosen) run(chosen);
    else if (event.key === "Tab" || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k")) close();
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label="Find an action or a conversation"
      data-testid="palette"
      onCancel={(event: Event) => (event.preventDefault(), close())}
      onClick={(event: MouseEvent) => event.target === dialog.current && close()}
    >
      <div class="palette__box">
        <div class="palette__field">
          <Icon name="search" size={18} />
          <input
            type="text"
            role="combobox"
            aria-label="Find an action or a conversation"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-autocomplete="list"
            aria-activedescendant={chosen ? `palette-${chosen.id}` : undefined}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            autofocus
            placeholder="What do you want to do?"
            value={query}
            data-testid="palette-field"
            onInput={(event) => (setQuery(event.currentTarget.value), setAt(0))}
            onKeyDown={pressed}
          />
          <kbd class="ui-key">Esc</kbd>
        </div>
        <ul ref={list} id="palette-list" class="palette__list" role="listbox" aria-label="Found" tabIndex={-1}>
          {shown.map((entry) => (
            <Option key={entry.id} entry={entry} isChosen={entry === chosen} onRun={run} />
          ))}
        </ul>
        <p class={shown.length ? "visually-hidden" : "palette__none"} role="status">
          {shown.length ? `${shown.length} found` : `Nothing is called “${query}”.`}
        </p>
      </div>
    </dialog>
  );
}

/** Options take no focus: it stays in the field, which names the chosen one. */
function Option({ entry, isChosen, onRun }: { entry: Entry; isChosen: boolean; onRun: (entry: Entry) => void }) {
  return (
    <li id={`palette-${entry.id}`} class="ui-option palette__one" role="option" aria-selected={isChosen} data-testid="palette-entry" data-id={entry.id} onMouseDown={(event: MouseEvent) => event.preventDefault()} onClick={() => onRun(entry)}>
      <Icon name={entry.icon} size={17} />
      <span class="palette__label">
        <bdi>{entry.label}</bdi>
      </span>
      <span class="palette__aside">
        <bdi>{entry.aside}</bdi>
      </span>
      {entry.key && <kbd class="ui-key">{keyWords(entry.key)}</kbd>}
    </li>
  );
}

/** Conversations that the server finds by what was said in them. */
function useFound(scene: () => Scene, query: string): readonly Entry[] {
  const [found, setFound] = useState<readonly Entry[]>([]);
  const q = query.trim();
  useEffect(() => {
    if (q.length < MIN_LETTERS) return setFound([]);
    let isOld = false;
    const ask = async (): Promise<void> => {
      const here = scene();
      const { items } = await here.desk.api.page("all", { q }, null);
      if (isOld) return;
      const entries = items.slice(0, MAX_FOUND).map((row) => {
        here.desk.rows.accept(row);
        return conversationEntry({ ...here, at: START }, row);
      });
      setFound(entries);
    };
    const timer = setTimeout(() => void ask().catch(() => undefined), PAUSE_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [q]);
  return found;
}

function* merged(entries: readonly Entry[], found: readonly Entry[]): Generator<Entry> {
  yield* entries;
  const known = new Set(entries.map(({ id }) => id));
  for (const entry of found) if (!known.has(entry.id)) yield entry;
}
