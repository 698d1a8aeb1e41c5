/** What is known of a visitor and a conversation, as labelled lines. Pure; values are shown as plain text. */
import type { AgentConversation } from "@relevo/client";
import { visible } from "@relevo/client";
import { fullTime } from "@relevo/ui";
import type { VisitorContext } from "../api/shapes.ts";

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

/** What the row knows of the visitor; what has been read of them since stands in its place. */
export function visitorFacts({ visitor: profile }: AgentConversation, context: VisitorContext | null = null): Fact[] {
  const visitor: Readonly<Record<string, unknown>> = context ? withContext(profile, context) : profile;
  const known = Object.keys(LABELS).filter((key) => key in visitor);
  const others = Object.keys(visitor).filter((key) => !(key in LABELS) && !HIDDEN.has(key));
  const facts = [...known, ...others].flatMap((key) => factOf(LABELS[key] ?? spelled(key), key === "locale" && !context ? languageName(visitor[key]) : visitor[key]));
  return facts;
}

/** Page and device have a place of their own once the whole context is there. */
function withContext(profile: AgentConversation["visitor"], context: VisitorContext): Readonly<Record<string, unknown>> {
  const { page: _, device: __, ...rest } = profile;
  const languages = [...new Set([...(context.locale ? [context.locale] : []), ...context.languages].map(languageName))].join(", ");
  return { ...rest, email: context.email ?? rest["email"], locale: languages || rest.locale, first_seen: timeOf(context.first_seen_at), last_seen: timeOf(context.last_seen_at) };
}

function timeOf(at: number | null): string | null {
  return at === null ? null : fullTime(at);
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

export function languageName(locale: unknown): unknown {
  if (typeof locale !== "string") return locale;
  try {
    return new Intl.DisplayNames(undefined, { type: "language" }).of(locale);
  } catch {
    return locale;
  }
}
