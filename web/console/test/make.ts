/** Makes conversations and events for tests; every field can be given. */
import type { Actor, AgentConversation, Control, ConversationEvent, EventData, EventType } from "@relevo/client";

export const MAYA = { id: "as_maya", name: "Maya", avatar_url: null };
export const NOOR = { id: "ag_noor", name: "Noor Haddad", avatar_url: null };
export const ANA = { id: "ag_ana", name: "Ana Ruiz", avatar_url: null };
export const VISITOR: Actor = { kind: "visitor", id: "vi_1", name: "Pavel", avatar_url: null };
export const asAgent = (one: typeof NOOR): Actor => ({ kind: "agent", ...one });
export const ASSISTANT: Actor = { kind: "assistant", ...MAYA };

export const withAssistant: Control = { kind: "assistant", assistant: MAYA, since: 0 };
export const waitingSince = (since: number): Control => ({ kind: "waiting", since, trigger: "button", deadline: since + 180_000, timed_out: false });
export const withAgent = (owner: typeof NOOR, has_spoken = true): Control => ({ kind: "agent", owner, since: 5, has_spoken });

export function conversation(given: Partial<AgentConversation> = {}): AgentConversation {
  const { control = withAssistant } = given;
  return {
    id: "c1",
    inbox: { id: "in", name: "Shop" },
    channel: "web",
    visitor: { id: "vi_1", name: "Pavel", locale: "cs" },
    status: "active",
    phase: "assistant",
    control,
    epoch: 1,
    version: 1,
    head_seq: 1,
    human_handoff: false,
    last_responder: null,
    labels: [],
    unread: 0,
    last_message: null,
    requested_at: control.kind === "waiting" ? control.since : null,
    subject: null,
    contact_phone: null,
    created_at: 0,
    updated_at: 0,
    ...given,
  };
}

export function event<T extends EventType>(seq: number, type: T, data: EventData[T], given: Partial<ConversationEvent> = {}): ConversationEvent {
  return { seq, type, at: seq * 1_000, epoch: 1, actor: VISITOR, data, ...given } as ConversationEvent;
}

export const said = (seq: number, actor: Actor, text: string, at = seq * 1_000): ConversationEvent => event(seq, "message", { id: `m${seq}`, text }, { actor, at });

/** A promise that the test settles by hand. */
export function later<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Lets everything that waits for a microtask run. */
export const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 0));
