/** Open a resolved conversation again; who answers then is policy R1. */
import { mayAct, standingOf } from "../state/standing.ts";
import { asksFirst, PlainQuestion } from "./parts/asking.tsx";
import type { Move } from "./move.ts";

export const move: Move = {
  name: "reopen",
  order: 10,
  icon: "retry",
  variant: "plain",
  keys: ["o"],
  label: "Reopen",
  help: "Reopen",
  verb: "reopen",
  asks: asksFirst,
  Question: PlainQuestion,
  isOffered: ({ desk, conversation }) => mayAct(desk.me) && standingOf(conversation, desk.me.id) === "ended",
  async run({ desk, conversation: { id } }) {
    const isDone = await desk.commands.run(id, "move", () => desk.api.reopen(id));
    if (isDone) desk.toasts.say("done", "Conversation reopened.");
    return isDone;
  },
};
