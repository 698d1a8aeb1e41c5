/** The question before a conversation is closed. */
import { Button, Dialog } from "@relevo/ui";
import { asking, runMove, running } from "../run.ts";
import type { QuestionProps } from "../move.ts";
import { isOverriding, ownerName } from "../parts/owning.ts";
import { OwnerTold } from "./owner.tsx";

export function ResolveQuestion({ context, choice, onClose }: QuestionProps) {
  const move = asking.value?.move;
  if (!move) return null;
  const confirm = async (): Promise<void> => {
    await runMove(move, context, choice);
    onClose();
  };
  return (
    <Dialog
      title={`Resolve ${isOverriding(context) ? `${ownerName(context)}’s` : "this"} conversation?`}
      testid="resolve-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" testid="resolve-confirm" busy={running.value === move.name} autofocus onClick={confirm}>
            Yes, resolve
          </Button>
        </>
      }
    >
      <OwnerTold context={context} step="you resolved it" />
      <p>
        {context.unanswered
          ? "The visitor's last message has not been answered. They will see that the conversation is resolved and may start a new one with the AI."
          : "The visitor will see that it is resolved and may start a new conversation with the AI. The transcript is kept."}
      </p>
    </Dialog>
  );
}
