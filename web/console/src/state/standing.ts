/** How one agent stands towards one conversation: may they speak, may they take it, who else has it. Pure. */
import type { AgentAccount, AgentConversation, Bubble, ConversationEvent, Transcript } from "@relevo/client";

/** with the AI · waiting for a person · mine · a colleague's · ended */
export type Standing = "assistant" | "waiting" | "mine" | "other" | "ended";

export function standingOf(conversation: AgentConversation, agentId: string): Standing {
  const { status, control } = conversation;
  if (status === "closed") return "ended";
  if (control.kind !== "agent") return control.kind;
  return control.owner.id === agentId ? "mine" : "other";
}

/** Viewers look on; everyone else may speak to visitors (features L59). */
export function mayAct(agent: AgentAccount): boolean {
  return agent.role !== "viewer";
}

/** Whether who hopes for a person has waited longer than they were promised: only the log knows, once they went on with the AI. */
export function hasExpired(events: readonly ConversationEvent[]): boolean {
  return events.findLast(({ type }) => type === "wait_expired" || type === "human_requested")?.type === "wait_expired";
}

/** A visitor's message that waits for an answer. */
export type Unanswered = Pick<Bubble, "text" | "at" | "actor">;

/** By the transcript, once it is whole; before that by what the row says. */
export function unansweredOf({ unread, last_message, head_seq }: AgentConversation, transcript: Transcript): Unanswered | null {
  if (transcript.seq >= head_seq) return unansweredIn(transcript);
  return unread > 0 && last_message?.actor.kind === "visitor" ? last_message : null;
}

/** The latest visitor's message that nobody has answered; an answer that was cut off is none. */
export function unansweredIn({ items }: Transcript): Bubble | null {
  for (let at = items.length - 1; at >= 0; at -= 1) {
    const item = items[at];
    if (item?.kind !== "bubble" || item.state === "cut") continue;
    return item.actor.kind === "visitor" ? item : null;
  }
  return null;
}
