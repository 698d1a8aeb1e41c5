/** An ordered list of ids that knows where each belongs; redraws only when the order really changes. Which rows are in it is up to the inbox. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { compareKeys, type SortKey } from "./views.ts";

export interface Place {
  readonly id: string;
  readonly key: SortKey;
}

export interface Places {
  readonly ids: ReadonlySignal<readonly string[]>;
  readonly count: number;
  /** Replaces everything; `isSorted` keeps the order given. */
  fill(next: readonly Place[], isSorted?: boolean): void;
  /** Adds at the end as they come. */
  append(next: readonly Place[]): void;
  /** Puts one in its place; null takes it out. */
  move(id: string, key: SortKey | null): void;
}

export function openPlaces(): Places {
  const ids = signal<readonly string[]>([]);
  let places: Place[] = [];
  const set = (next: Place[]): void => {
    places = next;
    ids.value = next.map((place) => place.id);
  };
  return {
    ids,
    get count() {
      return places.length;
    },
    fill: (next, isSorted = false) => set(isSorted ? [...next] : [...next].sort((one, other) => compareKeys(one.key, other.key))),
    append: (next) => set([...places, ...next]),
    move(id, key) {
      const at = places.findIndex((one) => one.id === id);
      const known = places[at];
      if (known ? key !== null && compareKeys(known.key, key) === 0 : key === null) return;
      const others = known ? places.toSpliced(at, 1) : [...places];
      if (key) others.splice(insertionPoint(others, key), 0, { id, key });
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
