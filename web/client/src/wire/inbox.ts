/**
 * The agents' lists of conversations.
 * Who the agents are stands in `people.ts`.
 */
import type { AgentConversation } from "./conversation.ts";

export type View = "handoff" | "unassigned" | "mine" | "assistant" | "all" | "closed";
export type Counts = Readonly<Record<View, number>>;

/** Where a text search found a conversation; each range is a begin and an end in code points of `text`. */
export interface Match {
  readonly text: string;
  readonly seq: number | null;
  readonly ranges: readonly (readonly [number, number])[];
}

/** A row of a list; `match` comes with a text search alone. */
export type ListedConversation = AgentConversation & { readonly match?: Match | null };

export interface InboxPage {
  readonly items: readonly ListedConversation[];
  readonly next_cursor: string | null;
  readonly counts: Counts;
}
