/** Which words a visitor reads, as the server puts them together: shipped, preset, the workspace's waiting and busy text, and what is worded otherwise. */
import type { Presets, Settings, Texts } from "../../api/desk.ts";

/** What stands below the workspace's own words of a language. */
export function baseOf({ items }: Presets, { text_preset: chosen, handoff, language }: Pick<Settings, "text_preset" | "handoff" | "language">, of: string): Texts {
  const standard = items.find(({ id }) => id === "standard")?.texts ?? {};
  const preset = items.find(({ id }) => id === chosen)?.texts ?? {};
  // The waiting and the busy text are meant for every language once they are the workspace's own; in its own language they are known here.
  const own: Texts = of === language ? { waiting: handoff.waiting_text, busy: handoff.busy_text } : {};
  return { ...standard, ...preset, ...own };
}

export function wordingOf(presets: Presets, settings: Settings, language: string): Texts {
  return { ...baseOf(presets, settings, language), ...settings.texts[language] };
}
