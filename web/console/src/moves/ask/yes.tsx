/** A question that is answered with yes or not at all, and the move that follows from a yes. What is asked is up to the questions beside this. */
import { Button, type ButtonProps, Dialog } from "@relevo/ui";
import type { ComponentChildren } from "preact";
import type { Move, QuestionProps } from "../move.ts";
import { runMove, running } from "../run.ts";

export interface YesProps extends QuestionProps {
  readonly move: Move;
  readonly title: string;
  /** What the button says. */
  readonly yes: string;
  /** Without it a yes is what Enter says; a dangerous one wants to be aimed at. */
  readonly isDangerous?: boolean;
  readonly icon?: ButtonProps["icon"];
  /** How tests call the question. */
  readonly name: string;
  readonly children?: ComponentChildren;
}

export function YesQuestion({ move, context, choice, onClose, title, yes, isDangerous = false, icon, name, children }: YesProps) {
  const confirm = async (): Promise<void> => {
    await runMove(move, context, choice);
    onClose();
  };
  return (
    <Dialog
      title={title}
      testid={`${name}-dialog`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant={isDangerous ? "danger" : "primary"}
            {...(icon ? { icon } : {})}
            testid={`${name}-confirm`}
            busy={running.value === move.name}
            autofocus={!isDangerous}
            onClick={confirm}
          >
            {yes}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
