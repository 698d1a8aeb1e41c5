/** Who works here: the other agents with their presence, and the assistants. Our own presence is `../attend/presence.ts`. */
import type { AgentPresence, AssistantListing, Party, PresenceState } from "@relevo/client";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../api/calls.ts";

export interface Team {
  readonly agents: ReadonlySignal<readonly AgentPresence[]>;
  readonly assistants: ReadonlySignal<readonly AssistantListing[]>;
  refresh(): Promise<void>;
  accept(agent: Party, state: PresenceState): void;
}

export function openTeam(api: Pick<Api, "agents" | "assistants">): Team {
  const agents = signal<readonly AgentPresence[]>([]);
  const assistants = signal<readonly AssistantListing[]>([]);
  return {
    agents,
    assistants,
    async refresh() {
      const [people, machines] = await Promise.allSettled([api.agents(), api.assistants()]);
      if (people.status === "fulfilled") agents.value = people.value;
      if (machines.status === "fulfilled") assistants.value = machines.value;
    },
    accept(agent, state) {
      agents.value = agents.peek().map((one) => (one.id === agent.id ? { ...one, presence: state } : one));
    },
  };
}
