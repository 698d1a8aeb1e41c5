/** What taking a conversation from a colleague means, before it is done. */
import { Button, Dialog } from "@relevo/ui";
import { move } from "../override.tsx";
import { ownerName } from "../parts/owning.ts";
import { runMove, running } from "../run.ts";
import type { QuestionProps } from "../move.ts";
import { OwnerTold } from "./owner.tsx";

export function OverrideQuestion({ context, choice, onClose }: QuestionProps) {
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
      <OwnerTold context={context} step="you took over" />
    </Dialog>
  );
}
