/** The title of the tab and the number on the icon of the installed console: how many people wait, before anything else. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";

const NAME = "Relevo";

/** Which page is on the screen, where it is not the inbox. */
export const place = signal<string | null>(null);

export function titleOf(waiting: number, where: string | null): string {
  if (waiting > 0) return `(${waiting}) ${where ?? "waiting"} · ${NAME}`;
  return `${where ?? "Conversations"} · ${NAME}`;
}

/** Follows how many wait; the returned function gives the plain name back. */
export function followTitle(waiting: ReadonlySignal<number>): () => void {
  const stop = effect(() => {
    document.title = titleOf(waiting.value, place.value);
    badge(waiting.value);
  });
  return () => {
    stop();
    document.title = NAME;
    badge(0);
  };
}

/** Only installed pages have an icon with a number, and not in every browser. */
function badge(count: number): void {
  const { setAppBadge, clearAppBadge } = navigator as Partial<Pick<Navigator, "setAppBadge" | "clearAppBadge">>;
  const told = count > 0 ? setAppBadge?.call(navigator, count) : clearAppBadge?.call(navigator);
  told?.catch(() => undefined);
}
