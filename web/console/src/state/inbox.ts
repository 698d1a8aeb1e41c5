/**
 * The list of conversations: its view, its order, its counts, kept live by the one inbox stream.
 * After every reconnect the page is fetched again; the stream itself is never resumed (design.md §5).
 */
import type { AgentConversation, Counts, InboxPage, View } from "@relevo/client";
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../api/calls.ts";
import { problemText } from "../api/problem-text.ts";
import type { Rows } from "./rows.ts";
import { belongsTo, compareKeys, isOldestFirst, type SortKey, sortKey } from "./views.ts";

export type ListState = "loading" | "ready" | "failed";

export interface Inbox {
  readonly view: ReadonlySignal<View>;
  readonly query: ReadonlySignal<string>;
  /** The ids of the current view in order, as far as they are loaded. */
  readonly ids: ReadonlySignal<readonly string[]>;
  readonly counts: ReadonlySignal<Counts>;
  readonly state: ReadonlySignal<ListState>;
  readonly failure: ReadonlySignal<string>;
  readonly hasMore: ReadonlySignal<boolean>;
  show(view: View, query?: string): void;
  /** Reads the current page again; known rows stay on the screen meanwhile. */
  refresh(): Promise<void>;
  loadMore(): Promise<void>;
  acceptCounts(counts: Counts): void;
}

const NO_COUNTS: Counts = { handoff: 0, unassigned: 0, mine: 0, assistant: 0, all: 0, closed: 0 };

interface Place {
  readonly id: string;
  readonly key: SortKey;
}

export interface InboxOptions {
  readonly api: Api;
  readonly rows: Rows;
  readonly agentId: string;
  /** Conversations that stay known even when no page lists them: the open one. */
  readonly isPinned?: (id: string) => boolean;
}

/** A refresh reads at most this many pages again; further ones come back by scrolling. */
const MAX_REFRESHED_PAGES = 4;
/** Views of people who wait are loaded whole, up to here. */
const MAX_WAITING_ROWS = 500;

export function openInbox({ api, rows, agentId, isPinned = () => false }: InboxOptions): Inbox {
  const view = signal<View>("handoff");
  const query = signal("");
  const ids = signal<readonly string[]>([]);
  const counts = signal<Counts>(NO_COUNTS);
  const state = signal<ListState>("loading");
  const failure = signal("");
  const hasMore = signal(false);
  let places: Place[] = [];
  let cursor: string | null = null;
  /** The last place of what is loaded: later rows wait for their page, or the list would show holes. */
  let bound: SortKey | null = null;
  /** Answers to an older question are dropped. */
  let asked = 0;

  const publish = (): void => {
    ids.value = places.map((place) => place.id);
  };

  const isListed = (row: AgentConversation): boolean => {
    if (!belongsTo(view.peek(), row, agentId)) return false;
    return !bound || !cursor || compareKeys(sortKey(view.peek(), row), bound) <= 0;
  };

  /** Every known row that belongs here, in order. */
  const arrange = (): void => {
    places = rows
      .all()
      .filter(isListed)
      .map((row) => ({ id: row.id, key: sortKey(view.peek(), row) }))
      .sort((one, other) => compareKeys(one.key, other.key));
    publish();
  };

  /** Moves one row to its place. A search keeps the server's order: only the server can tell what matches. */
  const place = (row: AgentConversation): void => {
    if (query.peek()) return;
    const at = places.findIndex((one) => one.id === row.id);
    const listed = isListed(row);
    const key = sortKey(view.peek(), row);
    const known = places[at];
    if (!listed && !known) return;
    if (listed && known && compareKeys(known.key, key) === 0) return;
    if (known) places.splice(at, 1);
    if (listed) places.splice(insertionPoint(places, key), 0, { id: row.id, key });
    publish();
  };

  const takePage = (page: InboxPage, isFirst: boolean): void => {
    for (const row of page.items) rows.accept(row);
    cursor = page.next_cursor;
    counts.value = page.counts;
    hasMore.value = cursor !== null;
    state.value = "ready";
    if (query.peek()) {
      places = [...(isFirst ? [] : places), ...page.items.map((row) => ({ id: row.id, key: sortKey(view.peek(), row) }))];
      return publish();
    }
    const last = page.items.at(-1);
    bound = last && !isOldestFirst(view.peek()) ? sortKey(view.peek(), last) : null;
    arrange();
    if (cursor && isOldestFirst(view.peek()) && places.length < MAX_WAITING_ROWS) void loadMore();
  };

  /** Asks one question and uses its answer, unless a newer one was asked meanwhile. */
  const ask = async (read: () => Promise<InboxPage>, isFirst: boolean, forgets = false): Promise<void> => {
    const question = ++asked;
    try {
      const page = await read();
      if (question !== asked) return;
      batch(() => {
        if (forgets) rows.keepOnly(new Set([...page.items, ...rows.all().filter((row) => isPinned(row.id))].map((row) => row.id)));
        takePage(page, isFirst);
      });
    } catch (error) {
      if (question !== asked) return;
      failure.value = problemText(error);
      state.value = "failed";
    }
  };
  const first = (): Promise<InboxPage> => api.page(view.peek(), query.peek(), null);

  /** As many pages as are on the screen, read as one, so that nobody loses their place. */
  const firstPages = async (): Promise<InboxPage> => {
    const wanted = places.length;
    let whole = await first();
    for (let pages = 1; whole.next_cursor && whole.items.length < wanted && pages < MAX_REFRESHED_PAGES; pages += 1) {
      const next = await api.page(view.peek(), query.peek(), whole.next_cursor);
      whole = { ...next, items: [...whole.items, ...next.items] };
    }
    return whole;
  };

  const loadMore = async (): Promise<void> => {
    if (state.peek() !== "ready" || !cursor) return;
    state.value = "loading";
    await ask(() => api.page(view.peek(), query.peek(), cursor), false);
  };

  rows.listen(place);

  return {
    view,
    query,
    ids,
    counts,
    state,
    failure,
    hasMore,
    show(nextView, nextQuery = "") {
      if (asked && nextView === view.peek() && nextQuery === query.peek()) return;
      batch(() => {
        view.value = nextView;
        query.value = nextQuery;
        cursor = bound = null;
        hasMore.value = false;
        state.value = "loading";
        // What is known already shows at once; the page corrects it.
        if (nextQuery) places = [];
        if (nextQuery) publish();
        else arrange();
      });
      void ask(first, true);
    },
    refresh: () => ask(firstPages, true, true),
    loadMore,
    acceptCounts(next) {
      counts.value = { ...counts.peek(), ...next };
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
