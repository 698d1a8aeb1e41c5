/**
 * Who takes part: visitors, agents, assistants and the system.
 * What they do stands in `events.ts`.
 */

export type ActorKind = "visitor" | "agent" | "assistant" | "system";

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly avatar_url: string | null;
}

export interface Actor extends Party {
  readonly kind: ActorKind;
}
