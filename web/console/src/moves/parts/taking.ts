/** What taking over and claiming share: one command, then the cursor stands in the message box. */
import type { MoveContext } from "../move.ts";
import { focusTitle, focusWriting } from "./writing.ts";

export async function takeControl({ desk, conversation }: MoveContext): Promise<boolean> {
  const { id } = conversation;
  const isDone = await desk.commands.run(id, "take-over", () => desk.api.takeOver(id));
  if (isDone) focusWriting(desk, id);
  else focusTitle(desk, id);
  return isDone;
}
