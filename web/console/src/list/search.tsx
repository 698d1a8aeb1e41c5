/** Searches the list by text, asking the server while one types but not at every key; beside it the button of the filter bar. */
import { Count, Icon } from "@relevo/ui";
import { actionOf } from "../actions/index.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { KeyHint } from "../keys/key-hint.tsx";
import { letGoOfFocus, useFocusTarget } from "../page/focus.ts";
import { isBarOpen, narrow, narrowed, narrowedBy } from "../filters/narrow.ts";

const PAUSE_MS = 220;

export function Search() {
  return (
    <div class="searching" role="search">
      <SearchField />
      <button type="button" class="searching__filter" aria-expanded={isBarOpen.value} title="Filters" data-testid="filters-toggle" onClick={() => (isBarOpen.value = !isBarOpen.value)}>
        <Icon name="filter" size={17} />
        <span class="visually-hidden">Filters</span>
        <Count value={narrowedBy.value} tone="human" label={`${narrowedBy.value} chosen`} />
      </button>
    </div>
  );
}

function SearchField() {
  const field = useRef<HTMLInputElement>(null);
  const { q = "" } = narrowed.value;
  const [text, setText] = useState(q);
  useFocusTarget("search", field);
  useEffect(() => {
    const query = text.trim();
    if (query === (narrowed.peek().q ?? "")) return;
    const timer = setTimeout(() => narrow({ q: query }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // Another list has a search of its own, or none.
  useEffect(() => {
    if (q !== text.trim()) setText(q);
  }, [q]);
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
          letGoOfFocus();
          field.current?.blur();
        }}
      />
      <KeyHint of={actionOf("search")} />
    </label>
  );
}
