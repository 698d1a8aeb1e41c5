/**
 * Holds one event stream open for as long as it is wanted: resume, gaps, silence, backoff, waking up.
 * The bytes are cut into frames by `sse.ts`; what events mean is for `transcript.ts` and the callers.
 */
import { backoffMs, onWake } from "./backoff.ts";
import { type Call, type Fetch, problemOf, request } from "./request.ts";
import { type Frame, frameParser } from "./sse.ts";
import type { ConversationEvent, EventPage } from "./wire/events.ts";
import type { Ephemeral } from "./wire/frames.ts";

/** Nothing heard for this long means the connection is gone: the server pings at least every 15 s. */
export const SILENCE_MS = 35_000;
/** A stream that lived this long counts as a success, so that the next try is early again. */
const SETTLED_MS = 5_000;
/** Answers after which trying again makes no sense: 204 is the server's way to end a stream. */
const FINAL: readonly number[] = [204, 401, 403, 404, 410];

export type StreamState = "connecting" | "open" | "waiting" | "closed";

export interface StreamOptions {
  /** Without a query: pages of the log are read from the same address. */
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

/** Hands over what the log holds after a cursor, page by page, and resolves to its head; `cursorOf` says how far one has come. */
export async function readLog(from: Omit<Call, "body">, cursorOf: () => number, hear: (event: ConversationEvent) => void): Promise<number> {
  for (;;) {
    const before = cursorOf();
    const page = await request<EventPage>({ ...from, url: `${from.url}?after=${before}` });
    page.events.forEach(hear);
    if (cursorOf() === before || cursorOf() >= page.head_seq) return page.head_seq;
  }
}

export function openStream(options: StreamOptions): Stream {
  return new EventStream(options);
}

class EventStream implements Stream {
  readonly #options: StreamOptions;
  readonly #fetch: Fetch;
  readonly #unlisten: () => void;
  #cursor: number;
  /** Up to here the server has confirmed that nothing is missing: some seqs are hidden from visitors. */
  #settled: number;
  #attempt = 0;
  #heardAt = 0;
  /** The next try while waiting, the watchdog while connected. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  #live: AbortController | null = null;
  #state: StreamState | null = null;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? ((...call) => fetch(...call));
    this.#cursor = this.#settled = options.after ?? 0;
    this.#unlisten = onWake((isSure) => this.wake(isSure));
    void this.#connect();
  }

  get cursor(): number {
    return this.#cursor;
  }

  close(): void {
    this.#stop();
    this.#unlisten();
    this.#say("closed");
  }

  wake(isSure = false): void {
    const silentMs = Date.now() - this.#heardAt;
    if (this.#state === "closed" || (this.#state === "connecting" && silentMs < SETTLED_MS)) return;
    // Pings come every 15 s: a longer silence means that the machine slept.
    if (this.#state === "open" && !isSure && silentMs < SILENCE_MS / 2) return;
    this.#attempt = 0;
    void this.#connect();
  }

  async #connect(): Promise<void> {
    this.#stop();
    const { signal } = (this.#live = new AbortController());
    const startedAt = Date.now();
    let leastMs = 0;
    this.#say("connecting");
    this.#heard();
    try {
      const body = await this.#ask(signal);
      if (!body || signal.aborted) return;
      this.#say("open");
      await this.#read(body, signal);
    } catch (error) {
      leastMs = (error as { retryAfterMs?: number }).retryAfterMs ?? 0;
    }
    if (signal.aborted) return;
    if (Date.now() - startedAt > SETTLED_MS) this.#attempt = 0;
    this.#retryIn(leastMs);
  }

  /** The body to read, or null when the answer has ended the stream. */
  async #ask(signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null> {
    const { url, headers, credentials, after } = this.#options;
    const resume: Record<string, string> = after === undefined ? {} : { "last-event-id": `${this.#cursor}` };
    const response = await this.#fetch(url, {
      headers: { ...headers, accept: "text/event-stream", ...resume },
      credentials,
      cache: "no-store",
      signal,
    });
    const { status, body } = response;
    if (signal.aborted) return null;
    if (status === 200 && body && /event-stream/.test(response.headers.get("content-type") ?? "")) return body;
    if (!FINAL.includes(status)) throw await problemOf(response);
    this.close();
    if (status === 401) this.#options.onUnauthorized?.();
    else if (status !== 204) this.#options.onReset?.(`http-${status}`);
    return null;
  }

  async #read(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void> {
    const frames: Frame[] = [];
    const parse = frameParser((frame) => frames.push(frame));
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      this.#heard();
      parse(value);
      for (const frame of frames.splice(0)) {
        const reading = this.#take(frame, signal);
        if (reading) await reading;
        if (signal.aborted) return;
      }
    }
  }

  /** Handles one frame; a promise only when the log has to be read first. */
  #take(frame: Frame, signal: AbortSignal): Promise<void> | void {
    const fields = JSON.parse(frame.data);
    const type = frame.event;
    if (frame.id) {
      if (!this.#isBehind(fields.seq - 1)) return this.#deliver(fields);
      return this.#fill(signal).then(() => (signal.aborted ? undefined : this.#deliver(fields)));
    }
    if (type === "reset") {
      this.close();
      return this.#options.onReset?.(fields.reason ?? "");
    }
    if (type === "bye") return this.#retryIn(0);
    this.#options.onEphemeral?.({ ...fields, type });
    if (type === "ping" && this.#isBehind(fields.head_seq)) return this.#fill(signal);
  }

  #isBehind(seq: number): boolean {
    return this.#options.after !== undefined && seq > Math.max(this.#cursor, this.#settled);
  }

  #deliver(event: ConversationEvent): void {
    if (event.seq <= this.#cursor) return;
    this.#cursor = event.seq;
    this.#options.onEvent?.(event);
  }

  /** Reads what lies between the cursor and the head. */
  async #fill(signal: AbortSignal): Promise<void> {
    const hear = (event: ConversationEvent): void => {
      if (!signal.aborted) this.#deliver(event);
    };
    const head = await readLog({ ...this.#options, signal, fetch: this.#fetch }, () => this.#cursor, hear);
    if (!signal.aborted) this.#settled = Math.max(this.#settled, head);
  }

  /** (Re)arms the watchdog; called for every sign of life. */
  #heard(): void {
    this.#heardAt = Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#retryIn(0), SILENCE_MS);
  }

  #retryIn(leastMs: number): void {
    this.#stop();
    this.#say("waiting");
    this.#timer = setTimeout(() => this.#connect(), backoffMs(this.#attempt++, leastMs));
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#live?.abort();
    this.#live = null;
  }

  #say(state: StreamState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState?.(state);
  }
}
