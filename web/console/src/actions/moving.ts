/** The moves of control as actions; each move's own file says when it is offered and what it does. */
import { MOVES } from "../moves/index.ts";
import { pending, undo } from "../moves/parts/undo.ts";
import { startMove } from "../moves/run.ts";
import type { Action, Scene } from "./action.ts";

const moves: readonly Action[] = MOVES.filter(({ keys }) => keys.length > 0).map((move) => ({
  id: move.name,
  label: move.help,
  group: "Conversation",
  icon: move.icon,
  keys: move.keys,
  isPossible: ({ context }: Scene) => {
    const open = context();
    return open !== null && move.isOffered(open);
  },
  run: ({ context }: Scene) => {
    const open = context();
    if (open) startMove(move, open);
  },
}));

const undoRelease: Action = {
  id: "undo-release",
  label: "Undo the release",
  group: "Conversation",
  icon: "undo",
  keys: ["z"],
  isPossible: () => pending.value !== null,
  run: ({ desk }) => void undo(desk),
};

export const movingActions: readonly Action[] = [...moves, undoRelease];
