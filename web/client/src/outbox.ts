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
  readonly refused?: string;
}

export interface OutboxOptions {
  readonly kept: Kept;
  /** Resolves once the server has the message; rejects with a `Problem`. */
  readonly send: (item: OutboxItem) => Promise<unknown>;
  readonly onChange?: (items: readonly OutboxItem[]) => void;
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
  const { kept, send, onChange, onRefused, newId = randomId } = options;
  let items = readItems(kept);
  let nth = 0;
  let attempt = 0;
  let serverErrors = 0;
  let isSending = false;
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const change = (next: OutboxItem[]): void => {
    items = next;
    onChange?.(items);
  };

  const replace = (clientId: string, item: OutboxItem | null): void => {
    kept.set(NAME + clientId, item && JSON.stringify(item));
    change(items.flatMap((old) => (old.client_id === clientId ? (item ?? []) : old)));
  };

  const later = (problem: Problem): void => {
    timer = setTimeout(pump, backoffMs(attempt++, problem.retryAfterMs));
  };

  const fail = (item: OutboxItem, problem: Problem): void => {
    serverErrors = problem.status === 500 ? serverErrors + 1 : 0;
    if (problem.isTemporary && serverErrors < MAX_SERVER_ERRORS) return later(problem);
    serverErrors = 0;
    const refused = { ...item, refused: problem.slug };
    // Dropped while it was on its way: nothing is left to refuse.
    if (items.some((kept) => kept.client_id === item.client_id)) {
      replace(item.client_id, refused);
      onRefused?.(refused, problem);
    }
    void pump();
  };

  const pump = async (): Promise<void> => {
    clearTimeout(timer);
    const item = items.find((one) => one.refused === undefined);
    if (!item || isSending || isClosed) return;
    isSending = true;
    const failure = await send(item).then(
      () => null,
      (error: unknown) => (error instanceof Problem ? error : new Problem({ type: "client", title: String(error), status: 400 })),
    );
    isSending = false;
    if (isClosed) return;
    if (failure) return fail(item, failure);
    attempt = serverErrors = 0;
    replace(item.client_id, null);
    void pump();
  };

  const wake = (): void => {
    attempt = 0;
    void pump();
  };
  const unlisten = onWake(wake);
  onChange?.(items);
  void pump();

  return {
    get items() {
      return items;
    },
    add(text, extra) {
      const item: OutboxItem = { client_id: newId(), text, at: Date.now(), nth: nth++, ...(extra ? { extra } : {}) };
      kept.set(NAME + item.client_id, JSON.stringify(item));
      change([...items, item]);
      void pump();
      return item;
    },
    retry(clientId) {
      const item = items.find((one) => one.client_id === clientId);
      if (!item) return;
      const { refused: _, ...fresh } = item;
      replace(clientId, fresh);
      wake();
    },
    drop: (clientId) => replace(clientId, null),
    wake,
    close() {
      isClosed = true;
      clearTimeout(timer);
      unlisten();
    },
  };
}

/** Random, not guessable and unique enough for one conversation; `crypto.randomUUID` needs a secure page. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
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
