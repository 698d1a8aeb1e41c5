/** The words of a row: who said the last thing, who answers now, why somebody waits. Pure. */
import type { Actor, AgentConversation, KnownTrigger, Match, OfferCause, Trigger, View } from "@relevo/client";
import { oneLine } from "@relevo/client";
import type { IconName } from "@relevo/ui";
import { DEFAULT_RULES, type Rules } from "../state/rules.ts";

export interface ViewWords {
  readonly label: string;
  readonly icon: IconName;
  /** What an empty list says. */
  readonly empty: string;
}

export const VIEW_WORDS: Readonly<Record<View, ViewWords>> = {
  handoff: { label: "Handoff", icon: "hand", empty: "Nobody is waiting for a person." },
  unassigned: { label: "Unassigned", icon: "unassigned", empty: "Every request has been answered by a person." },
  mine: { label: "Mine", icon: "mine", empty: "You have no conversation right now." },
  assistant: { label: "AI", icon: "assistant", empty: "The AI is not talking to anybody." },
  all: { label: "All", icon: "all", empty: "There are no conversations yet." },
  closed: { label: "Closed", icon: "closed", empty: "Nothing has been resolved yet." },
};

interface TriggerWords {
  readonly words: string;
  /** One word or two, for the badge of a row. */
  readonly badge: string;
  /** Somebody did it by hand: told with who it was, where that is known. */
  readonly isByHand?: boolean;
}

const TRIGGERS: Readonly<Record<KnownTrigger, TriggerWords>> = {
  button: { words: "asked by button", badge: "Button" },
  keyword: { words: "asked in words", badge: "Keyword" },
  assistant: { words: "asked by the AI", badge: "AI" },
  rule: { words: "asked by a rule", badge: "Rule" },
  api: { words: "asked by another program", badge: "API" },
  transfer: { words: "transferred to a team", badge: "Transfer", isByHand: true },
  queued: { words: "put into the queue", badge: "Queue", isByHand: true },
  reopened: { words: "reopened", badge: "Reopened", isByHand: true },
  owner_lost: { words: "their agent was gone", badge: "Agent gone" },
  unanswered: { words: "their agent did not answer", badge: "No answer" },
};
/** From a server that knows more than this page. */
const OTHER: TriggerWords = { words: "asked for a person", badge: "Request" };

function wordsOf(trigger: Trigger): TriggerWords {
  return Object.hasOwn(TRIGGERS, trigger) ? TRIGGERS[trigger as KnownTrigger] : OTHER;
}

export function triggerBadge(trigger: Trigger): string {
  return wordsOf(trigger).badge;
}

/** Why somebody waits; with who did it, where `actor` is given and it was done by hand. */
export function triggerWords(trigger: Trigger, actor?: Actor): string {
  const { words, isByHand } = wordsOf(trigger);
  return isByHand && actor ? `${words} by ${speakerName(actor)}` : words;
}

const OFFER_CAUSES: Readonly<Record<OfferCause, string>> = {
  keyword: "the visitor asked in words",
  failure: "the AI failed",
  unknown_answer: "the AI did not know",
  rule: "by a rule",
};

/** Why a person was offered; null where the server does not say. */
export function offerWords(cause: string | null | undefined): string | null {
  return cause && Object.hasOwn(OFFER_CAUSES, cause) ? OFFER_CAUSES[cause as OfferCause] : null;
}

/** The visitor's name, or a stand-in that is the same for the same visitor. */
export function visitorName({ visitor }: Pick<AgentConversation, "visitor">): string {
  return nameOrNumber(visitor.name, visitor.id);
}

/** What a speaker is called in the thread. */
export function speakerName(actor: Actor): string {
  if (actor.kind === "visitor") return nameOrNumber(actor.name, actor.id);
  return oneLine(actor.name) || (actor.kind === "system" ? "the system" : "Agent");
}

function nameOrNumber(name: string | null, id: string): string {
  return oneLine(name ?? "") || `Visitor ${id.slice(-4)}`;
}

/** "AI", "You", or the colleague's first name: who said the last thing. */
export function speakerWord(actor: Actor, agentId: string): string {
  if (actor.kind === "assistant") return "AI";
  if (actor.kind === "agent") return actor.id === agentId ? "You" : (oneLine(actor.name).split(" ")[0] ?? "Agent");
  return "";
}

/** Who would answer the visitor's next message; null while nobody would. */
export function responderOf({ control, last_responder }: AgentConversation): { readonly kind: "agent" | "assistant"; readonly party: { id: string; name: string; avatar_url: string | null } } | null {
  if (control.kind === "assistant") return { kind: "assistant", party: control.assistant };
  if (control.kind === "agent") return { kind: "agent", party: control.owner };
  return last_responder?.kind === "agent" || last_responder?.kind === "assistant" ? { kind: last_responder.kind, party: last_responder } : null;
}

export type Urgency = "calm" | "soon" | "late";

/** Amber, then red, after what the workspace has chosen (`handoff.amber_s`, `handoff.red_s`). */
export function urgencyOf(waitedMs: number, { amberMs, redMs }: Pick<Rules, "amberMs" | "redMs"> = DEFAULT_RULES): Urgency {
  if (waitedMs >= redMs) return "late";
  return waitedMs >= amberMs ? "soon" : "calm";
}

export interface Slice {
  readonly text: string;
  readonly isMatch: boolean;
}

/** A found text in pieces. The ranges count code points, as the server does; what overlaps or lies outside is left out. */
export function slicesOf({ text, ranges }: Pick<Match, "text" | "ranges">): Slice[] {
  const letters = [...text];
  const slices: Slice[] = [];
  let at = 0;
  const add = (to: number, isMatch: boolean): void => {
    if (to > at) slices.push({ text: letters.slice(at, to).join(""), isMatch });
    at = Math.max(at, to);
  };
  for (const [start, end] of [...ranges].sort((one, other) => one[0] - other[0])) {
    if (start < at || end > letters.length || end <= start) continue;
    add(start, false);
    add(end, true);
  }
  add(letters.length, false);
  return slices;
}

const CHANNELS: Readonly<Record<string, { readonly label: string; readonly icon: IconName }>> = {
  web: { label: "Website", icon: "globe" },
  email: { label: "E-mail", icon: "mail" },
  whatsapp: { label: "WhatsApp", icon: "phone" },
  messenger: { label: "Messenger", icon: "all" },
  instagram: { label: "Instagram", icon: "all" },
};

export function channelWords(channel: string): { readonly label: string; readonly icon: IconName } {
  return CHANNELS[channel] ?? { label: channel, icon: "all" };
}

export const CHANNEL_NAMES = Object.keys(CHANNELS);
