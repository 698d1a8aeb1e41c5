/** Whether the palette is open; apart from it, because it is fetched when it is first wanted. */
import { signal } from "@preact/signals";

export const isPaletteOpen = signal(false);
