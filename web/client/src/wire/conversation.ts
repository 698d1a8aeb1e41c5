/**
 * A conversation as it is read: who has control of it, and how visitors and agents see it.
 * What happened in it stands in `events.ts`. Times are integer milliseconds UTC here and everywhere on the wire.
 */
import type { Actor, Party } from "./actors.ts";

export type Control =
  | { readonly kind: "assistant"; readonly assistant: Party; readonly since: number }
  | {
      readonly kind: "waiting";
      readonly since: number;
      readonly trigger: Trigger;
      readonly reason?: string | null;
      /** Whose queue it stands in; null for everybody's. */
      readonly team_id?: string | null;
      readonly deadline: number | null;
      readonly timed_out: boolean;
    }
  | { readonly kind: "agent"; readonly owner: Party; readonly since: number; readonly has_spoken: boolean };

/** What made a conversation wait for a person; a later server may know more. */
export type KnownTrigger = "button" | "keyword" | "assistant" | "rule" | "api" | "transfer" | "queued" | "reopened" | "owner_lost" | "unanswered";
export type Trigger = KnownTrigger | (string & {});

/** What the visitor's screen shows; `joining` means an agent has it and has not spoken yet. */
export type Phase = "assistant" | "asked" | "waiting" | "busy" | "joining" | "live" | "closed";

export type Status = "active" | "closed";

/** Where a waiting visitor stands; null is what the workspace does not show, or what nobody knows. */
export interface QueuePlace {
  readonly position: number | null;
  readonly estimated_wait_s: number | null;
}

export interface VisitorConversation {
  readonly id: string;
  readonly status: Status;
  readonly phase: Phase;
  readonly control: Control;
  readonly owner: Party | null;
  readonly assistant: Party | null;
  readonly epoch: number;
  readonly version: number;
  readonly head_seq: number;
  readonly human_handoff: boolean;
  readonly created_at: number;
  readonly updated_at: number;
  /** Only while waiting or busy. */
  readonly queue?: QueuePlace | null;
}

export interface VisitorProfile {
  readonly id: string;
  readonly name: string | null;
  readonly locale: string | null;
  readonly [field: string]: unknown;
}

export interface LastMessage {
  readonly text: string;
  readonly at: number;
  readonly actor: Actor;
}

/** A conversation as agents see it; a row of the inbox has the same shape. */
export interface AgentConversation {
  readonly id: string;
  readonly inbox: { readonly id: string; readonly name: string };
  readonly channel: string;
  readonly visitor: VisitorProfile;
  readonly status: Status;
  readonly phase: Phase;
  readonly control: Control;
  readonly epoch: number;
  readonly version: number;
  readonly head_seq: number;
  readonly human_handoff: boolean;
  readonly last_responder: Actor | null;
  readonly labels: readonly string[];
  /** Visitor messages nobody has answered. */
  readonly unread: number;
  readonly last_message: LastMessage | null;
  /** Since when a person is asked for; null when nobody asks, or since a release that settled it. */
  readonly requested_at?: number | null;
  /** What made them ask, as long as they do; a visitor who goes on with the assistant still asks. */
  readonly request_trigger?: Trigger | null;
  readonly subject: string | null;
  readonly contact_phone: string | null;
  /** The conversation that this one follows on. */
  readonly previous_id?: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}
