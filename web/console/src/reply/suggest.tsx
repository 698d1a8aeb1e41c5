/** A list of suggestions above the message box while a word behind a sign is typed: `@` for colleagues, `/` for canned replies. What is found is the caller's. */
import type { ComponentChildren, RefObject } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { replaced, type Token, tokenAt } from "../notes/mention.ts";

export interface Suggestion {
  readonly id: string;
  readonly face: ComponentChildren;
  /** What takes the place of the sign and the word. */
  readonly text: string;
  readonly preview?: string;
}

export interface SuggestOptions {
  readonly sign: "@" | "/";
  readonly label: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly find: (query: string) => readonly Suggestion[];
  readonly onText: (text: string) => void;
  /** Shown instead of a list when nothing is found. */
  readonly none?: string | undefined;
}

export interface Suggest {
  readonly list: ComponentChildren;
  /** What the field says of itself to screen readers. */
  readonly aria: Readonly<Record<string, string | undefined>>;
  /** The text or the caret has changed. */
  follow(): void;
  /** True when the key was meant for the list. */
  pressed(event: KeyboardEvent): boolean;
  /** Writes the sign, as if it had been typed. */
  begin(): void;
  end(): void;
}

export function useSuggest({ sign, label, field, find, onText, none }: SuggestOptions): Suggest {
  const listId = useId().replace(/\W/g, "");
  const [token, setToken] = useState<Token | null>(null);
  const [at, setAt] = useState(0);
  const dismissedAt = useRef(-1);
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const found = token ? find(token.query) : [];
  const active = Math.min(at, found.length - 1);
  const follow = (): void => {
    const element = field.current;
    const next = element && element.selectionStart === element.selectionEnd ? tokenAt(element.value, element.selectionStart, sign) : null;
    if (next?.start !== dismissedAt.current) dismissedAt.current = -1;
    if (next?.query !== token?.query) setAt(0);
    setToken(next && next.start !== dismissedAt.current ? next : null);
  };
  const write = (text: string, to: number): void => {
    caret.current = to;
    onText(text);
    field.current?.focus();
  };
  const choose = (suggestion: Suggestion): void => {
    const element = field.current;
    if (!element || !token) return;
    const next = replaced(element.value, token, element.selectionStart, suggestion.text);
    setToken(null);
    write(next.text, next.caret);
  };
  const dismiss = (): void => {
    dismissedAt.current = token?.start ?? -1;
    setToken(null);
  };
  const pressed = (event: KeyboardEvent): boolean => {
    if (!token || event.isComposing) return false;
    if (event.key === "Escape") dismiss();
    else if (found.length === 0) return false;
    else if (event.key === "ArrowDown") setAt((active + 1) % found.length);
    else if (event.key === "ArrowUp") setAt((active - 1 + found.length) % found.length);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") choose(found[active]!);
    else return false;
    event.preventDefault();
    return true;
  };

  const isOpen = token !== null && (found.length > 0 || none !== undefined);
  return {
    list: isOpen && <List id={listId} label={label} found={found} active={active} none={none} onChoose={choose} />,
    aria: { "aria-autocomplete": "list", "aria-controls": isOpen ? listId : undefined, "aria-activedescendant": isOpen && found.length ? `${listId}-${active}` : undefined },
    follow,
    pressed,
    begin() {
      const element = field.current;
      if (!element) return;
      const { value, selectionStart: from } = element;
      const lead = from > 0 && !/\s/.test(value[from - 1] ?? "") ? ` ${sign}` : sign;
      write(value.slice(0, from) + lead + value.slice(from), from + lead.length);
      dismissedAt.current = -1;
      setToken({ start: from + lead.length - 1, query: "" });
    },
    end: () => setToken(null),
  };
}

interface ListProps {
  readonly id: string;
  readonly label: string;
  readonly found: readonly Suggestion[];
  readonly active: number;
  readonly none?: string | undefined;
  readonly onChoose: (suggestion: Suggestion) => void;
}

function List({ id, label, found, active, none, onChoose }: ListProps) {
  const preview = found[active]?.preview;
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div class="suggest" data-testid="suggest">
      {found.length === 0 ? (
        <p class="suggest__none" role="status">
          {none}
        </p>
      ) : (
        <ul ref={list} id={id} role="listbox" aria-label={label} class="suggest__list">
          {found.map((one, at) => (
            <li
              key={one.id}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === active}
              class="ui-option"
              data-testid="suggestion"
              // The field keeps the focus, and with it the keyboard of a phone.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(one)}
            >
              {one.face}
            </li>
          ))}
        </ul>
      )}
      {preview && (
        <p class="suggest__preview" dir="auto" data-testid="suggest-preview">
          {preview}
        </p>
      )}
    </div>
  );
}
