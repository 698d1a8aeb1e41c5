/**
 * The latest known state of every conversation this page has heard of, each in a signal of its own,
 * so that one live update redraws one row. Lists and order live in `inbox.ts`.
 */
import type { AgentConversation, ConversationEvent } from "@relevo/client";
import { follow } from "@relevo/client";
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { isNewer } from "./views.ts";

export type RowListener = (row: AgentConversation) => void;

export interface Rows {
  /** The row's signal; undefined inside until it is known. */
  of(id: string): ReadonlySignal<AgentConversation | undefined>;
  all(): AgentConversation[];
  /** Keeps whichever is newer. */
  accept(row: AgentConversation): void;
  /** Moves a row on by an event of its log, ahead of the row the server will send. */
  follow(id: string, event: ConversationEvent): void;
  /** Forgets all but these: after a gap nobody knows what changed. */
  keepOnly(ids: ReadonlySet<string>): void;
  listen(listener: RowListener): void;
}

export function openRows(): Rows {
  const rows = new Map<string, Signal<AgentConversation | undefined>>();
  const listeners: RowListener[] = [];

  const of = (id: string): Signal<AgentConversation | undefined> => {
    let row = rows.get(id);
    if (!row) rows.set(id, (row = signal<AgentConversation | undefined>(undefined)));
    return row;
  };
  const put = (row: AgentConversation): void => {
    of(row.id).value = row;
    for (const listener of listeners) listener(row);
  };

  return {
    of,
    all: () => [...rows.values()].flatMap((row) => row.peek() ?? []),
    accept(row) {
      const known = of(row.id).peek();
      if (!known) put(row);
      // The stream names inboxes by id alone; the name that a page has told stays.
      else if (isNewer(row, known)) put(row.inbox.name ? row : { ...row, inbox: { ...known.inbox, ...row.inbox } });
    },
    follow(id, event) {
      const known = of(id).peek();
      if (known && event.seq > known.head_seq) put(follow(known, event));
    },
    keepOnly(ids) {
      // Emptied, not deleted: the screen may be waiting for just this one.
      for (const [id, row] of rows) if (!ids.has(id)) row.value = undefined;
    },
    listen(listener) {
      listeners.push(listener);
    },
  };
}
