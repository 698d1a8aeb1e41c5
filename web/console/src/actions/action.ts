/**
 * Everything an agent can do in the console, as entries of one table: shortcuts and the command palette are made of it.
 * The entries stand in the other files of this folder; the moves of control bring their own (`../moves`).
 */
import type { IconName } from "@relevo/ui";
import type { MoveContext } from "../moves/move.ts";
import type { InboxRoute } from "../page/route.ts";
import type { Desk } from "../state/desk.ts";

/** Where the agent is, and the ways about. */
export interface Scene {
  readonly desk: Desk;
  readonly at: InboxRoute;
  readonly go: Going;
  /** The list and the open conversation are on the screen; false in the settings. */
  readonly isInbox: boolean;
  /** The open conversation, if any. */
  context(): MoveContext | null;
}

export interface Going {
  open(id: string | null): void;
  step(by: 1 | -1): void;
  show(at: InboxRoute): void;
  back(): void;
  togglePanel(): void;
  openPanel(): void;
}

export type ActionGroup = "Conversation" | "Write" | "Go to" | "Screen";

export interface Action {
  /** Kept for ever: changed keys of an agent are stored under it. */
  readonly id: string;
  readonly label: string;
  readonly group: ActionGroup;
  readonly icon?: IconName;
  /** The default keys, as `keyName` says them; none for what is only in the palette. */
  readonly keys: readonly string[];
  isPossible(scene: Scene): boolean;
  run(scene: Scene): void;
}
