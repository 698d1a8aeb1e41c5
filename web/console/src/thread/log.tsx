/** The scrolling log of the open conversation, with the AI's running draft below it. How it scrolls lives in `end.ts`. */
import { type Party, visible } from "@relevo/client";
import { Button, Name, Spinner } from "@relevo/ui";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Thread } from "../state/threads.ts";
import { DraftBubble } from "./draft.tsx";
import { useEnd } from "./end.ts";
import { type Entry, entriesOf } from "./entries.ts";
import { EntryView } from "./entry.tsx";

export interface LogProps {
  readonly thread: Thread;
  readonly assistant: Party | null;
  /** Whom the conversation is with. */
  readonly label: string;
  /** The last seq there was when it was opened: all up to here is history. */
  readonly headSeq: number;
}

/** After the history has come, before anything is read out. */
const QUIET_MS = 500;

export function Log({ thread, assistant, label, headSeq }: LogProps) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useRef<HTMLDivElement>(null);
  const { items, unsent, draft, typing, seq } = thread.transcript.value;
  const isLive = useLive(seq, headSeq);
  // The same nodes while only a draft grows: a long log is not compared again for every token.
  const entries = useMemo(() => entriesOf({ items, unsent }).map(drawn), [items, unsent]);
  const { isBehind, toEnd, onScroll } = useEnd({ box, content: lines, news: [items, unsent, draft?.text, draft?.turn, typing !== null], isOwn: unsent.length > 0 });

  return (
    <div class="log">
      <div class="log__box" ref={box} onScroll={onScroll} tabIndex={0} role="region" aria-label={`Conversation with ${label}`} data-testid="thread" data-own-arrows>
        <div class="log__entries" ref={lines} role="log" aria-label="Messages" aria-live={isLive ? "polite" : "off"} aria-relevant="additions">
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
        {typing && <TypingLine name={typing.name} unfinished={thread.unfinished.value} />}
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

/** That somebody writes, and what so far: not sent, so it stands apart from what was said and is never read out. */
function TypingLine({ name, unfinished }: { name: string; unfinished: string }) {
  return (
    <div class="log__typing" data-testid="typing">
      <p>
        <Name of={name} or="Visitor" /> is writing
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      </p>
      {unfinished && (
        <p class="log__unfinished" dir="auto" data-testid="unfinished">
          {visible(unfinished)} <span class="log__unsent">not sent yet</span>
        </p>
      )}
    </div>
  );
}

/** Screen readers hear what is said from now on, not the whole history when a conversation is opened. */
function useLive(seq: number, headSeq: number): boolean {
  const [historyEnd] = useState(headSeq);
  const [isLive, setLive] = useState(false);
  const hasHistory = seq >= historyEnd;
  useEffect(() => {
    if (!hasHistory) return;
    const timer = setTimeout(() => setLive(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [hasHistory]);
  return isLive;
}

function drawn(entry: Entry) {
  return (
    <div key={entry.key} class={`log__entry log__entry--${entry.kind}`}>
      <EntryView entry={entry} />
    </div>
  );
}
