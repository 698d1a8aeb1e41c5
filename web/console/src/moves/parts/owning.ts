/** Whose conversation it is, and who beside them may act on it (policy R2). */
import { oneLine } from "@relevo/client";
import { mayOverride } from "../../state/rules.ts";
import { mayAct, standingOf } from "../../state/standing.ts";
import type { MoveContext } from "../move.ts";

/** It is a colleague's, and this agent may act on it all the same: asked before, told to the colleague. */
export function isOverriding({ desk, conversation }: MoveContext): boolean {
  return standingOf(conversation, desk.me.id) === "other" && mayOverride(desk.me, desk.rules.now.value);
}

/** Goes with every step on a colleague's conversation: only from whom the question named, not from whoever has it by then. */
export function asSeen(context: MoveContext): { readonly expected_epoch?: number } {
  return isOverriding(context) ? { expected_epoch: context.conversation.epoch } : {};
}

/** Whether this agent may release, resolve or pass on what a person has: their own, or a colleague's. */
export function mayGiveAway(context: MoveContext): boolean {
  const { desk, conversation } = context;
  return isOverriding(context) || (standingOf(conversation, desk.me.id) === "mine" && mayAct(desk.me));
}

/** The first name of whoever has it. */
export function ownerName({ conversation: { control } }: MoveContext): string {
  return control.kind === "agent" ? (oneLine(control.owner.name).split(" ")[0] ?? "") || "a colleague" : "a colleague";
}
