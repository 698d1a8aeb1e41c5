/** What taking a conversation from a colleague means, before it is done. */
import type { QuestionProps } from "../move.ts";
import { move } from "../override.tsx";
import { ownerName } from "../parts/owning.ts";
import { OwnerTold } from "./owner.tsx";
import { YesQuestion } from "./yes.tsx";

export function OverrideQuestion(asked: QuestionProps) {
  const { context } = asked;
  return (
    <YesQuestion {...asked} move={move} name="override" title={`Take over from ${ownerName(context)}?`} yes="Yes, take over" icon="hand" isDangerous>
      <OwnerTold context={context} step="you took over" />
    </YesQuestion>
  );
}
