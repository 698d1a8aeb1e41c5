/**
 * The list of conversations: its view and filter, the server's order, the counts, kept live by the one inbox stream.
 * After every reconnect the page is fetched again; the stream itself is never resumed (docs/trust.md G6). Where a row stands lives in `order.ts`.
 */
import type { AgentConversation, Counts, InboxPage, Match, View } from "@relevo/client";
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../api/calls.ts";
import { problemText } from "../api/problem-text.ts";
import type { Filter } from "../api/shapes.ts";
import { openOrder } from "./order.ts";
import { openPause } from "./pause.ts";
import type { Rows } from "./rows.ts";
import { belongsTo, isRanked, narrowings } from "./views.ts";

export type ListState = "loading" | "ready" | "failed";

export interface Inbox {
  readonly view: ReadonlySignal<View>;
  readonly filter: ReadonlySignal<Filter>;
  /** The ids of the current list in order, as far as they are loaded. */
  readonly ids: ReadonlySignal<readonly string[]>;
  readonly counts: ReadonlySignal<Counts>;
  readonly state: ReadonlySignal<ListState>;
  readonly failure: ReadonlySignal<string>;
  readonly hasMore: ReadonlySignal<boolean>;
  /** Where the search found something, by conversation. */
  readonly matches: ReadonlySignal<ReadonlyMap<string, Match>>;
  show(view: View, filter?: Filter): void;
  /** Acts on the list that is shown: at once, or when its first page has come. Another list shown meanwhile takes it back. */
  whenRead(act: () => void): void;
  /** Reads the current page again; known rows stay on the screen meanwhile. */
  refresh(): Promise<void>;
  loadMore(): Promise<void>;
  acceptCounts(counts: Counts): void;
  close(): void;
}

export interface InboxOptions {
  readonly api: Pick<Api, "page">;
  readonly rows: Rows;
  readonly agentId: string;
  /** Conversations that stay known even when no page lists them: the open one. */
  readonly isPinned?: (id: string) => boolean;
  /** A changed row may have changed its place; asked again at most this often. */
  readonly rereadMs?: number;
  /** No page is read before the stream is heard: what happens in between would be missed, and the page read twice. */
  readonly heard?: () => Promise<void>;
}

/** A refresh reads at most this many pages again; the places of further rows stay as they were. */
const MAX_REFRESHED_PAGES = 4;
const REREAD_MS = 700;
const NO_COUNTS: Counts = { handoff: 0, unassigned: 0, mine: 0, assistant: 0, all: 0, closed: 0 };
const NO_MATCHES: ReadonlyMap<string, Match> = new Map();

export function openInbox(options: InboxOptions): Inbox {
  return new LiveInbox(options);
}

interface Taking {
  /** The list begins anew with this page; otherwise it goes on with it. */
  readonly isFirst: boolean;
  /** What the page does not name is forgotten. */
  readonly forgets?: boolean;
}

class LiveInbox implements Inbox {
  readonly view = signal<View>("handoff");
  readonly filter = signal<Filter>({});
  readonly counts = signal<Counts>(NO_COUNTS);
  readonly state = signal<ListState>("loading");
  readonly failure = signal("");
  readonly hasMore = signal(false);
  readonly matches = signal(NO_MATCHES);
  readonly #options: InboxOptions;
  readonly #order = openOrder();
  readonly #stale: ReturnType<typeof openPause>;
  #cursor: string | null = null;
  /** Answers to an older question are dropped. */
  #asked = 0;
  /** Rows of a page are on their way into the store: they tell nothing new. */
  #isTaking = false;
  /** What waits for the first page of the list that is shown; null once that has come, or cannot. */
  #waiting: (() => void)[] | null = [];
  /** How often the stream has told the counts: those of a page asked for before are older. */
  #told = 0;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#stale = openPause(options.rereadMs ?? REREAD_MS, () => this.#reread());
    options.rows.listen((row) => this.#place(row));
  }

  get ids(): ReadonlySignal<readonly string[]> {
    return this.#order.ids;
  }

  show(view: View, filter: Filter = {}): void {
    if (this.#asked && view === this.view.peek() && isSame(filter, this.filter.peek())) return;
    this.#stale.cancel();
    this.#waiting = [];
    batch(() => {
      this.view.value = view;
      this.filter.value = filter;
      this.matches.value = NO_MATCHES;
      this.#cursor = null;
      this.hasMore.value = false;
      this.state.value = "loading";
      const name = narrowings(filter) ? null : view;
      this.#order.begin(name, isRanked(view, filter));
      // What is known already shows at once; the page corrects it.
      if (name) this.#order.fill(this.#options.rows.all().filter((row) => this.#belongs(row)));
    });
    void this.#ask(() => this.#page(null), { isFirst: true });
  }

  whenRead(act: () => void): void {
    if (this.#waiting) this.#waiting.push(act);
    else act();
  }

  async refresh(): Promise<void> {
    // Nothing has been shown yet: there is nothing to read again.
    if (!this.#asked) return;
    await this.#ask(() => this.#pagesOnScreen(), { isFirst: true, forgets: true });
  }

  async loadMore(): Promise<void> {
    if (this.state.peek() !== "ready" || !this.#cursor) return;
    this.state.value = "loading";
    await this.#ask(() => this.#page(this.#cursor), { isFirst: false });
  }

  acceptCounts(next: Counts): void {
    this.#told += 1;
    this.counts.value = { ...this.counts.peek(), ...next };
  }

  close(): void {
    this.#stale.cancel();
  }

  #page(cursor: string | null): Promise<InboxPage> {
    return this.#options.api.page(this.view.peek(), this.filter.peek(), cursor);
  }

  /** As many pages as are on the screen, read as one, so that nobody loses their place. */
  async #pagesOnScreen(): Promise<InboxPage> {
    const wanted = this.#order.count;
    let whole = await this.#page(null);
    for (let pages = 1; whole.next_cursor && whole.items.length < wanted && pages < MAX_REFRESHED_PAGES; pages += 1) {
      const next = await this.#page(whole.next_cursor);
      whole = { ...next, items: [...whole.items, ...next.items] };
    }
    return whole;
  }

  /** The order may have changed: read again, quietly, unless something else is being read. */
  #reread(): void {
    if (this.state.peek() === "loading") return this.#stale.start();
    void this.#ask(() => this.#pagesOnScreen(), { isFirst: true });
  }

  /** Asks one question and uses its answer, unless a newer one was asked meanwhile. */
  async #ask(read: () => Promise<InboxPage>, taking: Taking): Promise<void> {
    const question = ++this.#asked;
    await this.#options.heard?.();
    if (question !== this.#asked) return;
    const told = this.#told;
    try {
      const page = await read();
      if (question !== this.#asked) return;
      batch(() => {
        if (taking.forgets) this.#forgetBut(page);
        this.#take(page, taking);
        if (told === this.#told) this.counts.value = page.counts;
      });
      this.#settle();
    } catch (error) {
      if (question !== this.#asked) return;
      this.failure.value = problemText(error);
      this.state.value = "failed";
      this.#settle();
    }
  }

  #settle(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const act of waiting) act();
  }

  #forgetBut(page: InboxPage): void {
    const { rows, isPinned = () => false } = this.#options;
    const pinned = rows.all().filter((row) => isPinned(row.id));
    rows.keepOnly(new Set([...page.items, ...pinned].map((row) => row.id)));
  }

  #take({ items, next_cursor: cursor }: InboxPage, { isFirst, forgets = false }: Taking): void {
    const { rows } = this.#options;
    this.#isTaking = true;
    for (const { match: _, ...row } of items) rows.accept(row);
    this.#isTaking = false;
    const known = items.map((row) => rows.of(row.id).peek() ?? row);
    const keepsRest = isFirst && !forgets && cursor !== null && this.#order.count > items.length;
    // What the stream has brought since the page was made belongs here too.
    const others = narrowings(this.filter.peek()) ? [] : rows.all().filter((row) => this.#belongs(row));
    this.#order.take(known, others, { isFirst, keepsRest, isWhole: cursor === null });
    this.#cursor = keepsRest ? this.#cursor : cursor;
    this.hasMore.value = this.#cursor !== null;
    this.state.value = "ready";
    const found = items.flatMap(({ id, match }) => (match ? [[id, match] as const] : []));
    if (this.filter.peek().q) this.matches.value = new Map([...(isFirst ? [] : this.matches.peek()), ...found]);
  }

  /** Moves one row to its place, or asks for it where only the server knows it. */
  #place(row: AgentConversation): void {
    if (this.#isTaking) return;
    const filter = this.filter.peek();
    const isListed = this.#order.has(row.id);
    // A search stands still: only the server can tell what matches, and the eye is on it.
    if (filter.q) return;
    if (narrowings(filter)) return this.#stale.start();
    if (!this.#belongs(row)) return this.#order.remove(row.id);
    this.#order.put(row);
    if (isRanked(this.view.peek(), filter) && (isListed || this.#order.has(row.id))) this.#stale.start();
  }

  #belongs(row: AgentConversation): boolean {
    return belongsTo(this.view.peek(), row, this.#options.agentId);
  }
}

function isSame(one: Filter, other: Filter): boolean {
  const spelled = (filter: Filter): string => JSON.stringify(Object.entries(filter).sort());
  return spelled(one) === spelled(other);
}
