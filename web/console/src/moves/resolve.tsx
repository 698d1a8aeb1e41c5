/** Close a conversation, after a question: the visitor is told that it is over. */
import { Button, Dialog } from "@relevo/ui";
import { sendFocus } from "../page/focus.ts";
import { standingOf } from "../state/standing.ts";
import { runMove, running } from "./run.ts";
import type { Move, QuestionProps } from "./move.ts";

function ResolveQuestion({ context, choice, onClose }: QuestionProps) {
  const confirm = async (): Promise<void> => {
    await runMove(move, context, choice);
    onClose();
  };
  return (
    <Dialog
      title="Resolve this conversation?"
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
      <p>
        {context.unanswered
          ? "The visitor's last message has not been answered. They will see that the conversation is resolved and may start a new one with the AI."
          : "The visitor will see that it is resolved and may start a new conversation with the AI. The transcript is kept."}
      </p>
    </Dialog>
  );
}

export const move: Move = {
  name: "resolve",
  order: 30,
  icon: "check",
  variant: "plain",
  keys: ["x"],
  label: "Resolve",
  help: "Resolve",
  isOffered: ({ desk, conversation }) => standingOf(conversation, desk.me.id) === "mine",
  asks: () => true,
  Question: ResolveQuestion,
  async run({ desk, conversation: { id } }) {
    const isDone = await desk.commands.run(id, "move", () => desk.api.resolve(id));
    if (!isDone) return false;
    desk.toasts.say("done", "Conversation resolved.");
    sendFocus("title");
    return true;
  },
};
