/**
 * Follows a conversation's control through its events, for screens that hold it between two reads.
 * The server's word stays the truth: a fresh read replaces what is followed here; what is shown lives in `transcript.ts`.
 */
import type { Party } from "./wire/actors.ts";
import type { Control, Phase, Status } from "./wire/conversation.ts";
import type { ConversationEvent } from "./wire/events.ts";

/** What both views of a conversation, the visitor's and the agent's, have in common. */
export interface Followed {
  readonly status: Status;
  readonly phase: Phase;
  readonly control: Control;
  readonly epoch: number;
  readonly head_seq: number;
  readonly human_handoff: boolean;
  readonly updated_at: number;
  readonly owner?: Party | null;
  readonly assistant?: Party | null;
}

/** The phase that a status and a control make; `isAsked` tells whether an offer of a human stands open. */
export function phaseOf(status: Status, control: Control, isAsked = false): Phase {
  if (status === "closed") return "closed";
  if (control.kind === "assistant") return isAsked ? "asked" : "assistant";
  if (control.kind === "waiting") return control.timed_out ? "busy" : "waiting";
  return control.has_spoken ? "live" : "joining";
}

/** The conversation after one more event; events it already contains change nothing. */
export function follow<C extends Followed>(conversation: C, event: ConversationEvent): C {
  if (event.seq <= conversation.head_seq) return conversation;
  const status = statusAfter(conversation.status, event);
  const control = controlAfter(conversation.control, event);
  const isAsked = isAskedAfter(conversation.phase === "asked", event);
  return {
    ...conversation,
    status,
    control,
    phase: phaseOf(status, control, isAsked),
    human_handoff: status === "active" && (control.kind !== "assistant" || (conversation.human_handoff && !endsRequest(event))),
    epoch: Math.max(conversation.epoch, event.epoch),
    head_seq: event.seq,
    updated_at: event.at,
    owner: control.kind === "agent" ? control.owner : null,
    assistant: control.kind === "assistant" ? control.assistant : conversation.assistant,
  };
}

function statusAfter(status: Status, event: ConversationEvent): Status {
  if (event.type === "resolved") return "closed";
  return event.type === "reopened" ? "active" : status;
}

function isAskedAfter(isAsked: boolean, event: ConversationEvent): boolean {
  if (event.type === "human_offered") return true;
  const isOver = event.type === "message" || event.type === "human_declined" || event.type === "resolved";
  return isAsked && !isOver;
}

/** "Continue with AI" leaves the request open to a late claim (policy R10); a release by a person ends it. */
function endsRequest(event: ConversationEvent): boolean {
  return event.type === "released" && event.data.cause !== "continued";
}

function controlAfter(control: Control, event: ConversationEvent): Control {
  const since = event.at;
  switch (event.type) {
    case "human_requested": {
      const { trigger, deadline, reason } = event.data;
      return { kind: "waiting", since, trigger, deadline, reason, timed_out: false };
    }
    case "wait_expired":
      return control.kind === "waiting" ? { ...control, timed_out: true } : control;
    case "taken_over":
      return { kind: "agent", owner: event.data.owner, since, has_spoken: false };
    case "transferred":
      return { kind: "agent", owner: event.data.to, since, has_spoken: false };
    case "released":
      return event.data.assistant ? { kind: "assistant", assistant: event.data.assistant, since } : control;
    case "message":
      return control.kind === "agent" && event.actor.kind === "agent" ? { ...control, has_spoken: true } : control;
    default:
      return control;
  }
}
