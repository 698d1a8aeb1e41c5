/**
 * The order of the list on the screen: as the server's pages gave it, with changes in between put where they belong.
 * By recency a row tells its place itself; by rank only the server knows, so that newcomers stand at the end until it is asked again.
 */
import type { AgentConversation, View } from "@relevo/client";
import type { ReadonlySignal } from "@preact/signals";
import { openPlaces, type Place } from "./places.ts";
import { compareKeys, recentKey, type SortKey } from "./views.ts";

export interface Order {
  readonly ids: ReadonlySignal<readonly string[]>;
  readonly count: number;
  has(id: string): boolean;
  /** Another list begins; a named one remembers the order it had. */
  begin(name: View | null, isRanked: boolean): void;
  /** Rows that are known already, until their page comes; none where nothing is known of their order. */
  fill(rows: readonly AgentConversation[]): void;
  /** `others` are known to belong here as well. */
  take(rows: readonly AgentConversation[], others: readonly AgentConversation[], page: TakenPage): void;
  put(row: AgentConversation): void;
  remove(id: string): void;
}

export interface TakenPage {
  /** It replaces what is there; otherwise it goes on where that ends. */
  readonly isFirst: boolean;
  /** Rows below what it replaces stay. */
  readonly keepsRest: boolean;
  /** Nothing comes after it. */
  readonly isWhole: boolean;
}

export function openOrder(): Order {
  return new LiveOrder();
}

/** Behind everything that the server has ranked. */
const UNRANKED = Number.MAX_SAFE_INTEGER;

class LiveOrder implements Order {
  readonly #places = openPlaces();
  readonly #remembered = new Map<View, ReadonlyMap<string, number>>();
  #name: View | null = null;
  #isRanked = false;
  #ranks = new Map<string, number>();
  /** The last place of what is loaded: later rows wait for their page, or the list would show holes. */
  #bound: SortKey | null = null;

  get ids(): ReadonlySignal<readonly string[]> {
    return this.#places.ids;
  }

  get count(): number {
    return this.#places.count;
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  begin(name: View | null, isRanked: boolean): void {
    if (this.#name) this.#remembered.set(this.#name, new Map(this.#places.ids.peek().map((id, rank) => [id, rank])));
    this.#name = name;
    this.#isRanked = isRanked;
    this.#bound = null;
    this.#ranks = new Map(name ? this.#remembered.get(name) : []);
    this.#places.fill([]);
  }

  fill(rows: readonly AgentConversation[]): void {
    if (this.#isRanked && this.#ranks.size === 0) return;
    this.#places.fill(rows.map((row) => this.#placeOf(row)));
  }

  take(rows: readonly AgentConversation[], others: readonly AgentConversation[], { isFirst, keepsRest, isWhole }: TakenPage): void {
    const fresh = new Set(rows.map((row) => row.id));
    const before = this.#places.all.filter(({ id }) => !fresh.has(id));
    const kept = !isFirst ? before : keepsRest ? before.slice(-Math.max(0, this.count - rows.length)) : [];
    const order = isFirst ? [...rows, ...kept] : [...kept, ...rows];
    if (this.#isRanked) this.#ranks = new Map(order.map(({ id }, rank) => [id, rank]));
    const keptPlaces = kept.map(({ id, key }): Place => ({ id, key: this.#isRanked ? this.#rankOf(id) : key }));
    const listed = [...keptPlaces, ...rows.map((row) => this.#placeOf(row))];
    this.#places.fill(listed);
    this.#bound = isWhole ? null : (this.#places.all.at(-1)?.key ?? null);
    const known = new Set(listed.map(({ id }) => id));
    const more = others.filter(({ id }) => !known.has(id)).map((row) => this.#placeOf(row));
    const inSight = more.filter(({ key }) => !this.#bound || compareKeys(key, this.#bound) <= 0);
    if (inSight.length) this.#places.fill([...listed, ...inSight]);
  }

  put(row: AgentConversation): void {
    const place = this.#placeOf(row);
    const isBeyond = !this.#isRanked && this.#bound !== null && compareKeys(place.key, this.#bound) > 0;
    this.#places.move(row.id, isBeyond ? null : place.key);
  }

  remove(id: string): void {
    this.#places.move(id, null);
  }

  #placeOf(row: AgentConversation): Place {
    return { id: row.id, key: this.#isRanked ? this.#rankOf(row.id) : recentKey(row) };
  }

  #rankOf(id: string): SortKey {
    return [this.#ranks.get(id) ?? UNRANKED, id];
  }
}
