/** Light, dark, or as the system says, and how close things stand; remembered per browser, so that the first picture is right. The colours themselves live in web/ui. */
import { openKept, type Preferences } from "@relevo/client";
import { effect, type ReadonlySignal } from "@preact/signals";

export type Theme = Preferences["theme"];
export type Density = Preferences["density"];
export const THEMES: readonly Theme[] = ["system", "light", "dark"];
export const THEME_WORDS: Readonly<Record<Theme, string>> = { system: "Theme of the system", light: "Light theme", dark: "Dark theme" };

const kept = openKept("relevo.console.");

/** Shows what this browser showed last. */
export function showLooks(): void {
  const theme = THEMES.find((name) => name === kept.get("theme")) ?? "system";
  draw(theme, kept.get("density") === "compact" ? "compact" : "comfortable");
}

/** Follows what the agent prefers; the returned function stops it. */
export function followLooks(preferences: ReadonlySignal<Preferences>): () => void {
  return effect(() => {
    const { theme, density } = preferences.value;
    kept.set("theme", theme === "system" ? null : theme);
    kept.set("density", density === "compact" ? density : null);
    draw(theme, density);
  });
}

function draw(theme: Theme, density: Density): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset["theme"];
  else dataset["theme"] = theme;
  if (density === "compact") dataset["density"] = density;
  else delete dataset["density"];
}
