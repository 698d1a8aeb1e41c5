/** Light, dark, or as the system says, how close things stand and which way lines run; remembered per browser, so that the first picture is right. The colours themselves live in web/ui. */
import { openKept, type Preferences } from "@relevo/client";
import { effect, type ReadonlySignal } from "@preact/signals";
import { directionOf } from "./direction.ts";

export type Theme = Preferences["theme"];
export type Density = Preferences["density"];
export type Direction = Preferences["direction"];
type Looks = Pick<Preferences, "theme" | "density" | "direction">;
export const THEMES: readonly Theme[] = ["system", "light", "dark"];
export const THEME_WORDS: Readonly<Record<Theme, string>> = { system: "Theme of the system", light: "Light theme", dark: "Dark theme" };

const kept = openKept("relevo.console.");

/** Shows what this browser showed last. */
export function showLooks(): void {
  const direction = kept.get("direction");
  draw({
    theme: THEMES.find((name) => name === kept.get("theme")) ?? "system",
    density: kept.get("density") === "compact" ? "compact" : "comfortable",
    direction: direction === "ltr" || direction === "rtl" ? direction : "automatic",
  });
}

/** Follows what the agent prefers; the returned function stops it. */
export function followLooks(preferences: ReadonlySignal<Preferences>): () => void {
  return effect(() => {
    const { theme, density, direction } = preferences.value;
    kept.set("theme", theme === "system" ? null : theme);
    kept.set("density", density === "compact" ? density : null);
    kept.set("direction", direction === "automatic" ? null : direction);
    draw({ theme, density, direction });
  });
}

function draw({ theme, density, direction }: Looks): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset["theme"];
  else dataset["theme"] = theme;
  if (density === "compact") dataset["density"] = density;
  else delete dataset["density"];
  document.documentElement.dir = direction === "automatic" ? directionOf(navigator.language) : direction;
}
