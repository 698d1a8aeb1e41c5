/** Finds every move of this folder: adding one is adding a file. How they run lives in `run.ts`. */
import type { Move, MoveContext } from "./move.ts";

const found = import.meta.glob<Move>("./*.tsx", { eager: true, import: "move" });

/** All moves there are, in the order of their buttons. */
export const MOVES: readonly Move[] = Object.values(found).sort((one, other) => one.order - other.order);

export function offeredMoves(context: MoveContext): readonly Move[] {
  return MOVES.filter((move) => move.isOffered(context));
}
