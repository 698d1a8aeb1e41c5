/** The rows of the current view, windowed, with loading, empty and failed states. Selecting is the screen's business. */
import type { View } from "@relevo/client";
import { Button, Icon, Spinner } from "@relevo/ui";
import { useEffect, useRef } from "preact/hooks";
import { useDesk } from "../state/desk.ts";
import { Row } from "./row.tsx";
import { useWindowing } from "./windowing.ts";
import { VIEW_WORDS } from "./words.ts";

export interface ListProps {
  readonly view: View;
  readonly selectedId: string | null;
  readonly onOpen: (id: string) => void;
}

/** Must match `--row` of list.css. */
const ROW_REM = 5.25;
/** The next page is asked for when this many rows are left below. */
const AHEAD_ROWS = 15;

export function List({ view, selectedId, onOpen }: ListProps) {
  const { inbox } = useDesk();
  const box = useRef<HTMLDivElement>(null);
  const ids = inbox.ids.value;
  const { from, to, rowPx, scrollTo } = useWindowing(box, ids.length, ROW_REM);
  const selectedAt = selectedId ? ids.indexOf(selectedId) : -1;
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
        <Placeholder view={view} />
      ) : (
        <ul class="list__rows" aria-label={VIEW_WORDS[view].label} style={{ blockSize: `${ids.length * rowPx}px` }}>
          {ids.slice(from, to).map((id, nth) => {
            const at = from + nth;
            const isTabStop = selectedAt >= 0 ? at === selectedAt : at === 0;
            return (
              <li key={id} class="list__place" aria-setsize={ids.length} aria-posinset={at + 1} style={{ transform: `translateY(${at * rowPx}px)` }}>
                <Row id={id} view={view} isSelected={id === selectedId} isTabStop={isTabStop} onOpen={onOpen} />
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function Placeholder({ view }: { view: View }) {
  const { inbox } = useDesk();
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
          <Icon name={inbox.query.value ? "search" : VIEW_WORDS[view].icon} size={24} />
          {inbox.query.value ? `Nothing found for “${inbox.query.value}”.` : VIEW_WORDS[view].empty}
        </p>
      );
  }
}
