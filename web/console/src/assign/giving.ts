/** What choosing somebody to have a conversation starts: each of them goes by the move that asks what there is to ask. */
import { move as assigning } from "../moves/assign.tsx";
import { MOVES } from "../moves/index.ts";
import type { Move, MoveContext } from "../moves/move.ts";
import { startMove } from "../moves/run.ts";

/** Whichever way of taking it is offered: from the AI, from the queue, or from a colleague. */
export function takingOf(context: MoveContext): Move | undefined {
  return MOVES.find((move) => ["take-over", "claim", "override"].includes(move.name) && move.isOffered(context));
}

export function takeOver(context: MoveContext): void {
  const taking = takingOf(context);
  if (taking) startMove(taking, context);
}

/** One's own conversation is released, with the question about what is unanswered and a way back. */
export function giveToAssistant(context: MoveContext, id: string): void {
  const releasing = MOVES.find((move) => move.name === "release" && move.isOffered(context));
  const { control } = context.conversation;
  if (control.kind === "assistant" && control.assistant.id === id) return;
  startMove(releasing ?? assigning, context, { assistant_id: id });
}
