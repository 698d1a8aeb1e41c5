/** The plain question before a move that has none of its own, where the workspace wants one (policy R11). */
import { soon } from "../../page/later.tsx";
import type { MoveContext, QuestionProps } from "../move.ts";

export const PlainQuestion = soon<QuestionProps>(() => import("../ask/plain.tsx").then((file) => file.PlainQuestion));

/** `this` is the move itself. */
export function asksFirst(this: { readonly verb?: string }, { desk }: MoveContext): boolean {
  return this.verb !== undefined && desk.rules.now.value.confirms[this.verb] === true;
}
