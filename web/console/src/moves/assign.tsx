/** Give a conversation to a colleague, an AI agent or the queue, from the assignee menu; to oneself it is a takeover, with its own move. */
import type { AgentConversation, AssistantListing } from "@relevo/client";
import type { ReleaseChoice } from "../api/calls.ts";
import type { Assignment } from "../api/shapes.ts";
import { colleagueName } from "../assign/targets.ts";
import { mayAct, standingOf } from "../state/standing.ts";
import { asSeen, isOverriding } from "./parts/owning.ts";
import { askAgain, question } from "./run.ts";
import type { Choice, Move, MoveContext } from "./move.ts";

const AssignQuestion = question(() => import("./ask/assign.tsx").then((file) => file.AssignQuestion));

export const move: Move = {
  name: "assign",
  order: 90,
  isHidden: true,
  icon: "unassigned",
  variant: "plain",
  keys: [],
  label: "Assign",
  help: "Assign",
  isOffered(context) {
    const { desk, conversation } = context;
    const standing = standingOf(conversation, desk.me.id);
    if (!mayAct(desk.me) || standing === "ended") return false;
    return standing !== "other" || isOverriding(context);
  },
  asks(context, choice) {
    if (choice["assistant_id"]) return isWithNobody(context) && context.unanswered !== null;
    return isOverriding(context) || isAbsent(context, choice);
  },
  Question: AssignQuestion,
  run(context, choice) {
    const { desk } = context;
    const { id } = context.conversation;
    return desk.commands
      .run(id, "move", () => give(context, choice), (problem) => {
        if (problem.slug !== "target-unavailable" || problem.body["can_confirm"] === false) return false;
        askAgain(move, context, { ...choice, confirm: true });
        return true;
      })
      .then((isDone) => {
        if (isDone) desk.toasts.say("done", said(context, choice));
        return isDone;
      });
  },
};

/** From the queue to an AI agent it is a release, which can ask for an answer at once. What is a colleague's goes only from whom the question named. */
function give(context: MoveContext, choice: Choice): Promise<AgentConversation> {
  const { desk, conversation } = context;
  if (choice["answer_now"]) return desk.api.release(conversation.id, choice as ReleaseChoice);
  return desk.api.assign(conversation.id, { ...(choice as Assignment), ...asSeen(context) });
}

function isWithNobody({ conversation: { control } }: MoveContext): boolean {
  return control.kind === "waiting";
}

/** Not there, as far as this desk knows, or by the word of the server. */
export function isAbsent(context: MoveContext, choice: Choice): boolean {
  const presence = targetOf(context, choice)?.presence ?? "online";
  return choice["confirm"] === true || (presence !== "online" && context.desk.rules.now.value.transferOffline === "warn");
}

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
