/** Whether the settings keep their word about what is asked first (policy R11). */
import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import { MOVES } from "../../src/moves/index.ts";
import type { Move, MoveContext } from "../../src/moves/move.ts";
import { CONFIRMED } from "../../src/settings/policies/words.ts";
import { DEFAULT_RULES } from "../../src/state/rules.ts";
import { conversation, NOOR, withAgent } from "../make.ts";

/** One's own conversation, with nothing unanswered, in a workspace where only these are asked about. */
function given(...verbs: string[]): MoveContext {
  const confirms = Object.fromEntries(CONFIRMED.map(({ value }) => [value, verbs.includes(value)]));
  const desk = { me: { ...NOOR, role: "agent" }, rules: { now: signal({ ...DEFAULT_RULES, confirms }) }, team: { agents: signal([]) } };
  return { desk, conversation: conversation({ control: withAgent(NOOR) }), unanswered: null } as unknown as MoveContext;
}
const asks = (move: Move, context: MoveContext): boolean => move.asks?.(context, {}) ?? false;

it.each(CONFIRMED.map(({ value }) => value))("%s is asked about exactly where it was chosen", (verb) => {
  const heeding = MOVES.filter((move) => asks(move, given(verb)) && !asks(move, given()));
  expect(heeding).not.toEqual([]);
});
