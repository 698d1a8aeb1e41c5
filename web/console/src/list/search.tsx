/** Searches conversations of the current view by text; asks the server while one types, but not at every key. */
import { Icon } from "@relevo/ui";
import { useEffect, useRef, useState } from "preact/hooks";
import { useFocusTarget } from "../page/focus.ts";
import { useDesk } from "../state/desk.ts";

const PAUSE_MS = 220;

export function Search() {
  const { inbox } = useDesk();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(inbox.query.value);
  useFocusTarget("search", field);
  useEffect(() => {
    const query = text.trim();
    if (query === inbox.query.peek()) return;
    const timer = setTimeout(() => inbox.show(inbox.view.peek(), query), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // Another view starts without the search of the last one.
  useEffect(() => {
    if (!inbox.query.value) setText("");
  }, [inbox.view.value]);
  return (
    <label class="search">
      <Icon name="search" size={16} />
      <span class="visually-hidden">Search conversations</span>
      <input
        ref={field}
        type="search"
        placeholder="Search"
        autocomplete="off"
        spellcheck={false}
        value={text}
        data-testid="search"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          setText("");
          field.current?.blur();
        }}
      />
      <kbd class="ui-key">/</kbd>
    </label>
  );
}
