/**
 * One alert for one event, however many tabs are open: the first to take its name tells it, and nobody does while any tab has the
 * conversation in front. By Web Locks; where there are none (plain http), by word of mouth between the tabs.
 */
import { locksHere, tabsName } from "../page/tabs.ts";

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
  const name = tabsName(agentId);
  const locks = locksHere();
  return locks ? withLocks(name, locks) : withWords(name);
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

/** How long a tab waits for another one to say that it wants to tell an event too, or that it has a conversation in front. */
const WORD_MS = 200;

type Word = { readonly wants: string; readonly draw: number } | { readonly asks: string } | { readonly looks: string };

export function withWords(name: string): Tabs {
  const tabs = new BroadcastChannel(`${name}.alerts`);
  /** The lowest draw for an event: who hears of one before drawing comes too late, and of those who draw at once the lowest tells it. */
  const drawn = new Map<string, number>();
  /** When another tab last said so. */
  const looksAt = new Map<string, number>();
  let looked: string | null = null;
  const say = (word: Word): void => tabs.postMessage(word);
  const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
  tabs.onmessage = ({ data }: MessageEvent<Word>) => {
    if ("wants" in data) drawn.set(data.wants, Math.min(data.draw, drawn.get(data.wants) ?? 1));
    else if ("looks" in data) looksAt.set(data.looks, performance.now());
    else if (data.asks === looked) say({ looks: looked });
  };
  return {
    look(id) {
      looked = id;
    },
    async isFirst(id) {
      if (drawn.has(id)) return false;
      const draw = Math.random();
      drawn.set(id, draw);
      say({ wants: id, draw });
      await pause(WORD_MS);
      return drawn.get(id) === draw;
    },
    async isLookedAt(id) {
      if (looked === id) return true;
      const askedAt = performance.now();
      say({ asks: id });
      await pause(WORD_MS);
      return (looksAt.get(id) ?? -1) >= askedAt;
    },
    close: () => tabs.close(),
  };
}
