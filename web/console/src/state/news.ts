/** What a notification says on the screen while the console is in front: only what concerns this agent, and where they are not looking already. */
import { type Notification, oneLine } from "@relevo/client";
import type { Toasts } from "../page/toasts.ts";

export interface NewsParts {
  readonly toasts: Toasts;
  readonly isOpen: (conversationId: string) => boolean;
  readonly open: (conversationId: string) => void;
}

/** Losing a conversation is said even to those who look at it: the message box closes under their hands. */
const LOSSES: ReadonlySet<string> = new Set(["taken_over", "given_away", "released", "resolved", "returned", "unanswered"]);

/** Hands each notification to a toast, if it is worth one. */
export function tellNews({ toasts, isOpen, open }: NewsParts): (notification: Notification) => void {
  return (notification) => {
    const { conversation_id: id } = notification;
    const words = newsWords(notification);
    if (!words || !id || (isOpen(id) && !LOSSES.has(notification.kind))) return;
    toasts.say("news", words, isOpen(id) ? {} : { act: { label: "Open", run: () => open(id) } });
  };
}

/** One sentence; null for what lists and badges show anyway. Pure. */
export function newsWords({ kind, title, text, actor }: Notification): string | null {
  const who = oneLine(actor?.name ?? "") || "Somebody";
  const visitor = oneLine(title) || "a visitor";
  const about = oneLine(text);
  switch (kind) {
    case "taken_over":
      return `${who} took over your conversation with ${visitor}.`;
    case "transferred":
      return `${who} passed ${visitor} on to you.${about ? ` “${about}”` : ""}`;
    case "assigned":
      return `${visitor} was assigned to you.`;
    case "mention":
      return `${who} mentioned you: “${about}”`;
    case "given_away":
      return `${who} gave your conversation with ${visitor} to somebody else.`;
    case "released":
      return `${who} gave your conversation with ${visitor} back to the AI.`;
    case "resolved":
      return `${who} resolved your conversation with ${visitor}.`;
    case "owner_lost":
      return `Your connection was lost. Your conversation with ${visitor} is still yours.`;
    case "returned":
      return `Your conversation with ${visitor} went back while you were gone.`;
    case "unanswered":
      return `Your conversation with ${visitor} went back: it was not answered in time.`;
    default:
      return null;
  }
}
