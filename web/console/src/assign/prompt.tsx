/** Asks whoever opens a conversation that nobody has whether they want it. */
import { Avatar, Button } from "@relevo/ui";
import { isClaimable } from "../inbox/views.ts";
import type { MoveContext } from "../moves/move.ts";
import { focusTitle, focusWriting } from "../moves/parts/writing.ts";
import { running } from "../moves/run.ts";
import { publicName } from "../api/calls.ts";
import { mayAct } from "../state/standing.ts";

export function AssignPrompt({ context: { desk, conversation } }: { context: MoveContext }) {
  if (!isClaimable(conversation) || !mayAct(desk.me)) return null;
  const take = async (): Promise<void> => {
    if (running.peek()) return;
    running.value = "assign-to-me";
    const { id } = conversation;
    const isDone = await desk.commands.run(id, "take-over", () => desk.api.assign(id, { agent_id: desk.me.id }));
    running.value = null;
    if (isDone) focusWriting(desk, id);
    else focusTitle(desk, id);
  };
  return (
    <div class="prompt" data-testid="assign-prompt">
      <Avatar kind="agent" name={publicName(desk.me)} seed={desk.me.id} url={desk.me.avatar_url} size="s" />
      <p>Do you want to be assigned to this conversation?</p>
      <Button variant="primary" size="s" testid="assign-to-me" busy={running.value === "assign-to-me"} onClick={take}>
        Assign to me
      </Button>
    </div>
  );
}
