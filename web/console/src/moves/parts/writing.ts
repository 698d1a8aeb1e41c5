/** Where the cursor stands after a move that gave control: in the message box, as a reply or as the note that was begun. */
import { sendFocus } from "../../page/focus.ts";
import type { Desk } from "../../state/desk.ts";

/** Nowhere else once another conversation is open: what is typed there must stay there. */
export function focusWriting({ threads, composers }: Desk, id: string): void {
  if (isStillOpen({ threads }, id)) sendFocus(composers.of(id).mode.peek() === "note" ? "note" : "composer");
}

/** After a refusal the button that was pressed may be gone, and the focus with it. */
export function focusTitle(desk: Pick<Desk, "threads">, id: string): void {
  if (isStillOpen(desk, id)) sendFocus("title");
}

function isStillOpen({ threads }: Pick<Desk, "threads">, id: string): boolean {
  return threads.current.peek()?.id === id;
}
