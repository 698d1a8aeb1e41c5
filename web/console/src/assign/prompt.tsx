/** Asks whoever opens a conversation that nobody has whether they want it. */
import { Avatar, Button } from "@relevo/ui";
import { isClaimable } from "../inbox/views.ts";
import type { MoveContext } from "../moves/move.ts";
import { running } from "../moves/run.ts";
import { publicName } from "../api/calls.ts";
import { mayAct } from "../state/standing.ts";
import { takeOver, takingOf } from "./giving.ts";

export function AssignPrompt({ context }: { context: MoveContext }) {
  const { desk, conversation } = context;
  if (!isClaimable(conversation) || !mayAct(desk.me)) return null;
  return (
    <div class="prompt" data-testid="assign-prompt">
      <Avatar kind="agent" name={publicName(desk.me)} seed={desk.me.id} url={desk.me.avatar_url} size="s" />
      <p>Do you want to be assigned to this conversation?</p>
      <Button variant="primary" size="s" testid="assign-to-me" busy={running.value === takingOf(context)?.name} onClick={() => takeOver(context)}>
        Assign to me
      </Button>
    </div>
  );
}
