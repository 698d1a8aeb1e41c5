/**
 * One alert for one event, however many tabs are open: the first to take its name tells it, and nobody does while any tab has the
 * conversation in front. By Web Locks; where there are none (plain http), by word of mouth between the tabs.
 */

export interface Tabs {
  /** True for one tab of this agent in this browser. */
  isFirst(alertId: string): Promise<boolean>;
  /** Which conversation is in front of the eyes in this tab, if any. */
  look(conversationId: string | null): void;
  /** Whether any tab has it in front. */
  isLookedAt(conversationId: string): Promise<boolean>;
  close(): void;
}

/** Tabs hear of the same event within less than this, also those that the browser has slowed down. */
const KEPT_MS = 60_000;

export function openTabs(agentId: string): Tabs {
  const name = `relevo.console.${agentId}`;
  return globalThis.navigator?.locks ? withLocks(name, navigator.locks) : withWords(name);
}

export function withLocks(name: string, locks: Pick<LockManager, "request" | "query">): Tabs {
  let leave: () => void = () => undefined;
  let looked: string | null = null;
  const lookName = (id: string): string => `${name}.look.${id}`;
  const look = (id: string | null): void => {
    if (id === looked) return;
    leave();
    looked = id;
    if (!id) return;
    const until = new Promise<void>((done) => (leave = done));
    // Shared: two windows side by side may both have it in front.
    void locks.request(lookName(id), { mode: "shared" }, () => until);
  };
  return {
    look,
    isFirst: (id) =>
      new Promise((tell) => {
        const held = (lock: Lock | null): Promise<void> | undefined => {
          tell(lock !== null);
          return lock ? new Promise((done) => setTimeout(done, KEPT_MS)) : undefined;
        };
        void locks.request(`${name}.alert.${id}`, { ifAvailable: true }, held);
      }),
    async isLookedAt(id) {
      if (looked === id) return true;
      const { held = [] } = await locks.query();
      return held.some((lock) => lock.name === lookName(id));
    },
    close: () => look(null),
  };
}

/** How long a tab waits for another one to say that it tells an event. */
const WORD_MS = 200;

export function withWords(name: string): Tabs {
  const tabs = new BroadcastChannel(`${name}.alerts`);
  const told = new Set<string>();
  let looked: string | null = null;
  tabs.onmessage = ({ data }: MessageEvent<string>) => void told.add(data);
  const pause = (): Promise<void> => new Promise((done) => setTimeout(done, Math.random() * WORD_MS));
  return {
    look(id) {
      looked = id;
    },
    async isFirst(id) {
      await pause();
      if (told.has(id)) return false;
      told.add(id);
      tabs.postMessage(id);
      return true;
    },
    isLookedAt: async (id) => looked === id,
    close: () => tabs.close(),
  };
}
