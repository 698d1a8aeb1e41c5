/** Whether the sheet of shortcuts is open; apart from the sheet, which is fetched when it is first wanted. */
import { signal } from "@preact/signals";

export const isSheetOpen = signal(false);
