/** Fetches the part of the widget that is needed only once a person has been asked for (`wait/`). */
import type { Wait, WaitModule } from "../contract.ts";

/** Its file next to this one; set by the build. */
declare const __WAIT_FILE__: string;

let fetching: Promise<Wait> | null = null;
let tries = 0;

/** The part, fetched once; after a failure the next call tries again. */
export function fetchWait(): Promise<Wait> {
  // A browser may remember a failed import: another query makes it another address.
  fetching ??= import(/* @vite-ignore */ new URL(__WAIT_FILE__ + (tries++ ? `?${tries}` : ""), import.meta.url).href).then(
    ({ wait }: WaitModule) => wait,
    (error) => {
      fetching = null;
      throw error;
    },
  );
  return fetching;
}
