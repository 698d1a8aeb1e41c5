/**
 * The open conversation's transcript, followed live. Transcripts seen lately are kept, so that going back to one shows it at once
 * and only what is new is read. What a transcript is made of lives in web/client.
 */
import {
  type ConversationEvent,
  EMPTY_TRANSCRIPT,
  type Ephemeral,
  openStream,
  type OutboxItem,
  type Stream,
  type Transcript,
  type TranscriptChange,
  transcript,
  type Viewer,
} from "@relevo/client";
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { conversationUrl } from "../api/calls.ts";

export type ThreadState = "loading" | "open" | "reconnecting" | "missing";

export interface Thread {
  readonly id: string;
  readonly transcript: ReadonlySignal<Transcript>;
  /** Everything in the log so far, for the timeline. */
  readonly events: ReadonlySignal<readonly ConversationEvent[]>;
  readonly state: ReadonlySignal<ThreadState>;
  /** Which agents look at it or write in it now, this one too. */
  readonly viewers: ReadonlySignal<readonly Viewer[]>;
  /** What the visitor has written so far and not sent, where the workspace shares that and the visitor knows. */
  readonly unfinished: ReadonlySignal<string>;
  apply(change: TranscriptChange): void;
}

export interface Threads {
  readonly current: ReadonlySignal<Thread | null>;
  open(id: string): Thread;
  close(): void;
  /** Applies to a thread if it is known; a message may be sent after its thread was left. */
  apply(id: string, change: TranscriptChange): void;
}

export interface ThreadTargets {
  readonly onEvent: (id: string, event: ConversationEvent) => void;
  readonly onSignedOut: () => void;
  /** What is still on its way out, for a transcript that starts afresh. */
  readonly unsentOf: (id: string) => TranscriptChange & { readonly items: readonly OutboxItem[] };
}

/** Transcripts kept in memory, the open one included. */
const KEPT_THREADS = 24;
/** Nobody says that they stopped typing: it is forgotten after this. */
const TYPING_MS = 6_000;
/** Browsers open six connections to one host: a tab that nobody looks at gives its second one back after this. */
const HIDDEN_MS = 5_000;

interface Open extends Thread {
  readonly transcript: Signal<Transcript>;
  readonly events: Signal<readonly ConversationEvent[]>;
  readonly state: Signal<ThreadState>;
  readonly viewers: Signal<readonly Viewer[]>;
  readonly unfinished: Signal<string>;
}

export function openThreads(targets: ThreadTargets, open: typeof openStream = openStream): Threads {
  return new LiveThreads(targets, open);
}

class LiveThreads implements Threads {
  readonly current = signal<Open | null>(null);
  readonly #targets: ThreadTargets;
  readonly #openStream: typeof openStream;
  readonly #kept = new Map<string, Open>();
  #stream: Stream | null = null;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #hideTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(targets: ThreadTargets, open: typeof openStream) {
    this.#targets = targets;
    this.#openStream = open;
    if (typeof document !== "undefined") document.addEventListener("visibilitychange", () => this.#seen());
  }

  open(id: string): Thread {
    const thread = this.#kept.get(id) ?? newThread(id, this.#targets);
    this.#kept.delete(id);
    this.#kept.set(id, thread);
    const oldest = this.#kept.size > KEPT_THREADS ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    this.current.value = thread;
    // Opened in a tab behind this one: it follows once somebody looks at it.
    if (isBehind()) this.#disconnect();
    else this.#connect(thread);
    return thread;
  }

  close(): void {
    this.#disconnect();
    this.current.value = null;
  }

  apply(id: string, change: TranscriptChange): void {
    this.#kept.get(id)?.apply(change);
  }

  #connect(thread: Open): void {
    this.#disconnect();
    const collected = collector(thread, (event) => this.#targets.onEvent(thread.id, event));
    this.#stream = this.#openStream({
      url: conversationUrl(thread.id, "/events"),
      credentials: "same-origin",
      after: thread.transcript.peek().seq,
      onEvent: collected.take,
      onEphemeral: (frame) => {
        // A draft belongs after the events that came before it: an older one would end it.
        collected.flush();
        this.#show(thread, frame);
      },
      onState: (next) => {
        if (next === "open") thread.apply({ type: "resumed" });
        if (next === "open") thread.state.value = "open";
        if (next === "waiting") thread.state.value = "reconnecting";
      },
      onUnauthorized: this.#targets.onSignedOut,
      onReset: (reason) => {
        if (reason.startsWith("http-")) thread.state.value = "missing";
        else this.#startAfresh(thread);
      },
    });
  }

  #disconnect(): void {
    this.#stream?.close();
    this.#stream = null;
    const thread = this.current.peek();
    if (thread) thread.viewers.value = [];
  }

  #show(thread: Open, frame: Ephemeral): void {
    if (frame.type === "attention") thread.viewers.value = frame.viewers;
    // Who of the team writes is told by their attention: here it would hide that the visitor does, and show us ourselves.
    if (frame.type === "typing" && frame.actor.kind === "agent") return;
    thread.apply(frame);
    if (frame.type !== "typing") return;
    thread.unfinished.value = frame.actor.kind === "visitor" ? (frame.text ?? "") : "";
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => thread.apply({ type: "typing_over" }), TYPING_MS);
  }

  #startAfresh(thread: Open): void {
    thread.events.value = [];
    thread.transcript.value = transcript(EMPTY_TRANSCRIPT, this.#targets.unsentOf(thread.id));
    thread.state.value = "loading";
    if (this.current.peek() === thread) this.#connect(thread);
  }

  #seen(): void {
    clearTimeout(this.#hideTimer);
    const thread = this.current.peek();
    if (!thread) return;
    if (document.hidden) this.#hideTimer = setTimeout(() => this.#disconnect(), HIDDEN_MS);
    else if (!this.#stream) this.#connect(thread);
  }
}

/** Nobody can see this tab. */
function isBehind(): boolean {
  return typeof document !== "undefined" && document.hidden;
}

function newThread(id: string, targets: ThreadTargets): Open {
  const state = signal<Transcript>(transcript(EMPTY_TRANSCRIPT, targets.unsentOf(id)));
  return {
    id,
    transcript: state,
    events: signal<readonly ConversationEvent[]>([]),
    state: signal<ThreadState>("loading"),
    viewers: signal<readonly Viewer[]>([]),
    unfinished: signal(""),
    apply(change) {
      state.value = transcript(state.peek(), change);
    },
  };
}

interface Collector {
  take(event: ConversationEvent): void;
  flush(): void;
}

/** Takes events one by one and shows what came in one go at once: a long log would otherwise be drawn line by line. */
function collector(thread: Open, onEvent: (event: ConversationEvent) => void): Collector {
  let waiting: ConversationEvent[] = [];
  const flush = (): void => {
    if (!waiting.length) return;
    const events = waiting;
    waiting = [];
    thread.transcript.value = events.reduce(transcript, thread.transcript.peek());
    thread.events.value = [...thread.events.peek(), ...events];
    events.forEach(onEvent);
  };
  const take = (event: ConversationEvent): void => {
    if (waiting.push(event) === 1) queueMicrotask(flush);
  };
  return { take, flush };
}
