/** The English texts of the widget; the session's own texts, in the visitor's language, replace them one by one. */

export const ENGLISH = {
  open: "Open chat",
  close: "Close chat",
  unread: "{count} unread",
  greeting: "Hi! How can we help?",
  greeting_detail: "You are chatting with an AI assistant.",
  greeting_handoff: "You can ask for a person at any time.",
  log_label: "Conversation",
  header_live: "Live chat with {agent}",
  badge_live: "Live Agent",
  ai_label: "AI assistant",
  agent_label: "Team member",
  system_label: "Notice",
  you: "You",
  separator_live: "Live Chat",
  separator_assistant: "AI Resumed",
  answer_stopped: "Answer stopped",
  typing: "{name} is typing…",
  thinking: "{name} is writing an answer…",
  composer_placeholder: "Write a message…",
  send: "Send",
  sending: "Sending…",
  not_sent: "Not sent",
  retry: "Try again",
  too_long: "This message is too long.",
  jump: "Newest messages",
  talk_to_human: "Talk to a human",
  offer_yes: "Yes, connect me",
  offer_no: "No thanks",
  waiting_spinner: "Waiting for a team member…",
  joining: "Waiting for support agent to join",
  busy: "Our team is currently busy…",
  phone_label: "Mobile number",
  phone_hint: "Leave your number and we will call you back.",
  phone_send: "Request a call",
  phone_invalid: "Please enter a full phone number.",
  phone_thanks: "Thank you. We will call you at {phone}.",
  continue_with_assistant: "Continue with AI",
  resolved: "Conversation resolved ✓",
  start_new: "Start new conversation",
  loading: "Loading…",
  reconnecting: "Reconnecting…",
  unavailable: "The chat is not available right now.",
  failed: "That did not work. Please try again.",
} as const;

export type Texts = Readonly<Record<keyof typeof ENGLISH, string>>;

/** English with everything the server has in another language laid over it. */
export function textsFrom(told: Readonly<Record<string, string>>): Texts {
  return { ...ENGLISH, ...told };
}
