/** Give a conversation to a colleague, an AI agent or the queue, from the assignee menu; to oneself it is a takeover, with its own move. */
import type { AssistantListing } from "@relevo/client";
import type { Assignment } from "../api/shapes.ts";
import { colleagueName } from "../assign/targets.ts";
import { soon } from "../page/later.tsx";
import { mayOverride } from "../state/rules.ts";
import { mayAct, standingOf } from "../state/standing.ts";
import { askAgain } from "./run.ts";
import type { Choice, Move, MoveContext, QuestionProps } from "./move.ts";

const OfflineQuestion = soon<QuestionProps>(() => import("./ask/offline.tsx").then((file) => file.OfflineQuestion));

export const move: Move = {
  name: "assign",
  order: 90,
  isHidden: true,
  icon: "unassigned",
  variant: "plain",
  keys: [],
  label: "Assign",
  help: "Assign",
  isOffered({ desk, conversation }) {
    const standing = standingOf(conversation, desk.me.id);
    if (!mayAct(desk.me) || standing === "ended") return false;
    return standing !== "other" || mayOverride(desk.me, desk.rules.now.value);
  },
  asks(context, choice) {
    const presence = targetOf(context, choice)?.presence ?? "online";
    return presence !== "online" && context.desk.rules.now.value.transferOffline === "warn";
  },
  Question: OfflineQuestion,
  run(context, choice) {
    const { desk, conversation } = context;
    const call = () => desk.api.assign(conversation.id, choice as Assignment);
    return desk.commands
      .run(conversation.id, "move", call, (problem) => {
        if (problem.slug !== "target-unavailable" || problem.body["can_confirm"] === false) return false;
        askAgain(move, context, choice);
        return true;
      })
      .then((isDone) => {
        if (isDone) desk.toasts.say("done", said(context, choice));
        return isDone;
      });
  },
};

/** The colleague that was picked, if it was one. */
export function targetOf({ desk }: MoveContext, { agent_id: id }: Choice) {
  return desk.team.agents.value.find((agent) => agent.id === id) ?? null;
}


function said(context: MoveContext, choice: Choice): string {
  const target = targetOf(context, choice);
  if (target) return `Assigned to ${colleagueName(target)}.`;
  const assistants: readonly AssistantListing[] = context.desk.team.assistants.value;
  const chosen = assistants.find(({ id }) => id === choice["assistant_id"]);
  return chosen ? `${chosen.name} answers this visitor again.` : "Back in the queue.";
}
