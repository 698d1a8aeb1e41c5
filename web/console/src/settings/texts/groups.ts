/** The texts in the order in which a visitor meets them, each group with the scene that shows it. The words themselves come from the server. */

export type Scene = "greeting" | "offer" | "waiting" | "busy" | "joining" | "live" | "resumed" | "closed";

export interface TextGroup {
  readonly label: string;
  readonly scene: Scene;
  readonly keys: readonly string[];
}

export const TEXT_GROUPS: readonly TextGroup[] = [
  { label: "Greeting", scene: "greeting", keys: ["greeting", "greeting_detail", "greeting_handoff", "talk_to_human", "composer_placeholder"] },
  { label: "Offering a person", scene: "offer", keys: ["offer", "offer_yes", "offer_no", "offer_after_failure", "apology"] },
  { label: "Waiting", scene: "waiting", keys: ["waiting", "waiting_spinner", "queue_position", "queue_next", "queue_estimate", "draft_shared"] },
  { label: "Nobody free", scene: "busy", keys: ["busy", "phone_label", "phone_hint", "phone_send", "phone_country", "phone_invalid", "phone_thanks", "phone_edit", "continue_with_assistant"] },
  { label: "A person joins", scene: "joining", keys: ["agent_joined", "joining", "separator_live", "transferred", "transferred_to_team"] },
  { label: "Live", scene: "live", keys: ["header_live", "badge_live", "agent_label", "typing", "owner_lost", "requeued"] },
  { label: "Back to the AI", scene: "resumed", keys: ["agent_left", "assistant_back", "separator_assistant", "thinking", "answer_stopped", "ai_label"] },
  { label: "The end", scene: "closed", keys: ["resolved", "start_new", "reopened"] },
];

/** Everything that is in no group: labels, small buttons, messages about the connection. */
export const OTHER_GROUP = { label: "Everything else", scene: "live" } as const;

/** Where a text is not seen in the scene of its group. */
const SCENES: Readonly<Record<string, Scene>> = { unavailable: "greeting", ask_queued: "resumed" };

export const sceneOf = (key: string, group: TextGroup): Scene => SCENES[key] ?? group.scene;

/** Names of what is drawn as a sign, and of who speaks: told by screen readers only. */
const HEARD: ReadonlySet<string> = new Set(["open", "close", "unread", "sound", "log_label", "system_label", "you", "send", "jump", "typing", "thinking"]);

export const isHeard = (key: string): boolean => HEARD.has(key);

/** The groups with exactly the keys there are: a text that a newer server knows is not lost. */
export function groupsOf(keys: readonly string[]): readonly TextGroup[] {
  const known = new Set(keys);
  const placed = new Set(TEXT_GROUPS.flatMap((group) => group.keys));
  const groups = TEXT_GROUPS.map((group) => ({ ...group, keys: group.keys.filter((key) => known.has(key)) }));
  return [...groups, { ...OTHER_GROUP, keys: keys.filter((key) => !placed.has(key)) }].filter((group) => group.keys.length > 0);
}

/** Where the key alone says too little. */
const LABELS: Readonly<Record<string, string>> = {
  greeting_detail: "Greeting, second line",
  greeting_handoff: "Greeting, when people can be asked for",
  talk_to_human: "Button to ask for a person",
  composer_placeholder: "In the empty message box",
  offer: "Question after a trigger phrase",
  offer_yes: "Button: yes",
  offer_no: "Button: no",
  offer_after_failure: "Question when the AI fails",
  apology: "When the AI fails and nobody can be asked",
  waiting: "Waiting message",
  waiting_spinner: "Beside the spinner",
  queue_position: "Place in the queue",
  queue_next: "Next in the queue",
  queue_estimate: "Estimated wait",
  draft_shared: "Notice that typing is seen",
  busy: "Busy message",
  phone_label: "Label of the number field",
  phone_hint: "Above the number field",
  phone_send: "Button to leave the number",
  phone_country: "Label of the country",
  phone_invalid: "When the number is not right",
  phone_thanks: "After the number was left",
  phone_edit: "Link to correct the number",
  continue_with_assistant: "Button back to the AI",
  agent_joined: "An agent joins",
  joining: "Until the agent’s first message",
  separator_live: "Separator before the person",
  transferred: "Passed to another agent",
  transferred_to_team: "Passed to another team",
  header_live: "Header with a person",
  badge_live: "Badge with a person",
  agent_label: "Under an agent’s name",
  typing: "An agent is typing",
  owner_lost: "The agent’s connection is lost",
  requeued: "… and somebody else is looked for",
  agent_left: "An agent leaves",
  assistant_back: "The AI is back",
  separator_assistant: "Separator before the AI",
  thinking: "The AI is writing",
  answer_stopped: "Under an answer that was cut",
  ai_label: "Under the AI’s name",
  resolved: "The conversation is resolved",
  start_new: "Button for a new conversation",
  reopened: "The conversation is opened again",
};

/** What a text is for; its key in words, where a newer server has one that is not known here. */
export function labelOf(key: string): string {
  const words = key.replace(/_/g, " ");
  return LABELS[key] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
