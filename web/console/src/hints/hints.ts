/** Which hint helps now (features Q): one at most, the most urgent first. Pure. */
import type { Control } from "@relevo/client";
import type { Unanswered } from "../state/standing.ts";

export type HintName = "introduce" | "waiting" | "solved" | "idle";

export interface Hint {
  readonly name: HintName;
  readonly text: string;
}

export interface HintScene {
  readonly control: Control & { readonly kind: "agent" };
  readonly unanswered: Unanswered | null;
  /** ms UTC of the last thing said. */
  readonly lastAt: number | null;
}

/** A visitor who waits longer for an answer starts to wonder. */
export const WAITING_MS = 2 * 60_000;
/** The agent has had the last word for this long. */
export const QUIET_MS = 4 * 60_000;
/** Nobody has said anything for this long: the conversation is only held. */
export const IDLE_MS = 15 * 60_000;

const TEXTS: Readonly<Record<HintName, string>> = {
  introduce: "Read the history first, then introduce yourself.",
  waiting: "The visitor is waiting for your answer. A short word that you are on it helps.",
  solved: "Solved? Ask the visitor, then release to the AI or resolve.",
  idle: "Nothing has been said for a while. Release it, so that the AI can answer when the visitor is back.",
};

/** `isHidden` tells which ones this agent does not want to see again. */
export function hintOf(scene: HintScene, now: number, isHidden: (name: HintName) => boolean = () => false): Hint | null {
  const name = fitting(scene, now).find((one) => !isHidden(one));
  return name ? { name, text: TEXTS[name] } : null;
}

function fitting({ control, unanswered, lastAt }: HintScene, now: number): HintName[] {
  if (unanswered && now - unanswered.at >= WAITING_MS && control.has_spoken) return ["waiting"];
  if (!control.has_spoken) return ["introduce"];
  const quietMs = unanswered || lastAt === null ? 0 : now - lastAt;
  if (quietMs >= IDLE_MS) return ["idle"];
  return quietMs >= QUIET_MS ? ["solved"] : [];
}
