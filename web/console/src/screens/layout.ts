/** How wide the screen is, in the three steps the styles know. The same numbers stand in styles/layout.css. */
import { type ReadonlySignal, signal } from "@preact/signals";

/** Follows a media query. */
function matching(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener("change", () => (matches.value = list.matches));
  return matches;
}

/** One column: the list and the thread are two screens. */
export const isPhone = matching("(max-width: 759px)");
/** Not room enough for the details beside the thread: they lie over it. */
export const isNarrow = matching("(max-width: 1239px)");
