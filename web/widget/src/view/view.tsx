/** What every part of the panel is drawn from, and how speakers are named. */
import { type Actor, filled, oneLine, visible } from "@relevo/client";
import type { Chat } from "../chat/chat.ts";
import type { ChatState } from "../chat/store.ts";
import type { Texts } from "../chat/texts.ts";
import type { Children } from "../dom/jsx-runtime.ts";
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
export function labelOf({ kind, name }: Actor, texts: Texts): Children {
  const role = { assistant: texts.ai_label, agent: texts.agent_label, visitor: texts.you, system: texts.system_label }[kind];
  const shown = oneLine(name);
  if (!shown || kind === "visitor" || shown.toLowerCase() === role.toLowerCase()) return role;
  return [<bdi>{shown}</bdi>, ` · ${role}`];
}

/** A text with a name in it, put in here or by the server, kept from turning the sentence around (trust.md T17). */
export function named(text: string, name: string): Children {
  const shown = oneLine(name);
  // A name may hold `$&`, which means something else to `replace`.
  const whole = visible(filled(text, { agent: shown, name: shown })).replace(visible(name), () => shown);
  const at = whole.indexOf(shown);
  return shown && at >= 0 ? [whole.slice(0, at), <bdi>{shown}</bdi>, whole.slice(at + shown.length)] : whole;
}
