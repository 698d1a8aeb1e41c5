/** The rows of the current view, windowed, with loading, empty and failed states. Selecting is the screen's business. */
import { Button, Icon, Spinner } from "@relevo/ui";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { narrowings } from "../inbox/views.ts";
import { useFocusTarget } from "../page/focus.ts";
import { useDesk } from "../state/desk.ts";
import { Row } from "./row.tsx";
import { useWindowing } from "./windowing.ts";
import { VIEW_WORDS } from "./words.ts";

export interface ListProps {
  /** The address of this list. */
  readonly list: string;
  readonly selectedId: string | null;
  /** What the list is called. */
  readonly label: string;
  readonly onOpen: (id: string) => void;
}

/** Must match `--row` of list.css. */
const ROW_REM = { comfortable: 5.25, compact: 4.25 } as const;
/** The next page is asked for when this many rows are left below. */
const AHEAD_ROWS = 15;

export function List({ list, selectedId, label, onOpen }: ListProps) {
  const { inbox, preferring } = useDesk();
  const box = useRef<HTMLDivElement>(null);
  const ids = inbox.ids.value;
  const { from, to, rowPx, scrollTo } = useWindowing(box, ids.length, ROW_REM[preferring.now.value.density]);
  const selectedAt = selectedId ? ids.indexOf(selectedId) : -1;
  const tabStop = useMemo(() => ({ get current() { return box.current?.querySelector<HTMLElement>('.row[tabindex="0"]') ?? null; } }), []);
  useFocusTarget("row", tabStop);
  const isNearEnd = inbox.hasMore.value && to >= ids.length - AHEAD_ROWS;

  useEffect(() => {
    if (isNearEnd && inbox.state.value === "ready") void inbox.loadMore();
  }, [isNearEnd, inbox.state.value]);
  // Follows the selection, not its place: a row that moves up must not drag the list along.
  useEffect(() => {
    if (selectedAt >= 0) scrollTo(selectedAt);
  }, [selectedId]);

  return (
    <div class="list" ref={box} data-testid="list">
      {ids.length === 0 ? (
        <Placeholder />
      ) : (
        <ul class="list__rows" aria-label={label} style={{ blockSize: `${ids.length * rowPx}px` }}>
          {ids.slice(from, to).map((id, nth) => {
            const place = from + nth;
            const isTabStop = selectedAt >= 0 ? place === selectedAt : place === 0;
            return (
              <li key={id} class="list__place" aria-setsize={ids.length} aria-posinset={place + 1} style={{ transform: `translateY(${place * rowPx}px)` }}>
                <Row id={id} list={list} isSelected={id === selectedId} isTabStop={isTabStop} onOpen={onOpen} />
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function Placeholder() {
  const { inbox } = useDesk();
  const { q } = inbox.filter.value;
  const { icon, empty } = VIEW_WORDS[inbox.view.value];
  switch (inbox.state.value) {
    case "loading":
      return (
        <p class="list__empty" role="status">
          <Spinner /> Loading conversations
        </p>
      );
    case "failed":
      return (
        <div class="list__empty" role="alert">
          <p>{inbox.failure.value}</p>
          <Button icon="retry" onClick={() => void inbox.refresh()}>
            Try again
          </Button>
        </div>
      );
    case "ready":
      return (
        <p class="list__empty">
          <Icon name={q ? "search" : narrowings(inbox.filter.value) ? "filter" : icon} size={24} />
          {q ? `Nothing found for “${q}”.` : narrowings(inbox.filter.value) ? "No conversation matches this filter." : empty}
        </p>
      );
  }
}
