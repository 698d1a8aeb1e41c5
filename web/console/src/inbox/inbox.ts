/**
 * The list of conversations: its view, its order, its counts, kept live by the one inbox stream.
 * After every reconnect the page is fetched again; the stream itself is never resumed (design.md §5).
 */
import type { AgentConversation, Counts, InboxPage, View } from "@relevo/client";
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../api/calls.ts";
import { problemText } from "../api/problem-text.ts";
import { openPlaces, type Place } from "./places.ts";
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

export interface InboxOptions {
  readonly api: Pick<Api, "page">;
  readonly rows: Rows;
  readonly agentId: string;
  /** Conversations that stay known even when no page lists them: the open one. */
  readonly isPinned?: (id: string) => boolean;
}

/** A refresh reads at most this many pages again; further ones come back by scrolling. */
const MAX_REFRESHED_PAGES = 4;
/** Views of people who wait are loaded whole, up to here. */
const MAX_WAITING_ROWS = 500;
const NO_COUNTS: Counts = { handoff: 0, unassigned: 0, mine: 0, assistant: 0, all: 0, closed: 0 };

export function openInbox(options: InboxOptions): Inbox {
  return new LiveInbox(options);
}

class LiveInbox implements Inbox {
  readonly view = signal<View>("handoff");
  readonly query = signal("");
  readonly counts = signal<Counts>(NO_COUNTS);
  readonly state = signal<ListState>("loading");
  readonly failure = signal("");
  readonly hasMore = signal(false);
  readonly #options: InboxOptions;
  readonly #places = openPlaces();
  #cursor: string | null = null;
  /** The last place of what is loaded: later rows wait for their page, or the list would show holes. */
  #bound: SortKey | null = null;
  /** Answers to an older question are dropped. */
  #asked = 0;

  constructor(options: InboxOptions) {
    this.#options = options;
    options.rows.listen((row) => this.#place(row));
  }

  get ids(): ReadonlySignal<readonly string[]> {
    return this.#places.ids;
  }

  show(view: View, query = ""): void {
    if (this.#asked && view === this.view.peek() && query === this.query.peek()) return;
    batch(() => {
      this.view.value = view;
      this.query.value = query;
      this.#cursor = this.#bound = null;
      this.hasMore.value = false;
      this.state.value = "loading";
      // What is known already shows at once; the page corrects it.
      if (query) this.#places.fill([]);
      else this.#arrange();
    });
    void this.#ask(() => this.#page(null), { isFirst: true });
  }

  refresh(): Promise<void> {
    return this.#ask(() => this.#pagesOnScreen(), { isFirst: true, forgets: true });
  }

  async loadMore(): Promise<void> {
    if (this.state.peek() !== "ready" || !this.#cursor) return;
    this.state.value = "loading";
    await this.#ask(() => this.#page(this.#cursor), { isFirst: false });
  }

  acceptCounts(next: Counts): void {
    this.counts.value = { ...this.counts.peek(), ...next };
  }

  #page(cursor: string | null): Promise<InboxPage> {
    return this.#options.api.page(this.view.peek(), this.query.peek(), cursor);
  }

  /** As many pages as are on the screen, read as one, so that nobody loses their place. */
  async #pagesOnScreen(): Promise<InboxPage> {
    const wanted = this.#places.count;
    let whole = await this.#page(null);
    for (let pages = 1; whole.next_cursor && whole.items.length < wanted && pages < MAX_REFRESHED_PAGES; pages += 1) {
      const next = await this.#page(whole.next_cursor);
      whole = { ...next, items: [...whole.items, ...next.items] };
    }
    return whole;
  }

  /** Asks one question and uses its answer, unless a newer one was asked meanwhile. */
  async #ask(read: () => Promise<InboxPage>, { isFirst, forgets = false }: { isFirst: boolean; forgets?: boolean }): Promise<void> {
    const question = ++this.#asked;
    try {
      const page = await read();
      if (question !== this.#asked) return;
      batch(() => {
        if (forgets) this.#forgetBut(page);
        this.#take(page, isFirst);
      });
    } catch (error) {
      if (question !== this.#asked) return;
      this.failure.value = problemText(error);
      this.state.value = "failed";
    }
    if (this.#cursor && isOldestFirst(this.view.peek()) && this.#places.count < MAX_WAITING_ROWS) void this.loadMore();
  }

  #forgetBut(page: InboxPage): void {
    const { rows, isPinned = () => false } = this.#options;
    const pinned = rows.all().filter((row) => isPinned(row.id));
    rows.keepOnly(new Set([...page.items, ...pinned].map((row) => row.id)));
  }

  #take(page: InboxPage, isFirst: boolean): void {
    for (const row of page.items) this.#options.rows.accept(row);
    this.#cursor = page.next_cursor;
    this.counts.value = page.counts;
    this.hasMore.value = page.next_cursor !== null;
    this.state.value = "ready";
    const found = page.items.map((row) => this.#placeOf(row));
    if (this.query.peek()) {
      if (isFirst) this.#places.fill(found, true);
      else this.#places.append(found);
      return;
    }
    this.#bound = isOldestFirst(this.view.peek()) ? null : (found.at(-1)?.key ?? null);
    this.#arrange();
  }

  /** Every known row that belongs here, in order. */
  #arrange(): void {
    const listed = this.#options.rows.all().filter((row) => this.#isListed(row));
    this.#places.fill(listed.map((row) => this.#placeOf(row)));
  }

  /** Moves one row to its place. A search keeps the server's order: only the server can tell what matches. */
  #place(row: AgentConversation): void {
    if (!this.query.peek()) this.#places.move(row.id, this.#isListed(row) ? this.#placeOf(row).key : null);
  }

  #placeOf(row: AgentConversation): Place {
    return { id: row.id, key: sortKey(this.view.peek(), row) };
  }

  #isListed(row: AgentConversation): boolean {
    if (!belongsTo(this.view.peek(), row, this.#options.agentId)) return false;
    return !this.#bound || !this.#cursor || compareKeys(this.#placeOf(row).key, this.#bound) <= 0;
  }
}
