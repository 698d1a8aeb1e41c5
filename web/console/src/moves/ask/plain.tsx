/** "Take over?" — "Yes": a move in words, and nothing else to decide. */
import { visitorName } from "../../list/words.ts";
import type { QuestionProps } from "../move.ts";
import { asking } from "../run.ts";
import { YesQuestion } from "./yes.tsx";

export function PlainQuestion(asked: QuestionProps) {
  const move = asking.value?.move;
  if (!move) return null;
  return (
    <YesQuestion {...asked} move={move} name="plain" title={`${move.label}?`} yes={`Yes, ${move.label.toLowerCase()}`} icon={move.icon}>
      <p>
        It is about the conversation with <bdi>{visitorName(asked.context.conversation)}</bdi>.
      </p>
    </YesQuestion>
  );
}
