/** All actions there are, in the order of the sheet. Shortcuts are made of them here; the palette takes them as they are. */
import { type Changed, keysOf, type Shortcut } from "../keys/keys.ts";
import type { Action, Scene } from "./action.ts";
import { goingActions } from "./going.ts";
import { movingActions } from "./moving.ts";
import { screenActions } from "./screen.ts";
import { writingActions } from "./writing.ts";

export const ACTIONS: readonly Action[] = [...goingActions, ...movingActions, ...writingActions, ...screenActions];

/** The one with this id, which is kept for ever. */
export function actionOf(id: string): Action {
  const found = ACTIONS.find((action) => action.id === id);
  if (!found) throw new Error(`no action ${id}`);
  return found;
}

export function possibleActions(scene: Scene): readonly Action[] {
  return ACTIONS.filter((action) => action.isPossible(scene));
}

/** `scene` is asked at each press. `changed` are the keys that the agent has given to actions, by their ids. */
export function shortcutsOf(actions: readonly Action[], scene: () => Scene, changed: Changed = {}): Shortcut[] {
  return actions
    .map((action) => ({ ...action, keys: keysOf(action, changed) }))
    .filter(({ keys }) => keys.length > 0)
    .map((action) => ({ keys: action.keys, help: action.label, isPossible: () => action.isPossible(scene()), run: () => action.run(scene()) }));
}
