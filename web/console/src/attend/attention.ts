/** Tells the colleagues what this agent does in the open conversation: look, write a reply, write a note. Who else does is in `viewers.tsx`. */
import type { AttentionState } from "@relevo/client";
import type { Api } from "../api/calls.ts";

export interface Attention {
  /** Another conversation is open, or none. */
  follow(id: string | null): void;
  /** A key was pressed in a message box; a note never makes a visitor see typing. */
  wrote(kind: "typing" | "noting"): void;
  /** What was written is sent, or deleted again: colleagues need not wait for the pause. */
  stopped(): void;
  close(): void;
}

/** A third of the lease of 30 s. */
const BEAT_MS = 10_000;
/** Nothing typed for this long: looking on again. */
const PAUSE_MS = 5_000;

/** Whoever only passes by on the way through the list looks at nothing. */
const DWELL_MS = 120;

export interface AttentionParts {
  readonly api: Pick<Api, "attention">;
  readonly isHidden?: () => boolean;
  readonly now?: () => number;
}

export function openAttention({ api, isHidden = () => document.hidden, now = Date.now }: AttentionParts): Attention {
  let id: string | null = null;
  let state: AttentionState = "gone";
  let wroteAt = -Infinity;
  let saidAt = -Infinity;
  let arrival: ReturnType<typeof setTimeout> | undefined;

  const say = (next: AttentionState): void => {
    if (!id) return;
    state = next;
    saidAt = now();
    // A lost word needs no repair: the next beat says the same.
    api.attention(id, next).catch(() => undefined);
  };
  /** What is true now, said when it is news or its lease would run out. */
  const beat = (): void => {
    if (!id) return;
    const isWriting = now() - wroteAt < PAUSE_MS && (state === "typing" || state === "noting");
    const next = isHidden() ? "gone" : isWriting ? state : "viewing";
    if (next !== state || (next !== "gone" && now() - saidAt >= BEAT_MS)) say(next);
  };
  const leave = (): void => {
    if (state !== "gone") say("gone");
  };
  const timer = setInterval(beat, 1_000);
  globalThis.addEventListener?.("pagehide", leave);
  globalThis.document?.addEventListener("visibilitychange", beat);

  return {
    follow(next) {
      if (next === id) return;
      leave();
      id = next;
      state = "gone";
      wroteAt = -Infinity;
      clearTimeout(arrival);
      arrival = setTimeout(beat, DWELL_MS);
    },
    wrote(kind) {
      wroteAt = now();
      if (kind !== state) say(kind);
    },
    stopped() {
      wroteAt = -Infinity;
      beat();
    },
    close() {
      leave();
      clearTimeout(arrival);
      clearInterval(timer);
      globalThis.removeEventListener?.("pagehide", leave);
      globalThis.document?.removeEventListener("visibilitychange", beat);
    },
  };
}
