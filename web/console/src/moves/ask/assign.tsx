/** A second look before a conversation goes to somebody: it is a colleague's, whoever gets it is not there (policy R13), or the visitor waits for an answer. */
import "./ask.css";
import type { AgentPresence } from "@relevo/client";
import { Avatar, Button, Dialog } from "@relevo/ui";
import { colleagueName } from "../../assign/targets.ts";
import { isAbsent, move, targetOf } from "../assign.tsx";
import type { QuestionProps } from "../move.ts";
import { isOverriding, ownerName } from "../parts/owning.ts";
import { runMove, running } from "../run.ts";
import { OwnerTold } from "./owner.tsx";
import { ReleaseQuestion } from "./release.tsx";

export function AssignQuestion(props: QuestionProps) {
  if (props.choice["assistant_id"]) return <ReleaseQuestion {...props} />;
  return isOverriding(props.context) ? <OverrideQuestion {...props} /> : <OfflineQuestion {...props} />;
}

/** Runs the move once the question is closed: the server may ask another one. */
function useConfirm({ context, choice, onClose }: QuestionProps): () => Promise<void> {
  return async () => {
    onClose();
    await runMove(move, context, isAbsent(context, choice) ? { ...choice, confirm: true } : choice);
  };
}

function OverrideQuestion(props: QuestionProps) {
  const { context, choice, onClose } = props;
  const target = targetOf(context, choice);
  const name = target ? colleagueName(target) : "the queue";
  const owner = ownerName(context);
  return (
    <Dialog
      title={target ? `Assign ${owner}’s conversation to ${name}?` : `Put ${owner}’s conversation back in the queue?`}
      testid="override-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" testid="override-confirm" busy={running.value === move.name} onClick={useConfirm(props)}>
            {target ? "Yes, assign" : "Yes, back to the queue"}
          </Button>
        </>
      }
    >
      <OwnerTold context={context} step={target ? `you assigned it to ${name}` : "you put it back in the queue"} />
      {target && isAbsent(context, choice) && (
        <p class="ask-warning" data-testid="override-offline">
          {name} is {absenceOf(target)}. Nobody answers this visitor until they are back.
        </p>
      )}
    </Dialog>
  );
}

function OfflineQuestion(props: QuestionProps) {
  const { context, choice, onClose } = props;
  const target = targetOf(context, choice);
  const name = target ? colleagueName(target) : "This colleague";
  return (
    <Dialog
      title={`${name} is ${absenceOf(target)}`}
      testid="offline-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" testid="offline-confirm" busy={running.value === move.name} autofocus onClick={useConfirm(props)}>
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

/** What the list of colleagues does not know yet, the server does. */
function absenceOf(target: AgentPresence | null): string {
  return target?.presence === "away" ? "away" : "offline";
}
