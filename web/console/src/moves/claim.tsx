/** Claim a conversation whose visitor waits for a person: the same command as taking over, said in the words of a queue. */
import { mayAct, standingOf } from "../state/standing.ts";
import { takeControl } from "./parts/taking.ts";
import { asksFirst, PlainQuestion } from "./parts/asking.tsx";
import type { Move } from "./move.ts";

export const move: Move = {
  name: "claim",
  order: 10,
  icon: "hand",
  variant: "primary",
  keys: ["t"],
  label: "Claim",
  help: "Take over or claim",
  verb: "take_over",
  asks: asksFirst,
  Question: PlainQuestion,
  isOffered: ({ desk, conversation }) => mayAct(desk.me) && standingOf(conversation, desk.me.id) === "waiting",
  run: takeControl,
};
