/**
 * Keeps the visitor's session and the stream of the conversation alive: begin, resume, follow, begin again.
 * What the visitor does in the conversation lives in `chat.ts`.
 */
import {
  backoffMs,
  EMPTY_TRANSCRIPT,
  type Kept,
  onWake,
  openStream,
  type Problem,
  randomId,
  readLog,
  type Stream,
  type VisitorConversation,
  type VisitorSession,
} from "@relevo/client";
import type { Api } from "./api.ts";
import type { Store } from "./store.ts";
import { textsFrom } from "./texts.ts";

export class Connection {
  identity: string | null = null;
  readonly #store: Store;
  readonly #api: Api;
  readonly #kept: Kept;
  readonly #unlisten: () => void;
  #session: Promise<VisitorSession> | null = null;
  #starting: Promise<VisitorConversation> | null = null;
  #stream: Stream | null = null;
  #resets = 0;
  /** What is shown belongs to a cursor that the server does not know. */
  #isStale = false;
  #isClosed = false;
  #hurry = (): void => {};

  constructor(store: Store, api: Api, kept: Kept) {
    this.#store = store;
    this.#api = api;
    this.#kept = kept;
    this.#unlisten = onWake(() => this.#hurry());
  }

  /** The session, begun or resumed once; rejects only with a final refusal, and the next call tries again. */
  ready(): Promise<VisitorSession> {
    this.#session ??= this.#begin().catch((problem: Problem) => {
      this.#session = null;
      this.#store.set({ stage: "failed" });
      throw problem;
    });
    return this.#session;
  }

  /** The conversation that is open, or a new one. */
  async conversation(): Promise<VisitorConversation> {
    await this.ready();
    return this.#store.state.conversation ?? (this.#starting ??= this.#start().finally(() => (this.#starting = null)));
  }

  /** Takes over what a command has answered, unless the stream is already further. */
  adopt(conversation: VisitorConversation | undefined): void {
    const known = this.#store.state.conversation;
    if (conversation && conversation.id === known?.id && conversation.head_seq >= known.head_seq) this.#store.set({ conversation: { queue: known.queue, ...conversation } });
  }

  /** Leaves a closed conversation behind: the next message makes a new one. */
  leave(): void {
    const { conversation } = this.#store.state;
    if (conversation) this.#kept.set("left", conversation.id);
    this.#drop();
  }

  /** Asks for the session anew. After a reset by the server everything is read from the beginning, and not in a tight loop. */
  restart(isReset = false): void {
    this.#stream?.close();
    this.#session = null;
    this.#isStale ||= isReset;
    const again = (): unknown => this.#isClosed || this.ready().catch(() => {});
    if (isReset) setTimeout(again, backoffMs(this.#resets++));
    else again();
  }

  /** The credential is gone: a new visitor begins, unless another tab has begun one already. */
  renew(): void {
    if (this.#kept.get("token") === this.#store.state.session?.token) this.#kept.set("token", null);
    this.#session = null;
  }

  /** Lets go of the stream while nobody looks; `pause(false)` goes on from the cursor. */
  pause(isPaused: boolean): void {
    if (isPaused === this.#store.state.isPaused) return;
    // The browser tells a tab nothing of a count that it has written itself, or that was the same.
    this.#store.set({ isPaused, countElsewhere: Number(this.#kept.get("unread")) });
    if (isPaused) this.#stream?.close();
    else this.#listen();
  }

  close(): void {
    this.#isClosed = true;
    this.#unlisten();
    this.#hurry();
    this.#stream?.close();
  }

  async #begin(): Promise<VisitorSession> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#welcome(await this.#ask());
      } catch (error) {
        const problem = error as Problem;
        if (!problem.isTemporary || this.#isClosed) throw problem;
        this.#store.set({ link: "waiting" });
        await new Promise<void>((resolve) => {
          this.#hurry = resolve;
          setTimeout(resolve, backoffMs(attempt, problem.retryAfterMs));
        });
      }
    }
  }

  /** Two new tabs at once must not become two visitors: the second one waits for the first one's token. */
  #ask(): Promise<VisitorSession> {
    let asked: Promise<VisitorSession> | undefined;
    const ask = (): Promise<VisitorSession> => (asked ??= this.#knock());
    // There are locks only on secure pages, and none where cookies are blocked.
    return this.#kept.get("token") || !navigator.locks ? ask() : navigator.locks.request("relevo.session", ask).catch(ask);
  }

  async #knock(): Promise<VisitorSession> {
    // Whoever still waits for a session has nobody any more to show it to.
    if (this.#isClosed) throw 0;
    const session = await this.#api.session(this.identity);
    this.#kept.set("token", session.token);
    return session;
  }

  async #welcome(session: VisitorSession): Promise<VisitorSession> {
    const { conversation } = session;
    this.#store.set({ session, texts: textsFrom(session.texts), stage: "ready", link: null });
    if (conversation && conversation.id !== this.#kept.get("left")) await this.#join(conversation);
    else this.#drop();
    return session;
  }

  async #start(): Promise<VisitorConversation> {
    // The key is kept until it worked: an answer lost on the way must not leave a second conversation behind.
    const key = this.#kept.get("start") ?? randomId();
    this.#kept.set("start", key);
    const conversation = await this.#api.start(key);
    this.#kept.set("start", null);
    await this.#join(conversation, true);
    return conversation;
  }

  async #join(conversation: VisitorConversation, isNew = false): Promise<void> {
    const { state, set } = this.#store;
    this.#kept.set("conversation", conversation.id);
    if (conversation.id === state.conversation?.id && !this.#isStale) set({ conversation });
    else set({ conversation, isCaughtUp: isNew, transcript: { ...EMPTY_TRANSCRIPT, unsent: state.transcript.unsent } });
    this.#isStale = false;
    if (!isNew) await this.#catchUp(conversation.id);
    this.#listen();
  }

  /** Reads the history in pages, so that it is drawn at once and not announced. */
  async #catchUp(id: string): Promise<void> {
    // The stream begins where the pages ended.
    await readLog(this.#api.log(id), () => this.#store.state.transcript.seq, this.#store.hear).catch(() => {});
    this.#store.set({ isCaughtUp: true });
  }

  #listen(): void {
    const { conversation, transcript, isPaused } = this.#store.state;
    this.#stream?.close();
    if (!conversation || isPaused || this.#isClosed) return;
    this.#stream = openStream({
      ...this.#api.log(conversation.id),
      after: transcript.seq,
      onEvent: this.#store.hear,
      onEphemeral: this.#store.hear,
      onState: (link) => {
        if (link === "open") this.#store.hear({ type: "resumed" });
        if (link !== "closed") this.#store.set({ link });
      },
      onUnauthorized: () => {
        this.renew();
        this.restart(true);
      },
      onReset: () => this.restart(true),
    });
  }

  #drop(): void {
    this.#stream?.close();
    this.#kept.set("conversation", null);
    const { unsent } = this.#store.state.transcript;
    this.#store.set({ conversation: null, link: null, isCaughtUp: true, transcript: { ...EMPTY_TRANSCRIPT, unsent } });
  }
}
