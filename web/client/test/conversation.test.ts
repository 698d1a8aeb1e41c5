/** A screen that follows the events shows the same phase as the server. */
import { describe, expect, test } from "vitest";
import { type ConversationEvent, follow, type Phase, type VisitorConversation } from "../src/index.ts";
import { ANNA, ASSISTANT, SYSTEM, VISITOR } from "./fake.ts";

const START: VisitorConversation = {
  id: "c1",
  status: "active",
  phase: "assistant",
  control: { kind: "assistant", assistant: ASSISTANT, since: 0 },
  owner: null,
  assistant: ASSISTANT,
  epoch: 0,
  version: 1,
  head_seq: 0,
  human_handoff: false,
  created_at: 0,
  updated_at: 0,
};

const EVENTS = {
  visitor: ["message", {}, VISITOR],
  assistant: ["message", {}, ASSISTANT],
  agent: ["message", {}, ANNA],
  offered: ["human_offered", { buttons: [] }, SYSTEM],
  declined: ["human_declined", {}, VISITOR],
  requested: ["human_requested", { trigger: "button", deadline: 99 }, VISITOR],
  expired: ["wait_expired", {}, SYSTEM],
  contact: ["contact_left", { phone: "1" }, VISITOR],
  taken: ["taken_over", { owner: ANNA }, ANNA],
  transferred: ["transferred", { from: ANNA, to: { ...ANNA, id: "g2", name: "Ben" } }, ANNA],
  released: ["released", { assistant: ASSISTANT, cause: "released" }, ANNA],
  continued: ["released", { assistant: ASSISTANT, cause: "continued" }, VISITOR],
  lost: ["owner_lost", {}, SYSTEM],
  resolved: ["resolved", {}, ANNA],
  reopened: ["reopened", {}, ANNA],
} as const;

function run(names: (keyof typeof EVENTS)[]): VisitorConversation[] {
  let conversation = START;
  return names.map((name, nth) => {
    const [type, data, actor] = EVENTS[name];
    conversation = follow(conversation, { seq: nth + 1, type, at: nth, epoch: nth, actor, data } as unknown as ConversationEvent);
    return conversation;
  });
}

describe("phases", () => {
  test.each<[string, (keyof typeof EVENTS)[], Phase[]]>([
    ["an offer accepted", ["offered", "requested", "taken", "agent"], ["asked", "waiting", "joining", "live"]],
    ["an offer declined", ["offered", "declined"], ["asked", "assistant"]],
    ["an offer talked over", ["offered", "visitor"], ["asked", "assistant"]],
    ["a wait that ends busy, a number, a late claim", ["requested", "visitor", "expired", "contact", "taken"], ["waiting", "waiting", "busy", "busy", "joining"]],
    ["busy, back to the assistant, a late claim", ["requested", "expired", "released", "taken"], ["waiting", "busy", "assistant", "joining"]],
    ["a transfer before and after the first words", ["taken", "agent", "transferred", "agent"], ["joining", "live", "joining", "live"]],
    ["the owner lost and requeued", ["taken", "agent", "lost", "requested"], ["joining", "live", "live", "waiting"]],
    ["released", ["taken", "agent", "released"], ["joining", "live", "assistant"]],
    ["resolved and reopened", ["taken", "resolved", "reopened", "released"], ["joining", "closed", "joining", "assistant"]],
  ])("%s", (_name, names, phases) => expect(run(names).map((conversation) => conversation.phase)).toEqual(phases));
});

test("the owner is there exactly while an agent has control", () => {
  expect(run(["taken", "transferred", "released"]).map((conversation) => conversation.owner?.name ?? null)).toEqual(["Anna", "Ben", null]);
});

test("the flag for a human is up while one is asked for or there, and after going on with the assistant in the meantime", () => {
  const flags = (...names: (keyof typeof EVENTS)[]): boolean[] => run(names).map((conversation) => conversation.human_handoff);
  expect(flags("requested", "taken", "released")).toEqual([true, true, false]);
  expect(flags("taken", "resolved")).toEqual([true, false]);
  expect(flags("requested", "expired", "continued", "visitor", "taken")).toEqual([true, true, true, true, true]);
});

test("an event that the conversation already contains changes nothing", () => {
  const [taken] = run(["taken"]);
  const old = { seq: 1, type: "released", at: 0, epoch: 9, actor: ANNA, data: { assistant: ASSISTANT } } as unknown as ConversationEvent;
  expect(taken && follow(taken, old)).toBe(taken);
});
