/**
 * This agent's own conversations, whichever list is on the screen: in how many of them the visitor waits for a word.
 * The lists themselves are `inbox.ts`.
 */
import type { AgentConversation } from "@relevo/client";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../api/calls.ts";
import type { Rows } from "./rows.ts";
import { belongsTo } from "./views.ts";

export interface Mine {
  /** Conversations in which the visitor has the last word. */
  readonly unanswered: ReadonlySignal<number>;
  /** All of them, read again: after a gap nobody knows what changed. Null where that fails. */
  read(): Promise<readonly AgentConversation[] | null>;
}

export interface MineParts {
  readonly api: Pick<Api, "page">;
  readonly rows: Pick<Rows, "listen">;
  readonly agentId: string;
}

export function openMine({ api, rows, agentId }: MineParts): Mine {
  const unanswered = signal(0);
  let ids = new Set<string>();
  /** For each page that is being read, what was heard meanwhile: that is newer than the page. */
  const reading = new Set<AgentConversation[]>();
  let asked = 0;
  /** The question of the page that counts: a page that was asked for before it is older, and came late. */
  let answered = 0;
  const note = (row: AgentConversation): void => {
    if (belongsTo("mine", row, agentId) && row.unread > 0) ids.add(row.id);
    else ids.delete(row.id);
  };
  rows.listen((row) => {
    for (const meanwhile of reading) meanwhile.push(row);
    note(row);
    unanswered.value = ids.size;
  });
  return {
    unanswered,
    async read() {
      const question = ++asked;
      const meanwhile: AgentConversation[] = [];
      reading.add(meanwhile);
      const page = await api.page("mine", {}, null).catch(() => null);
      reading.delete(meanwhile);
      if (!page) return null;
      if (question < answered) return page.items;
      answered = question;
      ids = new Set();
      for (const row of [...page.items, ...meanwhile]) note(row);
      unanswered.value = ids.size;
      return page.items;
    },
  };
}
