/** An ordered list of ids that knows where each belongs; redraws only when the order really changes. Which rows are in it is up to `order.ts`. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { compareKeys, type SortKey } from "./views.ts";

export interface Place {
  readonly id: string;
  readonly key: SortKey;
}

export interface Places {
  readonly ids: ReadonlySignal<readonly string[]>;
  readonly all: readonly Place[];
  readonly count: number;
  has(id: string): boolean;
  /** Replaces everything. */
  fill(next: readonly Place[]): void;
  /** Puts one in its place; null takes it out. */
  move(id: string, key: SortKey | null): void;
}

export function openPlaces(): Places {
  const ids = signal<readonly string[]>([]);
  let places: Place[] = [];
  const listed = new Set<string>();
  const set = (next: Place[]): void => {
    places = next;
    const order = next.map((place) => place.id);
    const known = ids.peek();
    if (order.length !== known.length || order.some((id, at) => id !== known[at])) ids.value = order;
  };
  return {
    ids,
    get all() {
      return places;
    },
    get count() {
      return places.length;
    },
    has: (id) => listed.has(id),
    fill(next) {
      listed.clear();
      for (const { id } of next) listed.add(id);
      set([...next].sort((one, other) => compareKeys(one.key, other.key)));
    },
    move(id, key) {
      if (!listed.has(id) && key === null) return;
      const at = places.findIndex((one) => one.id === id);
      const known = places[at];
      if (known && key !== null && compareKeys(known.key, key) === 0) return;
      const others = known ? places.toSpliced(at, 1) : [...places];
      if (key) {
        others.splice(insertionPoint(others, key), 0, { id, key });
        listed.add(id);
      } else listed.delete(id);
      set(others);
    },
  };
}

function insertionPoint(places: readonly Place[], key: SortKey): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeys(places[middle]!.key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
