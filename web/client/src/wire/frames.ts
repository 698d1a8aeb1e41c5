/**
 * What streams tell besides the log: it is heard once, or not at all.
 * The log itself stands in `events.ts`.
 */
import type { Actor, Party } from "./actors.ts";
import type { AgentConversation, QueuePlace } from "./conversation.ts";
import type { Counts } from "./inbox.ts";

/** Frames that are not in the log: they carry no id and are never replayed. */
export type Ephemeral =
  | { readonly type: "draft"; readonly turn: string; readonly epoch: number; readonly text_so_far: string; readonly delta?: undefined }
  | { readonly type: "draft"; readonly turn: string; readonly epoch: number; readonly delta: string; readonly text_so_far?: undefined }
  | { readonly type: "draft_cut"; readonly turn: string }
  | { readonly type: "typing"; readonly actor: Actor; readonly text?: string | null }
  | ({ readonly type: "queue" } & QueuePlace)
  | { readonly type: "attention"; readonly viewers: readonly Viewer[] }
  | { readonly type: "presence"; readonly agent: Party; readonly state: PresenceState }
  | ({ readonly type: "conversation" } & AgentConversation)
  | ({ readonly type: "counts" } & Partial<Counts>)
  | ({ readonly type: "notification" } & Notification)
  | { readonly type: "ping"; readonly head_seq?: number }
  | { readonly type: "reset"; readonly reason: string }
  | { readonly type: "bye" };

/** What an agent does in a conversation that is open in their console. */
export type AttentionState = "viewing" | "typing" | "noting" | "gone";

export interface Viewer {
  readonly agent: Party;
  readonly state: AttentionState;
}

export type PresenceState = "online" | "away" | "offline";

export interface Notification {
  readonly id: string;
  readonly kind: string;
  readonly conversation_id: string | null;
  readonly title: string;
  readonly text: string;
  readonly reason?: string | null;
  readonly actor?: Actor | null;
  readonly at: number;
}
