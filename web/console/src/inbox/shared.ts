/**
 * One inbox stream for all tabs of an agent in a browser, which over HTTP/1.1 has six connections for one server: the tab that
 * holds the lock reads it and tells the others. When it closes, the next one takes over; when it has fallen asleep, it is robbed.
 * What the frames mean is `feed.ts`.
 */
import { type Ephemeral, onWake, openStream, randomId, type Stream, type StreamOptions, type StreamState } from "@relevo/client";

/**
 * What tabs tell each other. Frames are numbered within a connection, so that a tab knows when it has missed one.
 * `isWanted`: somebody has just come back to the page that asks, and waits for no backoff.
 */
export type Word =
  | { readonly kind: "who"; readonly isWanted: boolean }
  | { readonly kind: "state"; readonly state: StreamState; readonly connection: string; readonly told: number }
  | { readonly kind: "frame"; readonly frame: Ephemeral; readonly connection: string; readonly nth: number }
  | { readonly kind: "signed-out" };

export type Channel = Pick<BroadcastChannel, "postMessage" | "close" | "onmessage">;

export interface SharingParts {
  /** Of the lock and the channel; the same in all tabs that share. */
  readonly name: string;
  readonly locks: Pick<LockManager, "request">;
  readonly open?: typeof openStream;
  readonly channel?: Channel;
  readonly quietMs?: number;
  readonly answerMs?: number;
}

/** The server's pings come every 15 s at least: a leader who has told nothing for longer is asked. */
const QUIET_MS = 20_000;
/** Who leads answers at once, in the background too. */
const ANSWER_MS = 3_000;

/** Like `openStream`, for a stream without a log: every `open` is a new connection, or one in which something was missed. */
export function openShared(options: StreamOptions, parts: SharingParts): Pick<Stream, "close"> {
  return new SharedStream(options, parts);
}

class SharedStream {
  readonly #options: StreamOptions;
  readonly #parts: SharingParts;
  readonly #channel: Channel;
  readonly #unlisten: () => void;
  /** Only in the tab that leads. */
  #stream: Stream | null = null;
  #isLeading = false;
  #isClosed = false;
  #release: () => void = () => undefined;
  /** Takes this tab out of the queue for the lock. */
  #turn = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: StreamState | null = null;
  #connection = "";
  /** How many frames of this connection have been told, or heard. */
  #told = 0;

  constructor(options: StreamOptions, parts: SharingParts) {
    this.#options = options;
    this.#parts = parts;
    this.#channel = parts.channel ?? new BroadcastChannel(parts.name);
    this.#channel.onmessage = ({ data }: MessageEvent<Word>) => this.#hear(data);
    this.#unlisten = onWake(() => this.#ask(true));
    this.#queue();
    this.#ask();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unlisten();
    this.#turn.abort();
    this.#stopLeading();
    clearTimeout(this.#timer);
    this.#channel.close();
  }

  #tell(word: Word): void {
    this.#channel.postMessage(word);
  }

  // --- leading ------------------------------------------------------------------------------------------------------

  #queue(): void {
    this.#turn = new AbortController();
    this.#request({ signal: this.#turn.signal });
  }

  #rob(): void {
    this.#turn.abort();
    this.#request({ steal: true });
  }

  #request(how: LockOptions): void {
    const { name, locks } = this.#parts;
    let hasLed = false;
    const turn = (): Promise<void> | undefined => {
      hasLed = true;
      return this.#lead();
    };
    locks.request(name, how, turn).catch(({ name: why }: Error) => {
      if (hasLed) return this.#isLeading && this.#step();
      // Anything but having left the queue: there are no locks to be had here, and each tab reads for itself.
      return why === "AbortError" || void this.#lead();
    });
  }

  /** Reads the stream until the returned promise is settled, which gives the lock to the next tab. */
  #lead(): Promise<void> | undefined {
    if (this.#isClosed) return undefined;
    clearTimeout(this.#timer);
    this.#isLeading = true;
    const { open = openStream } = this.#parts;
    const { onUnauthorized, onReset } = this.#options;
    this.#stream = open({
      ...this.#options,
      onEphemeral: (frame) => this.#isLeading && this.#pass(frame),
      onState: (state) => this.#isLeading && this.#move(state),
      onUnauthorized: () => {
        if (this.#isLeading) this.#tell({ kind: "signed-out" });
        onUnauthorized?.();
      },
      onReset: (reason) => {
        this.close();
        onReset?.(reason);
      },
    });
    return new Promise((done) => (this.#release = done));
  }

  #pass(frame: Ephemeral): void {
    this.#told += 1;
    this.#tell({ kind: "frame", frame, connection: this.#connection, nth: this.#told });
    this.#options.onEphemeral?.(frame);
  }

  #move(state: StreamState): void {
    if (state === "open") {
      this.#connection = randomId();
      this.#told = 0;
    }
    this.#state = state;
    this.#present();
    this.#options.onState?.(state);
  }

  #present(): void {
    if (this.#state) this.#tell({ kind: "state", state: this.#state, connection: this.#connection, told: this.#told });
  }

  #stopLeading(): void {
    this.#isLeading = false;
    this.#stream?.close();
    this.#stream = null;
    this.#release();
  }

  /** Robbed while asleep: somebody else leads by now. */
  #step(): void {
    this.#stopLeading();
    this.#queue();
    this.#ask();
  }

  // --- following ----------------------------------------------------------------------------------------------------

  /** Whoever leads says so, or is robbed: not by all at the same moment. */
  #ask(isWanted = false): void {
    if (this.#isClosed || this.#isLeading) return;
    const { answerMs = ANSWER_MS } = this.#parts;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rob(), answerMs * (1 + Math.random() / 2));
    this.#tell({ kind: "who", isWanted });
  }

  #heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), this.#parts.quietMs ?? QUIET_MS);
  }

  #hear(word: Word): void {
    if (this.#isClosed) return;
    if (word.kind === "signed-out") return this.#options.onUnauthorized?.();
    if (word.kind === "who") {
      if (!this.#isLeading) return;
      // A connection may have died in its sleep. One that is to be tried again has its time, which questions of many tabs must not bring nearer.
      if (word.isWanted || this.#state === "open") this.#stream?.wake();
      return this.#present();
    }
    // Two lead for a moment when the one who was robbed wakes up.
    if (this.#isLeading) return;
    this.#heard();
    if (word.kind === "state") this.#adopt(word);
    else this.#take(word);
  }

  #adopt({ state, connection, told }: Word & { kind: "state" }): void {
    const isKnown = state === this.#state && (state !== "open" || (connection === this.#connection && told === this.#told));
    this.#state = state;
    this.#connection = connection;
    this.#told = told;
    if (!isKnown) this.#options.onState?.(state);
  }

  #take({ frame, connection, nth }: Word & { kind: "frame" }): void {
    // Of a connection that was not presented yet: the answer comes with a page that holds this frame's news.
    if (connection !== this.#connection) return this.#tell({ kind: "who", isWanted: false });
    const hasMissed = nth !== this.#told + 1;
    this.#told = nth;
    this.#options.onEphemeral?.(frame);
    if (hasMissed) this.#options.onState?.("open");
  }
}
