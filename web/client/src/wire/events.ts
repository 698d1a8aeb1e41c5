/**
 * The entries of a conversation's log.
 * What is told and never kept stands in `frames.ts`.
 */
import type { Actor, Party } from "./actors.ts";
import type { Control, Trigger } from "./conversation.ts";

export interface OfferButton {
  readonly id: "accept" | "decline" | (string & {});
  readonly label: string;
}

/** The visitor asked in words, the assistant failed, it did not know, or a rule of the workspace. */
export type OfferCause = "keyword" | "failure" | "unknown_answer" | "rule";

/** What each event type carries in `data`. A client ignores types that are not listed. */
export interface EventData {
  conversation_started: { readonly [field: string]: unknown };
  message: { readonly id: string; readonly text: string; readonly client_id?: string | null; readonly turn?: string | null };
  answer_cut: { readonly turn: string; readonly text: string };
  human_offered: {
    readonly text: string;
    readonly buttons: readonly OfferButton[];
    /** Why, for the team alone. */
    readonly cause?: OfferCause | (string & {}) | null;
  };
  human_declined: { readonly text?: string | null; readonly buttons?: readonly OfferButton[] };
  human_requested: {
    readonly trigger: Trigger;
    readonly reason?: string | null;
    readonly deadline: number | null;
    readonly team_id?: string | null;
    /** What a transfer to a team was given along; for the team alone. */
    readonly note?: string | null;
    readonly text: string;
  };
  wait_expired: { readonly text: string };
  contact_left: { readonly phone: string; readonly text?: string | null };
  taken_over: { readonly owner: Party; readonly from: Control | { readonly kind: string }; readonly text: string; readonly forced?: boolean };
  joined: { readonly owner: Party; readonly text: string };
  transferred: { readonly from: Party | null; readonly to: Party; readonly note?: string | null; readonly text: string; readonly cause?: string | null };
  released: { readonly assistant: Party | null; readonly text: string; readonly cause: string };
  owner_lost: { readonly text?: string | null };
  resolved: { readonly text: string };
  reopened: { readonly text: string };
  handoff_note: { readonly form: "replay" | "summary"; readonly text: string; readonly commitments: readonly unknown[] };
  note: { readonly id?: string; readonly text: string; readonly mentions?: readonly { readonly id: string; readonly name: string }[] };
  labels_changed: { readonly labels: readonly string[] };
  renamed: { readonly subject: string };
}

export type EventType = keyof EventData;

export type EventOf<T extends EventType> = {
  readonly seq: number;
  readonly type: T;
  readonly at: number;
  readonly epoch: number;
  readonly actor: Actor;
  readonly data: EventData[T];
};

/** One entry of a conversation's log: a union that narrows on `type`. */
export type ConversationEvent = { [T in EventType]: EventOf<T> }[EventType];

export interface EventPage {
  readonly events: readonly ConversationEvent[];
  readonly head_seq: number;
}
