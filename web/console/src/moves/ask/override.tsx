/** What taking a conversation from a colleague means, before it is done. */
import "./ask.css";
import { Avatar, Button, clockTime, Dialog, Name } from "@relevo/ui";
import { visitorName } from "../../list/words.ts";
import { move, ownerName } from "../override.tsx";
import { runMove, running } from "../run.ts";
import type { QuestionProps } from "../move.ts";

export function OverrideQuestion({ context, choice, onClose }: QuestionProps) {
  const { control } = context.conversation;
  if (control.kind !== "agent") return null;
  const confirm = async (): Promise<void> => {
    await runMove(move, context, choice);
    onClose();
  };
  return (
    <Dialog
      title={`Take over from ${ownerName(context)}?`}
      testid="override-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" icon="hand" testid="override-confirm" busy={running.value === move.name} onClick={confirm}>
            Yes, take over
          </Button>
        </>
      }
    >
      <div class="ask-who">
        <Avatar kind="agent" name={control.owner.name} seed={control.owner.id} url={control.owner.avatar_url} size="l" />
        <p>
          <Name class="owner__name" of={control.owner.name} /> has been talking to <bdi>{visitorName(context.conversation)}</bdi> since {clockTime(control.since)}. They will be told that you
          took over, and it stands in the timeline.
        </p>
      </div>
    </Dialog>
  );
}
