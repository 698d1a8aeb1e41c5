/** What every part of the panel is drawn from, and how speakers are named; no elements are made here. */
import { type Actor, filled, isolated, oneLine } from "@relevo/client";
import type { Chat } from "../chat/chat.ts";
import type { ChatState } from "../chat/store.ts";
import type { Texts } from "../chat/texts.ts";
import type { Scroll } from "./scroll.ts";

export interface View {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly texts: Texts;
  /** Where Relevo is: pictures from anywhere else are not fetched (trust.md T16). */
  readonly base: string;
  readonly locale: string;
  /** The connection has been gone for longer than a moment. */
  readonly isOffline: boolean;
  /** What is added from now on is news; what was drawn first is history. */
  readonly isAnnounced: boolean;
  readonly scroll: Scroll;
}

/** What the visitor is to see of a change of control (policy R6). */
export function isShown({ session }: ChatState, what: "text" | "separator" | "badge"): boolean {
  return session?.settings.policies.visitor_sees.includes(what) ?? true;
}

/** The assistant that answers, or answered last. */
export function assistantOf({ conversation, session }: ChatState): Actor {
  return { id: "", name: "", avatar_url: null, ...(conversation?.assistant ?? session?.settings.assistant), kind: "assistant" };
}

/**
 * Who speaks, and that it is a machine, a person or the system (EU AI Act, Art. 50): "Robin · AI assistant",
 * and only the kind when the name says no more.
 */
export function labelOf({ kind, name }: Actor, texts: Texts): string {
  const role = { assistant: texts.ai_label, agent: texts.agent_label, visitor: texts.you, system: texts.system_label }[kind];
  const shown = oneLine(name);
  return !shown || kind === "visitor" || shown.toLowerCase() === role.toLowerCase() ? role : `${isolated(shown)} · ${role}`;
}

/** A text with a name put in, isolated so that it cannot turn the sentence around. */
export function named(template: string, name: string): string {
  return filled(template, { agent: isolated(name), name: isolated(name) });
}
