/** Light, dark, or as the system says; remembered per browser. The colours themselves live in web/ui. */
import { openKept } from "@relevo/client";
import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const kept = openKept("relevo.console.");

export const theme = signal<Theme>(THEMES.find((name) => name === kept.get("theme")) ?? "system");

export function chooseTheme(next: Theme): void {
  theme.value = next;
  kept.set("theme", next === "system" ? null : next);
  showTheme();
}

export function showTheme(): void {
  const { dataset } = document.documentElement;
  if (theme.value === "system") delete dataset["theme"];
  else dataset["theme"] = theme.value;
}
