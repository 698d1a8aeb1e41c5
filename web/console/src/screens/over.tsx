/** What every screen behind the sign-in has over it: shortcuts with their sheet, and the palette. All of it is made from the table of actions. */
import { useEffect, useMemo } from "preact/hooks";
import type { Scene } from "../actions/action.ts";
import { ACTIONS, shortcutsOf } from "../actions/index.ts";
import { listenForShortcuts } from "../keys/keys.ts";
import { isSheetOpen } from "../keys/sheet-switch.ts";
import { soon } from "../page/later.tsx";
import { untold } from "./unloaded.tsx";
import { isPaletteOpen } from "../palette/palette-switch.ts";
import { useDesk } from "../state/desk.ts";

const ShortcutSheet = soon<Parameters<typeof import("../keys/sheet.tsx").ShortcutSheet>[0]>(() => import("../keys/sheet.tsx").then((file) => file.ShortcutSheet), untold(() => (isSheetOpen.value = false)));
const Palette = soon<Parameters<typeof import("../palette/palette.tsx").Palette>[0]>(() => import("../palette/palette.tsx").then((file) => file.Palette), untold(() => (isPaletteOpen.value = false)));

export function Over({ scene }: { scene: () => Scene }) {
  const { shortcuts: changed } = useDesk().preferring.now.value;
  const shortcuts = useMemo(() => shortcutsOf(ACTIONS, scene, changed), [scene, changed]);
  useEffect(() => listenForShortcuts(() => shortcuts), [shortcuts]);
  return (
    <>
      {isSheetOpen.value && <ShortcutSheet changed={changed} />}
      {isPaletteOpen.value && <Palette scene={scene} />}
    </>
  );
}
