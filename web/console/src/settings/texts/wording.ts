/** Which words a visitor reads, put together as the server does: shipped, preset, the workspace's own waiting and busy text, and what is worded otherwise. */
import type { HandoffSettings, Presets, Settings, Texts } from "../../api/desk.ts";

type Messages = Pick<HandoffSettings, "waiting_texts" | "busy_texts">;

const textsOf = ({ items }: Presets, preset: string): Texts => items.find(({ id }) => id === preset)?.texts ?? {};

/** The waiting and the busy text in the language of the presets, where they are not the shipped ones. */
export function handoffTexts(presets: Presets, messages: Messages): Texts {
  return differing(textsOf(presets, "standard"), messagesIn(messages, presets.language));
}

/** What stands below the workspace's own words of a language. */
export function baseOf(presets: Presets, preset: string, own: Texts): Texts {
  return { ...textsOf(presets, "standard"), ...textsOf(presets, preset), ...own };
}

/** All texts in the language of the presets, with these messages: the workspace's, or with `isOwn` those of an AI agent, which stand above everything. */
export function wordingWith(presets: Presets, settings: Settings, messages: Messages, isOwn: boolean): Texts {
  const { handoff, text_preset: preset, texts } = settings;
  const workspace = { ...baseOf(presets, preset, handoffTexts(presets, isOwn ? handoff : messages)), ...texts[presets.language] };
  const { language } = presets;
  return isOwn ? { ...workspace, ...differing(messagesIn(handoff, language), messagesIn(messages, language)) } : workspace;
}

function messagesIn({ waiting_texts: waiting, busy_texts: busy }: Messages, language: string): Texts {
  return Object.fromEntries(Object.entries({ waiting: waiting[language], busy: busy[language] }).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const differing = (before: Texts, after: Texts): Texts => Object.fromEntries(Object.entries(after).filter(([key, text]) => text !== before[key]));
