/**
 * Messages on their way out: kept over reloads, sent one after the other, tried again until the server has spoken.
 * How a message is sent is the caller's business; how it is shown lives in `transcript.ts`.
 */
import { backoffMs, onWake } from "./backoff.ts";
import { Problem } from "./request.ts";
import type { Kept } from "./storage.ts";

/** `client_id` makes sending idempotent: the server answers a repeated one with the first result. */
export interface OutboxItem {
  readonly client_id: string;
  readonly text: string;
  readonly at: number;
  /** Place among items of the same millisecond. */
  readonly nth: number;
  /** Anything the sender needs besides the text. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** The final refusal's slug; such an item waits for `retry` or `drop` and holds nobody up. */
  readonly refused?: string | undefined;
}

export interface OutboxOptions {
  readonly kept: Kept;
  /** Resolves once the server has the message; rejects with a `Problem`. */
  readonly send: (item: OutboxItem) => Promise<unknown>;
  readonly onChange?: (items: readonly OutboxItem[]) => void;
  /** The server has it; called before it leaves the list. */
  readonly onSent?: (item: OutboxItem) => void;
  readonly onRefused?: (item: OutboxItem, problem: Problem) => void;
  readonly newId?: () => string;
}

export interface Outbox {
  readonly items: readonly OutboxItem[];
  add(text: string, extra?: Readonly<Record<string, unknown>>): OutboxItem;
  retry(clientId: string): void;
  drop(clientId: string): void;
  /** Tries at once instead of at the end of the current wait. */
  wake(): void;
  close(): void;
}

/** An error inside the server may be the message's own fault: after so many it no longer holds up the others. */
const MAX_SERVER_ERRORS = 5;
const NAME = "out.";

/** Takes up what an earlier page left behind, then sends in order of writing. */
export function openOutbox(options: OutboxOptions): Outbox {
  return new KeptOutbox(options);
}

class KeptOutbox implements Outbox {
  readonly #options: OutboxOptions;
  readonly #unlisten: () => void;
  #items: readonly OutboxItem[];
  #nth = 0;
  #attempt = 0;
  #serverErrors = 0;
  #isSending = false;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#items = readItems(options.kept);
    this.#unlisten = onWake(() => this.wake());
    this.#change(this.#items);
    void this.#pump();
  }

  get items(): readonly OutboxItem[] {
    return this.#items;
  }

  add(text: string, extra?: OutboxItem["extra"]): OutboxItem {
    const { newId = randomId, kept } = this.#options;
    const item: OutboxItem = { client_id: newId(), text, at: Date.now(), nth: this.#nth++, extra };
    kept.set(NAME + item.client_id, JSON.stringify(item));
    this.#change([...this.#items, item]);
    void this.#pump();
    return item;
  }

  retry(clientId: string): void {
    const item = this.#items.find((one) => one.client_id === clientId);
    this.#replace(clientId, item ? { ...item, refused: undefined } : null);
    this.wake();
  }

  drop(clientId: string): void {
    this.#replace(clientId, null);
  }

  wake(): void {
    this.#attempt = 0;
    void this.#pump();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#unlisten();
  }

  async #pump(): Promise<void> {
    clearTimeout(this.#timer);
    const item = this.#items.find((one) => one.refused === undefined);
    if (!item || this.#isSending || this.#isClosed) return;
    this.#isSending = true;
    const failure = await this.#options.send(item).then(() => null, asProblem);
    this.#isSending = false;
    if (this.#isClosed) return;
    if (failure) return this.#fail(item, failure);
    this.#attempt = this.#serverErrors = 0;
    this.#options.onSent?.(item);
    this.#replace(item.client_id, null);
    void this.#pump();
  }

  #fail(item: OutboxItem, problem: Problem): void {
    this.#serverErrors = problem.status === 500 ? this.#serverErrors + 1 : 0;
    if (problem.isTemporary && this.#serverErrors < MAX_SERVER_ERRORS) {
      this.#timer = setTimeout(() => this.#pump(), backoffMs(this.#attempt++, problem.retryAfterMs));
      return;
    }
    this.#serverErrors = 0;
    // Dropped while it was on its way: nothing is left to refuse.
    if (this.#items.some((one) => one.client_id === item.client_id)) {
      const refused = { ...item, refused: problem.slug };
      this.#replace(item.client_id, refused);
      this.#options.onRefused?.(refused, problem);
    }
    void this.#pump();
  }

  #replace(clientId: string, item: OutboxItem | null): void {
    this.#options.kept.set(NAME + clientId, item && JSON.stringify(item));
    this.#change(this.#items.flatMap((old) => (old.client_id === clientId ? (item ?? []) : old)));
  }

  #change(items: readonly OutboxItem[]): void {
    this.#items = items;
    this.#options.onChange?.(items);
  }
}

/** A mistake of our own is final: trying again would repeat it. */
function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem({ type: "client", title: String(error), status: 400 });
}

/** Random, not guessable and unique enough for one conversation; `crypto.randomUUID` needs a secure page. */
export function randomId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

/** One name per item, so that two tabs never write over each other's list. */
function readItems(kept: Kept): OutboxItem[] {
  const items = kept
    .names()
    .filter((name) => name.startsWith(NAME))
    .flatMap((name): OutboxItem[] => {
      try {
        return [JSON.parse(kept.get(name) ?? "") as OutboxItem];
      } catch {
        kept.set(name, null);
        return [];
      }
    });
  return items.sort((one, other) => one.at - other.at || one.nth - other.nth);
}
