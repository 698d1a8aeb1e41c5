/** Hand a conversation back to an assistant; asks only when the visitor still waits for an answer. */
import { type AssistantListing, oneLine, visible } from "@relevo/client";
import { Avatar, Button, Dialog, Icon, Menu, MenuItem, Moment, Name } from "@relevo/ui";
import type { ReleaseChoice } from "../api/calls.ts";
import { speakerName, visitorName } from "../list/words.ts";
import { sendFocus } from "../page/focus.ts";
import { standingOf } from "../state/standing.ts";
import { runMove, running } from "./run.ts";
import type { BesideProps, Choice, Move, MoveContext, QuestionProps } from "./move.ts";

function ReleaseQuestion({ context, choice, onClose }: QuestionProps) {
  const { conversation, unanswered } = context;
  const release = async (answersNow: boolean): Promise<void> => {
    await runMove(move, context, answersNow ? { ...choice, answer_now: true } : choice);
    onClose();
  };
  const isBusy = running.value === move.name;
  return (
    <Dialog
      title={`${visitorName(conversation)} is still waiting for an answer`}
      testid="unanswered-dialog"
      size="m"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button testid="release-wait" busy={isBusy} onClick={() => release(false)}>
            Release and wait for the next message
          </Button>
          <Button variant="primary" icon="assistant" testid="answer-now" busy={isBusy} autofocus onClick={() => release(true)}>
            Let AI answer now
          </Button>
        </>
      }
    >
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

/** The other assistants, when there is more than one to release to. */
function AssistantMenu({ context, onChoose }: BesideProps) {
  const assistants = context.desk.team.assistants.value;
  if (assistants.length < 2) return null;
  return (
    <Menu class="ui-button ui-button--plain ui-button--m move-split" label="Release to another AI agent" isWordless face={<Icon name="chevron" size={16} />} testid="release-to">
      {assistants.map((one) => (
        <MenuItem key={one.id} testid="release-to-assistant" onClick={() => onChoose({ assistant_id: one.id })}>
          <Avatar kind="assistant" name={one.name} url={one.avatar_url} size="s" />
          <Name of={one.name} />
        </MenuItem>
      ))}
    </Menu>
  );
}

export const move: Move = {
  name: "release",
  order: 20,
  icon: "assistant",
  variant: "plain",
  keys: ["e", "l"],
  label: "Release to AI",
  help: "Release to the AI",
  isOffered: ({ desk, conversation }) => standingOf(conversation, desk.me.id) === "mine",
  asks: ({ unanswered }) => unanswered !== null,
  Question: ReleaseQuestion,
  Beside: AssistantMenu,
  async run(context, choice) {
    const { desk, conversation } = context;
    const isDone = await desk.commands.run(conversation.id, "move", () => desk.api.release(conversation.id, choice as ReleaseChoice));
    if (!isDone) return false;
    desk.toasts.say("done", `Released to ${nameOf(context, choice)}.`);
    sendFocus("title");
    return true;
  },
};

function nameOf({ desk }: MoveContext, choice: Choice): string {
  const assistants: readonly AssistantListing[] = desk.team.assistants.value;
  const chosen = assistants.find((one) => one.id === choice["assistant_id"]);
  const only = assistants.length === 1 ? assistants[0] : undefined;
  return oneLine((chosen ?? only)?.name ?? "") || "the AI";
}
