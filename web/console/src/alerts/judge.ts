/** Which notifications are worth an alert, and in which words. Pure: no sound, no window. */
import { type Notification, oneLine, type Preferences, type PresenceState } from "@relevo/client";

/** The kinds there are. */
export type Kind =
  | "human_requested"
  | "transferred"
  | "assigned"
  | "message"
  | "mention"
  | "taken_over"
  | "given_away"
  | "released"
  | "resolved"
  | "owner_lost"
  | "returned"
  | "unanswered"
  | "wait_expired";

/** A request rings, everything else taps. */
export type Sound = "request" | "message";

export interface Alert {
  /** The same in every tab: of several, one alerts. */
  readonly id: string;
  readonly conversationId: string | null;
  readonly title: string;
  readonly text: string;
  readonly sound: Sound;
}

export function isMuted({ kind, conversation_id: id }: Pick<Notification, "kind" | "conversation_id">, preferences: Preferences, presence: PresenceState): boolean {
  if (preferences.muted_kinds.includes(kind)) return true;
  if (id !== null && preferences.muted_conversations.includes(id)) return true;
  return presence === "away" && preferences.muted_while_away;
}

const REASONS: Readonly<Record<Kind, (who: string) => string>> = {
  human_requested: () => "asks for a person",
  transferred: (who) => `passed on by ${who}`,
  assigned: (who) => `assigned by ${who}`,
  message: () => "writes",
  mention: (who) => `${who} mentioned you`,
  taken_over: (who) => `taken over by ${who}`,
  given_away: (who) => `given to somebody else by ${who}`,
  released: (who) => `given back to the AI by ${who}`,
  resolved: (who) => `resolved by ${who}`,
  owner_lost: () => "still yours, but your connection is lost",
  returned: () => "went back while you were gone",
  unanswered: () => "went back, not answered in time",
  wait_expired: () => "has waited too long",
};

/** Name, what happened and why in the title; what was said below. */
export function alertOf({ id, kind, conversation_id: conversationId, title, text, reason, actor }: Notification): Alert {
  const visitor = oneLine(title) || "A visitor";
  const what = (REASONS as Readonly<Record<string, (who: string) => string>>)[kind]?.(oneLine(actor?.name ?? "") || "a rule") ?? "has news";
  const why = oneLine(reason ?? "");
  const about = oneLine(text);
  return {
    id,
    conversationId,
    title: `${visitor} · ${what}`,
    text: why && about ? `${about}\n${why}` : about || why,
    sound: kind === "human_requested" || kind === "wait_expired" || kind === "transferred" || kind === "assigned" ? "request" : "message",
  };
}
