/** What to do about a visitor's message that nobody has answered, before the AI has the conversation again: by a release, or from the queue. */
import { visible } from "@relevo/client";
import { Button, Dialog, Moment, Name } from "@relevo/ui";
import { speakerName, visitorName } from "../../list/words.ts";
import { asking, runMove, running } from "../run.ts";
import type { QuestionProps } from "../move.ts";
import { isOverriding, ownerName } from "../parts/owning.ts";
import { OwnerTold } from "./owner.tsx";

export function ReleaseQuestion({ context, choice, onClose }: QuestionProps) {
  const { conversation, unanswered } = context;
  const move = asking.value?.move;
  if (!move) return null;
  const release = async (answersNow: boolean): Promise<void> => {
    await runMove(move, context, answersNow ? { ...choice, answer_now: true } : choice);
    onClose();
  };
  const isBusy = running.value === move.name;
  return (
    <Dialog
      title={unanswered ? `${visitorName(conversation)} is still waiting for an answer` : `Release ${isOverriding(context) ? `${ownerName(context)}’s` : "this"} conversation to the AI?`}
      testid="unanswered-dialog"
      size="m"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button testid="release-wait" busy={isBusy} onClick={() => release(false)}>
            Release and wait for the next message
          </Button>
          {unanswered && (
            <Button variant="primary" icon="assistant" testid="answer-now" busy={isBusy} autofocus onClick={() => release(true)}>
              Let AI answer now
            </Button>
          )}
        </>
      }
    >
      <OwnerTold context={context} step="you released it" />
      {unanswered && (
        <figure class="unanswered" data-testid="unanswered">
          <blockquote dir="auto">{visible(unanswered.text)}</blockquote>
          <figcaption>
            <Name of={speakerName(unanswered.actor)} /> · <Moment at={unanswered.at} />
          </figcaption>
        </figure>
      )}
      <p>Without your word, the AI stays silent until the visitor writes again.</p>
    </Dialog>
  );
}
