/**
 * Which conversations belong to which view, so that a row that changes joins or leaves without asking.
 * The order is the server's; this only keeps what is on the screen in step with it. Pure.
 */
import type { AgentConversation, View } from "@relevo/client";
import type { Filter } from "../api/shapes.ts";

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

/** By how many things a filter narrows a list. */
export function narrowings(filter: Filter): number {
  return Object.values(filter).filter((value) => (Array.isArray(value) ? value.length > 0 : Boolean(value))).length;
}

/**
 * Only the server knows the order: what hurts most stands first, or what matches best.
 * Everywhere else the latest change does, which a row tells by itself.
 */
export function isRanked(view: View, filter: Filter): boolean {
  return Boolean(filter.q) || view === "handoff" || view === "unassigned" || view === "mine";
}

/** What a place in the list depends on. */
export type SortKey = readonly [number, string];

/** The latest change first; ids settle ties, downwards as the server's do. */
export function recentKey(row: AgentConversation): SortKey {
  return [-row.updated_at, row.id];
}

export function compareKeys(one: SortKey, other: SortKey): number {
  return one[0] - other[0] || (one[1] > other[1] ? -1 : one[1] < other[1] ? 1 : 0);
}

/** True when `next` is the later state of the same conversation: by the log first, by the row's version within it. */
export function isNewer(next: AgentConversation, known: AgentConversation): boolean {
  return next.head_seq > known.head_seq || (next.head_seq === known.head_seq && next.version >= known.version);
}
