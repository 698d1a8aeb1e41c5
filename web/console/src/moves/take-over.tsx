/** Take a conversation over from the assistant. */
import { mayAct, standingOf } from "../state/standing.ts";
import { takeControl } from "./parts/taking.ts";
import { asksFirst, PlainQuestion } from "./parts/asking.tsx";
import type { Move } from "./move.ts";

export const move: Move = {
  name: "take-over",
  order: 10,
  icon: "hand",
  variant: "primary",
  keys: ["t"],
  label: "Take over",
  help: "Take over or claim",
  verb: "take_over",
  asks: asksFirst,
  Question: PlainQuestion,
  isOffered: ({ desk, conversation }) => mayAct(desk.me) && standingOf(conversation, desk.me.id) === "assistant",
  run: takeControl,
};
