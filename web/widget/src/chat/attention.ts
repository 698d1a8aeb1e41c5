/** Watches whether anybody looks at this tab, and lets only one hidden tab of a visitor hold a stream. */

/** A glance at another tab is no reason to let go. */
const LEAVE_AFTER_MS = 10_000;

/**
 * Calls `onPause(true)` when the tab has been hidden for a while and another hidden tab already listens: browsers allow
 * only six connections per host on HTTP/1.1, and shoppers open many tabs. Calls `onPause(false)` when it is seen again.
 * `onTurn` is called whenever the tab is seen or hidden. Returns the function that stops it.
 */
export function watchAttention(name: string, onPause: (isPaused: boolean) => void, onTurn: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let letGo = (): void => {};

  const leave = (): void => {
    // Outside secure pages, and where cookies are blocked, there are no locks: then every tab keeps its stream.
    navigator.locks
      ?.request(name, { ifAvailable: true }, (lock) => {
        if (!document.hidden) return;
        if (!lock) return onPause(true);
        return new Promise<void>((resolve) => (letGo = resolve));
      })
      .catch(() => {});
  };

  const change = (): void => {
    clearTimeout(timer);
    letGo();
    if (document.hidden) timer = setTimeout(leave, LEAVE_AFTER_MS);
    else onPause(false);
    onTurn();
  };

  const gone = new AbortController();
  document.addEventListener("visibilitychange", change, gone);
  return () => {
    clearTimeout(timer);
    letGo();
    gone.abort();
  };
}
