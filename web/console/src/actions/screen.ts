/** The screen itself: details, sheet of shortcuts, theme, signing out. */
import { isSheetOpen } from "../keys/sheet-switch.ts";
import { isPaletteOpen } from "../palette/palette-switch.ts";
import { THEME_WORDS, THEMES } from "../page/theme.ts";
import type { Action } from "./action.ts";

const themes: readonly Action[] = THEMES.map((one) => ({
  id: `theme-${one}`,
  label: THEME_WORDS[one],
  group: "Screen",
  icon: one === "dark" ? "moon" : "sun",
  keys: [],
  isPossible: ({ desk }) => desk.preferring.now.value.theme !== one,
  run: ({ desk }) => void desk.preferring.change({ theme: one }),
}));

const presences: readonly Action[] = (["online", "away"] as const).map((one) => ({
  id: one,
  label: one === "online" ? "I am here" : "I am away",
  group: "Screen",
  icon: "mine",
  keys: [],
  isPossible: ({ desk }) => desk.presence.state.value !== one,
  run: ({ desk }) => desk.presence.choose(one),
}));

const preferences: readonly Action[] = [
  { id: "sound-on", label: "Turn the sound on", group: "Screen", icon: "bell", keys: [], isPossible: ({ desk }) => !desk.preferring.now.value.sound, run: ({ desk }) => void desk.preferring.change({ sound: true }) },
  { id: "sound-off", label: "Turn the sound off", group: "Screen", icon: "bell_off", keys: [], isPossible: ({ desk }) => desk.preferring.now.value.sound, run: ({ desk }) => void desk.preferring.change({ sound: false }) },
  {
    id: "compact",
    label: "Rows closer together",
    group: "Screen",
    icon: "all",
    keys: [],
    isPossible: ({ desk }) => desk.preferring.now.value.density !== "compact",
    run: ({ desk }) => void desk.preferring.change({ density: "compact" }),
  },
  {
    id: "comfortable",
    label: "Rows with more room",
    group: "Screen",
    icon: "all",
    keys: [],
    isPossible: ({ desk }) => desk.preferring.now.value.density === "compact",
    run: ({ desk }) => void desk.preferring.change({ density: "comfortable" }),
  },
];

export const screenActions: readonly Action[] = [
  { id: "details", label: "Show or hide details", group: "Screen", icon: "info", keys: ["i"], isPossible: ({ context }) => context() !== null, run: ({ go }) => go.togglePanel() },
  ...themes,
  ...preferences,
  ...presences,
  { id: "sign-out", label: "Sign out", group: "Screen", icon: "sign_out", keys: [], isPossible: () => true, run: ({ desk }) => void desk.signOut() },
  { id: "palette", label: "Find an action", group: "Screen", icon: "search", keys: ["Mod+k", "p"], isPossible: () => true, run: () => (isPaletteOpen.value = true) },
  { id: "shortcuts", label: "Keyboard shortcuts", group: "Screen", icon: "keyboard", keys: ["?"], isPossible: () => true, run: () => (isSheetOpen.value = true) },
];
