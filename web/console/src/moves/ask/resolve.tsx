/** The question before a conversation is closed. */
import type { QuestionProps } from "../move.ts";
import { isOverriding, ownerName } from "../parts/owning.ts";
import { asking } from "../run.ts";
import { OwnerTold } from "./owner.tsx";
import { YesQuestion } from "./yes.tsx";

export function ResolveQuestion(asked: QuestionProps) {
  const { context } = asked;
  const move = asking.value?.move;
  if (!move) return null;
  return (
    <YesQuestion {...asked} move={move} name="resolve" title={`Resolve ${isOverriding(context) ? `${ownerName(context)}’s` : "this"} conversation?`} yes="Yes, resolve">
      <OwnerTold context={context} step="you resolved it" />
      <p>
        {context.unanswered
          ? "The visitor's last message has not been answered. They will see that the conversation is resolved and may start a new one with the AI."
          : "The visitor will see that it is resolved and may start a new conversation with the AI. The transcript is kept."}
      </p>
    </YesQuestion>
  );
}
