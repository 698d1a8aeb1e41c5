/** The scrolling log of the open conversation, with the AI's running draft below it. How it scrolls lives in `end.ts`. */
import type { Party } from "@relevo/client";
import { Button, Name, Spinner } from "@relevo/ui";
import { useMemo, useRef } from "preact/hooks";
import type { Thread } from "../state/threads.ts";
import { DraftBubble } from "./draft.tsx";
import { useEnd } from "./end.ts";
import { type Entry, entriesOf } from "./entries.ts";
import { EntryView } from "./entry.tsx";

export function Log({ thread, assistant, label }: { thread: Thread; assistant: Party | null; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useRef<HTMLDivElement>(null);
  const { items, unsent, draft, typing } = thread.transcript.value;
  // The same nodes while only a draft grows: a long log is not compared again for every token.
  const entries = useMemo(() => entriesOf({ items, unsent }).map(drawn), [items, unsent]);
  const { isBehind, toEnd, onScroll } = useEnd({ box, content: lines, news: [items, unsent, draft?.text, draft?.turn], isOwn: unsent.length > 0 });

  return (
    <div class="log">
      <div class="log__box" ref={box} onScroll={onScroll} tabIndex={0} role="region" aria-label={`Conversation with ${label}`} data-testid="thread" data-own-arrows>
        <div class="log__entries" ref={lines} role="log" aria-label="Messages" aria-relevant="additions">
          {entries}
        </div>
        {thread.state.value === "loading" && entries.length === 0 && (
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
