/**
 * Whether this agent is here: online, away because nobody has touched any tab of the console for a while, or away by choice.
 * How colleagues see each other is in `../state/team.ts`.
 */
import { type Kept, openKept, type Preferences, type PresenceState } from "@relevo/client";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../api/calls.ts";

export interface OwnPresence {
  /** Our own state as the others see it: the server's word. */
  readonly state: ReadonlySignal<PresenceState>;
  /** By hand: away stays away, whatever is touched. */
  choose(state: "online" | "away"): void;
  /** The server says how colleagues see us. */
  accept(state: PresenceState): void;
  close(): void;
}

/** A third of the server's lease of 45 s would be 15; 20 leaves room for one lost beat. */
const HEARTBEAT_MS = 20_000;
/** What is touched all the time is written down only this often. */
const NOTE_MS = 3_000;
const MINUTE_MS = 60_000;
/** What the server said before it heard of a choice arrives within this. */
const SETTLED_MS = 5_000;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

export interface PresenceParts {
  readonly api: Pick<Api, "presence">;
  readonly agentId: string;
  readonly preferences: ReadonlySignal<Preferences>;
  readonly onRefused: (error: unknown) => void;
  /** Shared by all tabs of this browser; the server sees to other browsers. */
  readonly kept?: Kept;
  readonly now?: () => number;
}

export function openPresence({ api, agentId, preferences, onRefused, kept = openKept(`relevo.console.${agentId}.presence.`), now = Date.now }: PresenceParts): OwnPresence {
  let wanted: PresenceState = "online";
  let touchedAt = now();
  let notedAt = -Infinity;

  /** Zero: not away by choice. */
  const chosenAt = (): number => Number(kept.get("away") ?? 0);
  const state = signal<PresenceState>(chosenAt() ? "away" : "online");
  const note = (): void => {
    notedAt = touchedAt;
    kept.set("touched", String(touchedAt));
  };
  const beat = (): void => {
    const idleMs = now() - Math.max(touchedAt, Number(kept.get("touched") ?? 0));
    wanted = chosenAt() || idleMs >= preferences.peek().away_after_min * MINUTE_MS ? "away" : "online";
    // A lost heartbeat needs no word: the next one says the same, and the feed tells when we are cut off.
    api.presence(wanted, true).catch(() => undefined);
  };
  const touched = (): void => {
    touchedAt = now();
    if (touchedAt - notedAt >= NOTE_MS) note();
    if (wanted !== "online" && !chosenAt()) beat();
  };

  note();
  beat();
  const timer = setInterval(beat, HEARTBEAT_MS);
  for (const sign of SIGNS_OF_LIFE) globalThis.addEventListener?.(sign, touched, { passive: true });
  return {
    state,
    choose(next) {
      touchedAt = now();
      note();
      kept.set("away", next === "away" ? String(touchedAt) : null);
      wanted = next;
      state.value = next;
      api.presence(next, false).catch(onRefused);
    },
    accept(next) {
      // "Offline" of somebody who reads this is a lease that ran out, and the next beat mends it.
      if (next === "offline") return;
      state.value = next;
      // Back at another machine: the absence that was chosen here is over.
      if (next === "online" && chosenAt() && now() - chosenAt() > SETTLED_MS) kept.set("away", null);
    },
    close() {
      clearInterval(timer);
      for (const sign of SIGNS_OF_LIFE) globalThis.removeEventListener?.(sign, touched);
    },
  };
}
