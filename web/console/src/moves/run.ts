/** Runs moves: asks first where they ask, one at a time. Which moves there are is known by `index.ts`. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { soon } from "../page/later.tsx";
import { untold } from "../screens/unloaded.tsx";
import type { Choice, Move, MoveContext, QuestionProps } from "./move.ts";

/** The move that waits for an answer of the agent. */
export const asking = signal<{ readonly move: Move; readonly context: MoveContext; readonly choice: Choice } | null>(null);
/** The name of the move that is under way: its button is busy, the others wait. */
export const running = signal<string | null>(null);

/** Starts a move if it is offered; opens its question when it has one. */
export function startMove(move: Move, context: MoveContext, choice: Choice = {}): void {
  if (running.peek() || asking.peek() || !move.isOffered(context)) return;
  if (move.Question && move.asks?.(context, choice)) asking.value = { move, context, choice };
  else void runMove(move, context, choice);
}

/** Asks although the move itself saw no reason to: the server did. Not once another conversation is open, where nobody would see the question. */
export function askAgain(move: Move, context: MoveContext, choice: Choice): void {
  if (context.desk.threads.current.peek()?.id !== context.conversation.id) return;
  asking.value = { move, context, choice };
}

/** Runs it without asking; true when it was done. */
export async function runMove(move: Move, context: MoveContext, choice: Choice = {}): Promise<boolean> {
  if (running.peek()) return false;
  running.value = move.name;
  try {
    return await move.run(context, choice);
  } finally {
    running.value = null;
  }
}

/** The question of a move, in a file of its own. Where that cannot be had it counts as not asked, or no other move could be started. */
export function question(load: () => Promise<ComponentType<QuestionProps>>): ComponentType<QuestionProps> {
  return soon(
    load,
    untold(({ onClose }) => onClose()),
  );
}
