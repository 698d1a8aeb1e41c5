/** Which words a visitor reads, put together as the server does: shipped, preset, the workspace's own waiting and busy text, and what is worded otherwise. */
import type { Presets, Settings, Texts } from "../../api/desk.ts";

const textsOf = ({ items }: Presets, preset: string): Texts => items.find(({ id }) => id === preset)?.texts ?? {};

/** The waiting and the busy text, where they are the workspace's own: then they are meant for every language. `home` is in its language. */
export function handoffTexts(home: Presets, { handoff }: Pick<Settings, "handoff">): Texts {
  const shipped = textsOf(home, "standard");
  const chosen: Texts = { waiting: handoff.waiting_text, busy: handoff.busy_text };
  return Object.fromEntries(Object.entries(chosen).filter(([key, text]) => text !== shipped[key]));
}

/** What stands below the workspace's own words of a language. */
export function baseOf(presets: Presets, preset: string, own: Texts): Texts {
  return { ...textsOf(presets, "standard"), ...textsOf(presets, preset), ...own };
}
