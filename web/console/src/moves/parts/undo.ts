/** Takes a release back for a few seconds, as long as nothing else has happened to the conversation. */
import { Problem } from "@relevo/client";
import { signal } from "@preact/signals";
import type { Desk } from "../../state/desk.ts";
import { focusWriting } from "./writing.ts";

export const UNDO_MS = 5_000;

interface Pending {
  readonly id: string;
  /** Of the release itself: any later change of control has a higher one. */
  readonly epoch: number;
  readonly toastId: number;
}

/** The release that can still be taken back. */
export const pending = signal<Pending | null>(null);

/** Says that a release was done and offers to take it back. */
export function offerUndo(desk: Desk, { id, text, epoch }: { id: string; text: string; epoch: number }): void {
  const act = { label: "Undo", hint: "Z", run: () => void undo(desk) };
  const toastId = desk.toasts.say("done", text, { act, shownMs: UNDO_MS });
  const offered = { id, epoch, toastId };
  pending.value = offered;
  setTimeout(() => {
    if (pending.peek() === offered) pending.value = null;
  }, UNDO_MS);
}

export async function undo(desk: Desk): Promise<void> {
  const release = pending.peek();
  if (!release) return;
  pending.value = null;
  desk.toasts.dismiss(release.toastId);
  try {
    desk.rows.accept(await desk.api.takeOver(release.id, { expected_epoch: release.epoch }));
    desk.toasts.say("done", "Release undone. You have control again.");
    focusWriting(desk, release.id);
  } catch (error) {
    desk.commands.reread(release.id);
    desk.toasts.say("failed", tooLate(error));
  }
}

function tooLate(error: unknown): string {
  if (!(error instanceof Problem) || error.status !== 409) return "The release could not be undone. Take the conversation over again.";
  const owner = error.body.owner?.name;
  return owner ? `Too late to undo: ${owner} has this conversation now.` : "Too late to undo: the conversation has moved on meanwhile.";
}
