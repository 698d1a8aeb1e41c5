/**
 * The widget's words. What can be on the screen before there is a session stands here in English; everything else comes with the
 * session, in the visitor's language, and costs the first visit nothing twice.
 */

export const ENGLISH = {
  open: "Open chat",
  close: "Close chat",
  log_label: "Conversation",
  ai_label: "AI assistant",
  you: "You",
  composer_placeholder: "Write a message…",
  send: "Send",
  sending: "Sending…",
  not_sent: "Not sent",
  retry: "Try again",
  too_long: "This message is too long.",
  reconnecting: "Reconnecting…",
  unavailable: "The chat is not available right now.",
  failed: "That did not work. Please try again.",
} as const;

/** Names of texts that only a session brings; `tests/workspace/texts` checks that every language has them. */
export type ToldKey =
  | "unread" | "sound" | "jump"
  | "greeting" | "greeting_detail" | "greeting_handoff"
  | "agent_label" | "system_label" | "header_live" | "badge_live"
  | "separator_live" | "separator_assistant" | "answer_stopped"
  | "typing" | "thinking" | "draft_shared"
  | "talk_to_human" | "ask_queued" | "offer_yes" | "offer_no"
  | "waiting_spinner" | "joining" | "queue_position" | "queue_next" | "queue_estimate"
  | "phone_label" | "phone_hint" | "phone_send" | "phone_invalid" | "phone_thanks" | "phone_country" | "phone_edit"
  | "continue_with_assistant" | "start_new";

export type Texts = Readonly<Record<keyof typeof ENGLISH | ToldKey, string>>;

/** What the server has said, over the English that was there before. */
export function textsFrom(told: Readonly<Record<string, string>>): Texts {
  return { ...ENGLISH, ...told } as Texts;
}
