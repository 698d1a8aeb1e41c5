/** Does something a while after it was first asked for, once for however often it was asked meanwhile. */

export interface Pause {
  start(): void;
  cancel(): void;
}

export function openPause(waitMs: number, act: () => void): Pause {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    start() {
      timer ??= setTimeout(() => {
        timer = undefined;
        act();
      }, waitMs);
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
