/** Sending what was written first takes the conversation over: a move of its own, with the same question as before any taking over. */
import type { Move } from "../moves/move.ts";
import { asksFirst, PlainQuestion } from "../moves/parts/asking.tsx";
import { sendFocus } from "../page/focus.ts";
import { mayAct, standingOf } from "../state/standing.ts";

export const sending: Move = {
  name: "take-over-and-send",
  order: 11,
  isHidden: true,
  icon: "hand",
  variant: "primary",
  keys: [],
  label: "Take over and send",
  help: "Take over and send",
  verb: "take_over",
  asks: asksFirst,
  Question: PlainQuestion,
  isOffered({ desk, conversation }) {
    const standing = standingOf(conversation, desk.me.id);
    return mayAct(desk.me) && (standing === "assistant" || standing === "waiting");
  },
  run({ desk, conversation: { id } }) {
    const isSent = desk.composers.of(id).send();
    desk.attention.stopped();
    sendFocus("composer");
    return Promise.resolve(isSent);
  },
};
