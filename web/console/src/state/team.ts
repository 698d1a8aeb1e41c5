/** Who works here: the other agents with their presence, the assistants, and our own heartbeat. */
import type { AgentPresence, AssistantListing, Party, PresenceState } from "@relevo/client";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../api/calls.ts";

export interface Team {
  readonly agents: ReadonlySignal<readonly AgentPresence[]>;
  readonly assistants: ReadonlySignal<readonly AssistantListing[]>;
  /** Our own state as the others see it. */
  readonly own: ReadonlySignal<PresenceState>;
  refresh(): Promise<void>;
  accept(agent: Party, state: PresenceState): void;
  /** Starts the heartbeat; the returned function ends it. */
  attend(): () => void;
}

/** A third of the server's lease of 45 s would be 15; 20 leaves room for one lost beat. */
const HEARTBEAT_MS = 20_000;
/** Nothing touched for this long: away, though the page is in front. */
const IDLE_MS = 5 * 60_000;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

export function openTeam(api: Pick<Api, "agents" | "assistants" | "presence">): Team {
  const agents = signal<readonly AgentPresence[]>([]);
  const assistants = signal<readonly AssistantListing[]>([]);
  const own = signal<PresenceState>("online");
  let touchedAt = Date.now();

  const beat = (): void => {
    own.value = presenceOf(document.hidden, Date.now() - touchedAt);
    // A lost heartbeat needs no word: the next one says the same, and the feed tells when we are cut off.
    api.presence(own.value).catch(() => undefined);
  };
  const touched = (): void => {
    touchedAt = Date.now();
    if (own.peek() === "away" && !document.hidden) beat();
  };

  return {
    agents,
    assistants,
    own,
    async refresh() {
      const [people, machines] = await Promise.allSettled([api.agents(), api.assistants()]);
      if (people.status === "fulfilled") agents.value = people.value;
      if (machines.status === "fulfilled") assistants.value = machines.value;
    },
    accept(agent, state) {
      agents.value = agents.peek().map((one) => (one.id === agent.id ? { ...one, presence: state } : one));
    },
    attend() {
      beat();
      const timer = setInterval(beat, HEARTBEAT_MS);
      document.addEventListener("visibilitychange", beat);
      for (const sign of SIGNS_OF_LIFE) addEventListener(sign, touched, { passive: true });
      return () => {
        clearInterval(timer);
        document.removeEventListener("visibilitychange", beat);
        for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, touched);
      };
    },
  };
}

/** Online means: in front of the eyes and touched lately. */
export function presenceOf(isHidden: boolean, idleMs: number): PresenceState {
  return isHidden || idleMs >= IDLE_MS ? "away" : "online";
}
