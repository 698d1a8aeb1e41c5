/** The saved filters of this agent, their own and those others share, with how many conversations each holds. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../api/calls.ts";
import type { FilterDraft, SavedFilter } from "../api/shapes.ts";
import { openPause } from "./pause.ts";

export interface Filters {
  readonly all: ReadonlySignal<readonly SavedFilter[]>;
  /** True once they have been read. */
  readonly isRead: ReadonlySignal<boolean>;
  renew(): Promise<void>;
  /** Something happened to conversations: the numbers are asked for again, soon. */
  touch(): void;
  /** @throws Problem */
  save(draft: FilterDraft): Promise<SavedFilter>;
  /** @throws Problem */
  change(id: string, change: Partial<FilterDraft>): Promise<void>;
  /** @throws Problem */
  remove(id: string): Promise<void>;
  close(): void;
}

const RECOUNT_MS = 2_000;

export function openFilters(api: Pick<Api, "savedFilters" | "saveFilter" | "changeFilter" | "deleteFilter">, recountMs = RECOUNT_MS): Filters {
  const all = signal<readonly SavedFilter[]>([]);
  const isRead = signal(false);
  const renew = async (): Promise<void> => {
    try {
      all.value = [...(await api.savedFilters())].sort((one, other) => one.position - other.position);
    } catch {
      // The views work without them; the next change of a conversation asks again.
    }
    isRead.value = true;
  };
  const recount = openPause(recountMs, () => void renew());
  return {
    all,
    isRead,
    renew,
    touch: () => all.peek().length > 0 && recount.start(),
    async save(draft) {
      const saved = await api.saveFilter(draft);
      all.value = [...all.peek().filter(({ id }) => id !== saved.id), saved];
      void renew();
      return saved;
    },
    async change(id, change) {
      const changed = await api.changeFilter(id, change);
      all.value = all.peek().map((one) => (one.id === id ? { ...one, ...changed } : one));
    },
    async remove(id) {
      await api.deleteFilter(id);
      all.value = all.peek().filter((one) => one.id !== id);
    },
    close: recount.cancel,
  };
}
