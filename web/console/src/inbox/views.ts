/**
 * Which conversations belong to which view and in which order, so that a row that arrives finds its place without asking.
 * The server decides the pages; this only keeps what is on the screen in step with it. Pure.
 */
import type { AgentConversation, View } from "@relevo/client";

/** A visitor hopes for a person and has none: waiting, or gone on with the AI meanwhile. */
export function isClaimable({ status, control, requested_at }: AgentConversation): boolean {
  return status === "active" && (control.kind === "waiting" || (control.kind === "assistant" && Boolean(requested_at)));
}

/** Whether a conversation is listed in a view of this agent: the same stages as the server's lists. */
export function belongsTo(view: View, row: AgentConversation, agentId: string): boolean {
  const { control } = row;
  const isActive = row.status === "active";
  switch (view) {
    case "handoff":
      return isClaimable(row);
    case "unassigned":
      return isClaimable(row) || (isActive && Boolean(row.requested_at) && control.kind === "agent" && !control.has_spoken);
    case "mine":
      return isActive && control.kind === "agent" && control.owner.id === agentId;
    case "assistant":
      return isActive && control.kind === "assistant" && !isClaimable(row);
    case "all":
      return isActive;
    case "closed":
      return !isActive;
  }
}

/** What a place in the list depends on. */
export type SortKey = readonly [number, string];

/** Where people wait, the longest wait stands first, and the whole view is loaded: its pages come in another order. */
export function isOldestFirst(view: View): boolean {
  return view === "handoff" || view === "unassigned";
}

/** Longest wait first where people wait, else the latest change first; ids settle ties, downwards as the server's do. */
export function sortKey(view: View, row: AgentConversation): SortKey {
  return isOldestFirst(view) ? [row.requested_at ?? row.control.since, row.id] : [-row.updated_at, row.id];
}

export function compareKeys(one: SortKey, other: SortKey): number {
  return one[0] - other[0] || (one[1] > other[1] ? -1 : one[1] < other[1] ? 1 : 0);
}

/** True when `next` is the later state of the same conversation: by the log first, by the row's version within it. */
export function isNewer(next: AgentConversation, known: AgentConversation): boolean {
  return next.head_seq > known.head_seq || (next.head_seq === known.head_seq && next.version >= known.version);
}
