/** "Take over?" — "Yes": a move in words, and nothing else to decide. */
import { Button, Dialog } from "@relevo/ui";
import { visitorName } from "../../list/words.ts";
import { asking, runMove, running } from "../run.ts";
import type { QuestionProps } from "../move.ts";

export function PlainQuestion({ context, choice, onClose }: QuestionProps) {
  const move = asking.value?.move;
  if (!move) return null;
  const confirm = async (): Promise<void> => {
    await runMove(move, context, choice);
    onClose();
  };
  return (
    <Dialog
      title={`${move.label}?`}
      testid="plain-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" icon={move.icon} testid="plain-confirm" busy={running.value === move.name} autofocus onClick={confirm}>
            Yes, {move.label.toLowerCase()}
          </Button>
        </>
      }
    >
      <p>
        It is about the conversation with <bdi>{visitorName(context.conversation)}</bdi>.
      </p>
    </Dialog>
  );
}
