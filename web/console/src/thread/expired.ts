/** Whether the visitor who still hopes for a person has waited longer than they were promised: only the log knows, once they went on with the AI. Pure. */
import type { ConversationEvent } from "@relevo/client";

export function hasExpired(events: readonly ConversationEvent[]): boolean {
  return events.findLast(({ type }) => type === "wait_expired" || type === "human_requested")?.type === "wait_expired";
}
