/** The plain question before a move that has none of its own, where the workspace wants one (policy R11). */
import type { MoveContext } from "../move.ts";
import { question } from "../run.ts";

export const PlainQuestion = question(() => import("../ask/plain.tsx").then((file) => file.PlainQuestion));

/** `this` is the move itself. */
export function asksFirst(this: { readonly verb?: string }, { desk }: MoveContext): boolean {
  return this.verb !== undefined && desk.rules.now.value.confirms[this.verb] === true;
}
