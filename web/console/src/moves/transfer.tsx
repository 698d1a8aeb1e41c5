/** Pass a conversation on to a colleague or a team, with a word about it that only they see. */
import { type AgentConversation, Problem } from "@relevo/client";
import { problemText } from "../api/problem-text.ts";
import type { TransferChoice } from "../api/shapes.ts";
import { sendFocus } from "../page/focus.ts";
import { asSeen, mayGiveAway } from "./parts/owning.ts";
import type { Move, MoveContext } from "./move.ts";
import { question } from "./run.ts";

const TransferDialog = question(() => import("./ask/transfer.tsx").then((file) => file.TransferDialog));

export const move: Move = {
  name: "transfer",
  order: 25,
  icon: "transfer",
  variant: "plain",
  keys: ["f"],
  label: "Transfer",
  help: "Transfer to a colleague or a team",
  isOffered: mayGiveAway,
  asks: () => true,
  Question: TransferDialog,
  run: (context, choice) => transfer(context, choice as TransferChoice).then((refusal) => refusal === null),
};

/** Null when it was done; otherwise why not, for the dialog to go on with. Lost races are shown by the desk. */
export async function transfer(context: MoveContext, choice: TransferChoice): Promise<Problem | null> {
  const { desk } = context;
  const { id } = context.conversation;
  let refusal: Problem | null = null;
  const call = (): Promise<AgentConversation> => desk.api.transfer(id, { ...choice, ...asSeen(context) });
  const isDone = await desk.commands.run(id, "move", call, (problem) => {
    refusal = problem;
    return problem.slug === "target-unavailable" || problem.slug === "validation";
  });
  if (isDone) sendFocus("title");
  return isDone ? null : (refusal ?? new Problem({ type: "network", title: problemText(null), status: 0 }));
}
