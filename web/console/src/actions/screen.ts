/** The screen itself: details, sheet of shortcuts, theme, signing out. */
import { isSheetOpen } from "../keys/sheet-switch.ts";
import { chooseTheme, type Theme, theme, THEMES } from "../page/theme.ts";
import type { Action } from "./action.ts";

const THEME_LABELS: Readonly<Record<Theme, string>> = { system: "Theme of the system", light: "Light theme", dark: "Dark theme" };

const themes: readonly Action[] = THEMES.map((one) => ({
  id: `theme-${one}`,
  label: THEME_LABELS[one],
  group: "Screen",
  icon: one === "dark" ? "moon" : "sun",
  keys: [],
  isPossible: () => theme.value !== one,
  run: () => chooseTheme(one),
}));

export const screenActions: readonly Action[] = [
  { id: "details", label: "Show or hide details", group: "Screen", icon: "info", keys: ["i"], isPossible: ({ context }) => context() !== null, run: ({ go }) => go.togglePanel() },
  ...themes,
  { id: "sign-out", label: "Sign out", group: "Screen", icon: "sign_out", keys: [], isPossible: () => true, run: ({ desk }) => void desk.signOut() },
  { id: "shortcuts", label: "This sheet", group: "Screen", icon: "keyboard", keys: ["?"], isPossible: () => true, run: () => (isSheetOpen.value = true) },
];
