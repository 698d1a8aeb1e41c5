/** What taking over and claiming share: one command, then the cursor stands in the message box. */
import { sendFocus } from "../../page/focus.ts";
import type { MoveContext } from "../move.ts";

export async function takeControl({ desk, conversation }: MoveContext): Promise<boolean> {
  const { id } = conversation;
  const isDone = await desk.commands.run(id, "take-over", () => desk.api.takeOver(id));
  if (isDone) sendFocus("composer");
  return isDone;
}
