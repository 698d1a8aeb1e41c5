/** A second look before a conversation goes to somebody who is not there (policy R13). */
import "./ask.css";
import { Avatar, Button, Dialog } from "@relevo/ui";
import { colleagueName } from "../../assign/targets.ts";
import { move, targetOf } from "../assign.tsx";
import { runMove, running } from "../run.ts";
import type { QuestionProps } from "../move.ts";

export function OfflineQuestion({ context, choice, onClose }: QuestionProps) {
  const target = targetOf(context, choice);
  const name = target ? colleagueName(target) : "This colleague";
  const confirm = async (): Promise<void> => {
    onClose();
    await runMove(move, context, { ...choice, confirm: true });
  };
  return (
    <Dialog
      title={`${name} is ${target?.presence === "away" ? "away" : "offline"}`}
      testid="offline-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" testid="offline-confirm" busy={running.value === move.name} autofocus onClick={confirm}>
            Assign anyway
          </Button>
        </>
      }
    >
      <div class="ask-who">
        {target && <Avatar kind="agent" name={name} seed={target.id} url={target.avatar_url} size="l" presence={target.presence} />}
        <p>Nobody answers this visitor until {name} is back. Assign it to somebody who is online if it cannot wait.</p>
      </div>
    </Dialog>
  );
}
