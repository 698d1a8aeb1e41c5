/** Watches whether anybody looks at this tab, and lets only one hidden tab of a visitor hold a stream. */

/** A glance at another tab is no reason to let go. */
const LEAVE_AFTER_MS = 10_000;

export interface Attention {
  readonly isVisible: boolean;
  close(): void;
}

/**
 * Calls `onPause(true)` when the tab has been hidden for a while and another hidden tab already listens: browsers allow
 * only six connections per host on HTTP/1.1, and shoppers open many tabs. Calls `onPause(false)` when it is seen again.
 */
export function watchAttention(name: string, onPause: (isPaused: boolean) => void, onLook: () => void): Attention {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let letGo = (): void => {};

  const leave = (): void => {
    // Outside secure pages there are no locks: then every tab keeps its stream.
    void navigator.locks?.request(name, { ifAvailable: true }, (lock) => {
      if (document.visibilityState === "visible") return;
      if (!lock) return onPause(true);
      return new Promise<void>((resolve) => (letGo = resolve));
    });
  };

  const change = (): void => {
    clearTimeout(timer);
    letGo();
    if (document.visibilityState === "visible") {
      onPause(false);
      onLook();
    } else timer = setTimeout(leave, LEAVE_AFTER_MS);
  };

  document.addEventListener("visibilitychange", change);
  return {
    get isVisible() {
      return document.visibilityState === "visible";
    },
    close() {
      clearTimeout(timer);
      letGo();
      document.removeEventListener("visibilitychange", change);
    },
  };
}
