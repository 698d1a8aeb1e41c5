/** The one clock of the screen: signals that tick, so that only what shows a time is drawn again. Stops while nobody looks. */
import { signal } from "@preact/signals";

const SECOND_MS = 1_000;
const COARSE_MS = 15_000;

/** ms UTC, renewed every second: waiting times. */
export const second = signal(Date.now());
/** ms UTC, renewed every quarter of a minute: "4m", "3h". */
export const coarse = signal(Date.now());

export function startClock(): () => void {
  const tick = (): void => {
    if (document.hidden) return;
    const now = Date.now();
    second.value = now;
    if (now - coarse.value >= COARSE_MS) coarse.value = now;
  };
  const timer = setInterval(tick, SECOND_MS);
  document.addEventListener("visibilitychange", tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}
