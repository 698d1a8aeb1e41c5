/** What is known of a visitor and a conversation, as labelled lines. Pure; values are shown as plain text. */
import type { AgentConversation } from "@relevo/client";
import { visible } from "@relevo/client";

export interface Fact {
  readonly label: string;
  readonly value: string;
}

const MAX_VALUE_CHARS = 300;

/** Fields of the profile with a label of their own, in this order; others follow under their own names. */
const LABELS: Readonly<Record<string, string>> = {
  email: "E-mail",
  phone: "Phone",
  locale: "Language",
  page: "Page",
  referrer: "Came from",
  timezone: "Time zone",
  device: "Device",
  user_agent: "Browser",
};
const HIDDEN = new Set(["id", "name", "avatar_url", "kind"]);

export function visitorFacts({ visitor, contact_phone }: AgentConversation): Fact[] {
  const known = Object.keys(LABELS).filter((key) => key in visitor);
  const others = Object.keys(visitor).filter((key) => !(key in LABELS) && !HIDDEN.has(key));
  const facts = [...known, ...others].flatMap((key) => factOf(LABELS[key] ?? spelled(key), key === "locale" ? languageName(visitor[key]) : visitor[key]));
  return contact_phone ? [{ label: "Number left", value: contact_phone }, ...facts] : facts;
}

export function conversationFacts(conversation: AgentConversation): Fact[] {
  return [
    ...factOf("Subject", conversation.subject),
    ...factOf("Inbox", conversation.inbox.name),
    ...factOf("Channel", conversation.channel),
  ];
}

function factOf(label: string, value: unknown): Fact[] {
  if (value === null || value === undefined || value === "") return [];
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return [{ label, value: visible(text).slice(0, MAX_VALUE_CHARS) }];
}

function spelled(key: string): string {
  const words = key.replace(/_/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function languageName(locale: unknown): unknown {
  if (typeof locale !== "string") return locale;
  try {
    return new Intl.DisplayNames(undefined, { type: "language" }).of(locale);
  } catch {
    return locale;
  }
}
