/** The title of the tab: how many people wait, before anything else. */
import type { Counts } from "@relevo/client";
import { effect, type ReadonlySignal } from "@preact/signals";

const NAME = "Relevo";

export function titleOf(waiting: number): string {
  return waiting > 0 ? `(${waiting}) waiting · ${NAME}` : `Conversations · ${NAME}`;
}

/** Follows the counts; the returned function gives the plain name back. */
export function followTitle(counts: ReadonlySignal<Counts>): () => void {
  const stop = effect(() => {
    document.title = titleOf(counts.value.handoff);
  });
  return () => {
    stop();
    document.title = NAME;
  };
}
