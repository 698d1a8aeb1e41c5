/** Where to go on after a conversation is done with: the next one of the list on the screen. */
import { goTo, route } from "../../page/route.ts";
import { sendFocus } from "../../page/focus.ts";

/** Resolving and opening the next one: what its keys are given to. */
export const RESOLVE_AND_NEXT = { id: "resolve-and-next", keys: ["Shift+X"] } as const;

/** The one after it, the first one when it was the last, or none. Pure. */
export function nextOf(ids: readonly string[], id: string): string | null {
  const next = ids[ids.indexOf(id) + 1] ?? ids[0] ?? null;
  return next === id ? null : next;
}

export function goOnTo(id: string | null): void {
  const at = route.peek();
  if (at.screen !== "inbox") return;
  goTo({ ...at, conversationId: id });
  sendFocus(id ? "title" : "row");
}
