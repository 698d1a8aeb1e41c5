/** How the tabs of one agent in one browser find each other: by Web Locks, under names that begin alike. What they agree on is up to `alerts/` and `inbox/`. */

/** Agents who share a browser have nothing in common. */
export function tabsName(agentId: string): string {
  return `relevo.console.${agentId}`;
}

/** None where the console comes over plain http from elsewhere. */
export function locksHere(): LockManager | undefined {
  return globalThis.navigator?.locks;
}
