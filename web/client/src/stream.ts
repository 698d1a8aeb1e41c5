/**
 * Holds one event stream open for as long as it is wanted: resume, gaps, silence, backoff, waking up.
 * The bytes are cut into frames by `sse.ts`; what events mean is for `transcript.ts` and the callers.
 */
import { backoffMs, onWake } from "./backoff.ts";
import { type Fetch, problemOf, request } from "./request.ts";
import { type Frame, frameParser } from "./sse.ts";
import type { ConversationEvent, Ephemeral, EventPage } from "./wire.ts";

/** Nothing heard for this long means the connection is gone: the server pings at least every 15 s. */
export const SILENCE_MS = 35_000;
/** A stream that lived this long counts as a success, so that the next try is early again. */
const SETTLED_MS = 5_000;

export type StreamState = "connecting" | "open" | "waiting" | "closed";

export interface StreamOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: RequestCredentials;
  /** The last seq already known; leave it out for streams without a log (the inbox). */
  readonly after?: number;
  readonly onEvent?: (event: ConversationEvent) => void;
  readonly onEphemeral?: (frame: Ephemeral) => void;
  /** Every `open` is a new connection: streams without a log refetch their page then. */
  readonly onState?: (state: StreamState) => void;
  /** The credential is no longer good; the stream is closed. */
  readonly onUnauthorized?: () => void;
  /** The cursor or the conversation is unknown; the stream is closed: refetch and open another. */
  readonly onReset?: (reason: string) => void;
  readonly fetch?: Fetch;
}

export interface Stream {
  /** The last seq that was handed over. */
  readonly cursor: number;
  close(): void;
  /** Tries at once when waiting, and replaces a connection that is dead (`isSure`) or may have died in its sleep. */
  wake(isSure?: boolean): void;
}

export function openStream(options: StreamOptions): Stream {
  const { url, headers, credentials, after, onEvent, onEphemeral, onState, onUnauthorized, onReset } = options;
  const fetcher: Fetch = options.fetch ?? ((...call) => fetch(...call));
  let cursor = after ?? 0;
  /** Up to here the server has confirmed that nothing is missing: some seqs are hidden from visitors. */
  let settled = cursor;
  let attempt = 0;
  let heardAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let live: AbortController | null = null;
  let state: StreamState | null = null;

  const say = (next: StreamState): void => {
    if (next === state) return;
    state = next;
    onState?.(next);
  };

  const stop = (): void => {
    clearTimeout(timer);
    live?.abort();
    live = null;
  };

  const close = (): void => {
    stop();
    unlisten();
    say("closed");
  };

  const retryIn = (leastMs: number): void => {
    stop();
    say("waiting");
    timer = setTimeout(connect, backoffMs(attempt++, leastMs));
  };

  /** (Re)arms the watchdog; called for every sign of life. */
  const heard = (): void => {
    heardAt = Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => retryIn(0), SILENCE_MS);
  };

  const deliver = (event: ConversationEvent): void => {
    if (event.seq <= cursor) return;
    cursor = event.seq;
    onEvent?.(event);
  };

  /** Reads what lies between the cursor and the head from the pages of the log. */
  const fill = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const before = cursor;
      const page = await request<EventPage>({
        url: `${url}${url.includes("?") ? "&" : "?"}after=${cursor}`,
        ...(headers ? { headers } : {}),
        ...(credentials ? { credentials } : {}),
        signal,
        fetch: fetcher,
      });
      if (signal.aborted) return;
      page.events.forEach(deliver);
      if (cursor === before || cursor >= page.head_seq) {
        settled = Math.max(settled, page.head_seq);
        return;
      }
    }
  };

  const isBehind = (seq: number): boolean => after !== undefined && seq > Math.max(cursor, settled);

  /** Handles one frame; a promise only when the log has to be read first. */
  const take = (frame: Frame, signal: AbortSignal): Promise<void> | void => {
    const fields = JSON.parse(frame.data);
    if (frame.id) {
      if (!isBehind(fields.seq - 1)) return deliver(fields);
      return fill(signal).then(() => (signal.aborted ? undefined : deliver(fields)));
    }
    const type = frame.event;
    if (type === "reset") {
      close();
      return onReset?.(fields.reason ?? "");
    }
    if (type === "bye") return retryIn(0);
    onEphemeral?.({ ...fields, type });
    if (type === "ping" && isBehind(fields.head_seq)) return fill(signal);
  };

  const read = async (body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void> => {
    const frames: Frame[] = [];
    const parse = frameParser((frame) => frames.push(frame));
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      heard();
      parse(value);
      for (const frame of frames.splice(0)) {
        const reading = take(frame, signal);
        if (reading) await reading;
        if (signal.aborted) return;
      }
    }
  };

  /** True when the answer is a stream to read; otherwise what is to be done has been done. */
  const accept = async (response: Response): Promise<boolean> => {
    const { status } = response;
    if (status === 200 && response.body && /event-stream/.test(response.headers.get("content-type") ?? "")) return true;
    if (status === 401 || status === 403 || status === 404 || status === 410 || status === 204) {
      close();
      if (status === 401) onUnauthorized?.();
      else if (status !== 204) onReset?.(`http-${status}`);
      return false;
    }
    throw await problemOf(response);
  };

  const connect = async (): Promise<void> => {
    stop();
    const { signal } = (live = new AbortController());
    say("connecting");
    heard();
    const startedAt = Date.now();
    let leastMs = 0;
    try {
      const response = await fetcher(url, {
        headers: {
          ...headers,
          accept: "text/event-stream",
          ...(after === undefined ? {} : { "last-event-id": String(cursor) }),
        },
        ...(credentials ? { credentials } : {}),
        cache: "no-store",
        signal,
      });
      if (signal.aborted || !(await accept(response))) return;
      say("open");
      await read(response.body!, signal);
    } catch (error) {
      leastMs = (error as { retryAfterMs?: number }).retryAfterMs ?? 0;
    }
    if (signal.aborted) return;
    if (Date.now() - startedAt > SETTLED_MS) attempt = 0;
    retryIn(leastMs);
  };

  const wake = (isSure = false): void => {
    const silentMs = Date.now() - heardAt;
    if (state === "closed" || (state === "connecting" && silentMs < SETTLED_MS)) return;
    // Pings come every 15 s: a longer silence means that the machine slept.
    if (state === "open" && !isSure && silentMs < SILENCE_MS / 2) return;
    attempt = 0;
    void connect();
  };

  const unlisten = onWake(wake);
  void connect();
  return {
    get cursor() {
      return cursor;
    },
    close,
    wake,
  };
}
