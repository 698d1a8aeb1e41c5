/**
 * How long to wait before the next try, so that a crowd of clients does not come back all at once.
 * What is tried again, and when to stop, is decided by the callers.
 */

const BASE_MS = 500;
const CAP_MS = 30_000;

/**
 * Exponential backoff with full jitter: anything between nothing and twice as much as last time.
 * `attempt` counts from 0; `leastMs` is what the server asked for (Retry-After) and is never undercut.
 */
export function backoffMs(attempt: number, leastMs = 0): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 10));
  return leastMs + Math.random() * ceiling;
}

/**
 * Calls `wake` when the page or the machine comes back; `isSure` when the network did, so that old connections are dead.
 * Returns the function that stops it.
 */
export function onWake(wake: (isSure: boolean) => void): () => void {
  if (typeof window === "undefined") return () => {};
  const online = (): void => wake(true);
  const shown = (): void => {
    if (document.visibilityState === "visible") wake(false);
  };
  const gone = new AbortController();
  addEventListener("online", online, gone);
  addEventListener("pageshow", shown, gone);
  document.addEventListener("visibilitychange", shown, gone);
  return () => gone.abort();
}
