/** Who was faster: the last refusal of a conversation that named another owner, until it is settled or dismissed. */
import { type Party, Problem } from "@relevo/client";
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

export interface Conflict {
  /** What was refused. */
  readonly at: "take-over" | "reply" | "move";
  /** Null when nobody has control any more: the assistant or nobody yet. */
  readonly owner: Party | null;
  /** ms UTC, since when the owner has it; null when the server did not say. */
  readonly since: number | null;
}

export interface Conflicts {
  of(id: string): ReadonlySignal<Conflict | null>;
  show(id: string, conflict: Conflict): void;
  clear(id: string): void;
}

export function openConflicts(): Conflicts {
  const all = new Map<string, Signal<Conflict | null>>();
  const of = (id: string): Signal<Conflict | null> => {
    let conflict = all.get(id);
    if (!conflict) all.set(id, (conflict = signal<Conflict | null>(null)));
    return conflict;
  };
  return {
    of,
    show(id, conflict) {
      of(id).value = conflict;
    },
    clear(id) {
      of(id).value = null;
    },
  };
}

/** The conflict a refusal tells of, or null when it is another kind of refusal. */
export function conflictOf(error: unknown, at: Conflict["at"]): Conflict | null {
  if (!(error instanceof Problem) || (error.slug !== "taken" && error.slug !== "not-in-control")) return null;
  const { owner, since, control } = error.body;
  const held = control?.kind === "agent" ? control : null;
  return { at, owner: owner ?? held?.owner ?? null, since: since ?? held?.since ?? null };
}
