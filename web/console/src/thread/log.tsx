/** The scrolling log of the open conversation: keeps to its end while the reader is there, and says when there is more below. */
import type { Party } from "@relevo/client";
import { Button, Name, Spinner } from "@relevo/ui";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Thread } from "../state/threads.ts";
import { DraftBubble } from "./draft.tsx";
import { type Entry, entriesOf } from "./entries.ts";
import { EntryView } from "./entry.tsx";

/** This close to the end still counts as reading the newest. */
const NEAR_PX = 80;

export function Log({ thread, assistant, label }: { thread: Thread; assistant: Party | null; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [isBehind, setBehind] = useState(false);
  const { items, unsent, draft, typing } = thread.transcript.value;
  // The same nodes while only a draft grows: a long log is not compared again for every token.
  const entries = useMemo(() => entriesOf({ items, unsent }).map(drawn), [items, unsent]);

  const toEnd = (): void => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  };
  const scrolled = (): void => {
    const element = box.current;
    if (!element) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    if (atEnd.current) setBehind(false);
  };
  // Own messages always come into sight; others only when the reader is at the end.
  useLayoutEffect(() => {
    if (atEnd.current || unsent.length) toEnd();
    else setBehind(true);
  }, [items, unsent, draft?.text, draft?.turn]);
  // The box shrinks when the keyboard of a phone opens, and lines grow after they were drawn: the end must stay in sight.
  useLayoutEffect(() => {
    if (!box.current || !lines.current) return;
    const watcher = new ResizeObserver(() => atEnd.current && toEnd());
    watcher.observe(box.current);
    watcher.observe(lines.current);
    return () => watcher.disconnect();
  }, []);

  const state = thread.state.value;
  return (
    <div class="log">
      <div class="log__box" ref={box} onScroll={scrolled} tabIndex={0} role="region" aria-label={`Conversation with ${label}`} data-testid="thread">
        <div class="log__entries" ref={lines} role="log" aria-label="Messages" aria-relevant="additions">
          {entries}
        </div>
        {state === "loading" && entries.length === 0 && (
          <p class="log__state" role="status">
            <Spinner /> Loading the conversation
          </p>
        )}
        {draft && (
          <div class="log__running">
            <DraftBubble draft={draft} assistant={assistant} />
          </div>
        )}
        {typing && (
          <p class="log__typing">
            <Name of={typing.name} or="Visitor" /> is writing…
          </p>
        )}
      </div>
      {isBehind && (
        <div class="log__more">
          <Button size="s" icon="chevron" onClick={toEnd}>
            Newest messages
          </Button>
        </div>
      )}
    </div>
  );
}

function drawn(entry: Entry) {
  return (
    <div key={entry.key} class={`log__entry log__entry--${entry.kind}`}>
      <EntryView entry={entry} />
    </div>
  );
}
