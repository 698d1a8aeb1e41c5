/** A list that the team shares, read when it is first wanted and again when it may have changed. What is in it, its makers know. */
import { type ReadonlySignal, signal } from "@preact/signals";

export interface Listing<T> {
  readonly items: ReadonlySignal<readonly T[]>;
  /** True once it has been read. */
  readonly isRead: ReadonlySignal<boolean>;
  /** Reads it, unless that has been done. */
  want(): void;
  /** Reads it again, if anybody has wanted it yet. */
  renew(): Promise<void>;
}

/** A list that cannot be read stays as it was; the next renewal asks again. */
export function openListing<T>(read: () => Promise<readonly T[]>): Listing<T> {
  const items = signal<readonly T[]>([]);
  const isRead = signal(false);
  let isWanted = false;
  const renew = async (): Promise<void> => {
    if (!isWanted) return;
    try {
      items.value = await read();
      isRead.value = true;
    } catch {
      // Said where it is missed: an empty list explains itself.
    }
  };
  return {
    items,
    isRead,
    renew,
    want() {
      if (isWanted) return;
      isWanted = true;
      void renew();
    },
  };
}
