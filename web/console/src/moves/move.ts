/**
 * What a control move is to the screen: a button, its key, whether it is offered, what it asks first and what it does.
 * One file per move in this folder; `index.ts` finds them. The rules themselves are the server's.
 */
import type { AgentConversation } from "@relevo/client";
import type { ButtonProps, IconName } from "@relevo/ui";
import type { ComponentType } from "preact";
import type { Desk } from "../state/desk.ts";
import type { Unanswered } from "../state/standing.ts";

export interface MoveContext {
  readonly desk: Desk;
  readonly conversation: AgentConversation;
  /** The visitor's message that nobody has answered. */
  readonly unanswered: Unanswered | null;
}

/** What was picked for this run, such as an assistant. */
export type Choice = Readonly<Record<string, string | boolean | null>>;

export interface QuestionProps {
  readonly context: MoveContext;
  readonly choice: Choice;
  readonly onClose: () => void;
}

export interface BesideProps {
  readonly context: MoveContext;
  readonly onChoose: (choice: Choice) => void;
}

export interface Move {
  /** Also the `data-testid` of its button. */
  readonly name: string;
  /** Started by something else than a button of its own in the header, such as the assignee menu. */
  readonly isHidden?: boolean;
  /** Buttons stand in this order; the first is the one to press most often. */
  readonly order: number;
  readonly icon: IconName;
  readonly variant: NonNullable<ButtonProps["variant"]>;
  /** The keys that start it; the first is shown. */
  readonly keys: readonly string[];
  readonly label: string;
  /** Its words for this conversation, where they name somebody. */
  labelFor?(context: MoveContext): string;
  /** The line on the sheet of shortcuts. */
  readonly help: string;
  isOffered(context: MoveContext): boolean;
  /** True when the question has to be answered before; without a question the move runs at once. */
  asks?(context: MoveContext, choice: Choice): boolean;
  readonly Question?: ComponentType<QuestionProps>;
  /** Its name among the verbs that may be made to ask first (policy R11), where it has no question of its own. */
  readonly verb?: string;
  /** Something beside the button, such as a menu of targets. */
  readonly Beside?: ComponentType<BesideProps>;
  /** True when it was done. Refusals are shown by the desk. */
  run(context: MoveContext, choice: Choice): Promise<boolean>;
}
