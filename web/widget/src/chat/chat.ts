/**
 * What a visitor can do in the chat, each as one method; the view calls them and the public function too.
 * The session and the stream live in `connection.ts`, what is shown in `store.ts`.
 */
import { type Kept, openKept, openOutbox, type Outbox, type OutboxItem, Problem, type VisitorConversation } from "@relevo/client";
import { type Config, keptPrefix } from "../contract.ts";
import { type Api, openApi, type VisitorVerb } from "./api.ts";
import { type Attention, watchAttention } from "./attention.ts";
import { Connection } from "./connection.ts";
import { type ChatState, openStore, type Store } from "./store.ts";
import type { Texts } from "./texts.ts";

const TYPING_EVERY_MS = 3_000;
/** A typing signal says nothing any more after this. */
const TYPING_LASTS_MS = 6_000;
const ME = { kind: "visitor", id: "me", name: "", avatar_url: null } as const;
/** Refusals that typing again can mend: the text goes back into the box. */
const GIVEN_BACK = /^(closed|validation)$/;

export class Chat {
  readonly #store: Store;
  readonly #kept: Kept;
  readonly #tab: Kept;
  readonly #api: Api;
  readonly #connection: Connection;
  readonly #attention: Attention;
  readonly #prefix: string;
  #outbox: Outbox;
  #typedAt = 0;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(config: Config, onChange: (before: ChatState, now: ChatState) => void) {
    this.#prefix = keptPrefix(config.inboxKey);
    this.#kept = openKept(this.#prefix);
    this.#tab = openKept(this.#prefix, "sessionStorage");
    this.#store = openStore((before, now) => {
      onChange(before, now);
      this.#follow(before, now);
    });
    this.#api = openApi(config, () => this.#kept.get("token"));
    this.#connection = new Connection(this.#store, this.#api, this.#kept);
    this.#attention = watchAttention(`${this.#prefix}hidden`, (isPaused) => this.#connection.pause(isPaused), () => this.#look());
    this.#store.set({ typed: this.#tab.get("typed") ?? "" });
    this.#outbox = this.#openOutbox();
    addEventListener("storage", this.#onStorage);
    if (this.#kept.get("conversation") || this.#outbox.items.length) this.connect();
  }

  get state(): ChatState {
    return this.#store.state;
  }

  open(): void {
    this.#tab.set("open", "1");
    this.#store.set({ isOpen: true });
    this.#look();
    this.connect();
  }

  close(): void {
    this.#tab.set("open", null);
    this.#store.set({ isOpen: false });
  }

  /** Gets the session going; what fails is shown, and another call tries again. */
  connect(): void {
    if (this.state.stage === "failed") this.#store.set({ stage: "loading" });
    this.#connection.ready().catch(() => {});
  }

  /** Keeps what stands in the box over reloads, and tells people that the visitor is writing. */
  type(typed: string): void {
    this.#tab.set("typed", typed || null);
    this.#store.set({ typed, failure: null });
    const { conversation } = this.state;
    const isHeard = conversation && /waiting|busy|joining|live/.test(conversation.phase);
    if (!typed.trim() || !isHeard || Date.now() - this.#typedAt < TYPING_EVERY_MS) return;
    this.#typedAt = Date.now();
    this.#api.act(conversation.id, "typing").catch(() => {});
  }

  /** Puts a message on its way; false when there is nothing to send or it is too long. */
  send(text: string): boolean {
    const limit = this.state.session?.settings.limits.message_bytes ?? 8192;
    if (!text.trim()) return false;
    if (new TextEncoder().encode(text).length > limit) {
      this.#store.set({ failure: "too_long" });
      return false;
    }
    this.#outbox.add(text);
    this.#typedAt = 0;
    this.connect();
    return true;
  }

  /** Sends what stands in the box. */
  sendTyped(): boolean {
    const isSent = this.send(this.state.typed);
    if (isSent) this.type("");
    return isSent;
  }

  retry(clientId: string): void {
    this.#outbox.retry(clientId);
  }

  requestHuman(trigger: "button" | "keyword"): Promise<void> {
    return this.#act("request-human", { trigger });
  }

  declineHuman(): Promise<void> {
    return this.#act("decline-human");
  }

  continueWithAssistant(): Promise<void> {
    return this.#act("continue-with-assistant");
  }

  leaveContact(phone: string): Promise<void> {
    return this.#act("leave-contact", { phone }, "phone_invalid");
  }

  /** Leaves the closed conversation; the next message begins a new one. */
  startNew(): void {
    this.#connection.leave();
  }

  identify(identity: string | null): void {
    this.#connection.identity = identity;
    if (this.state.session || this.state.isOpen) this.#connection.restart();
  }

  /** Forgets the visitor: on this device nothing is left of them. */
  reset(): void {
    this.#outbox.close();
    for (const kept of [this.#kept, this.#tab]) {
      for (const name of kept.names()) if (name !== "open") kept.set(name, null);
    }
    this.#connection.leave();
    this.#kept.set("left", null);
    this.#connection.identity = null;
    this.#store.set({ typed: "", seenSeq: 0, failure: null });
    this.#outbox = this.#openOutbox();
    if (this.state.isOpen) this.#connection.restart();
    else this.#connection.renew();
  }

  destroy(): void {
    removeEventListener("storage", this.#onStorage);
    clearTimeout(this.#typingTimer);
    this.#attention.close();
    this.#outbox.close();
    this.#connection.close();
  }

  #openOutbox(): Outbox {
    return openOutbox({
      kept: this.#kept,
      send: (item) => this.#deliver(item),
      onChange: (items) => this.#store.hear({ type: "unsent", items, actor: ME }),
      onSent: (item) => this.#store.hear({ type: "sent", client_id: item.client_id }),
      onRefused: (item, problem) => this.#giveBack(item, problem),
    });
  }

  async #deliver(item: OutboxItem): Promise<void> {
    try {
      const { id } = await this.#connection.conversation();
      await this.#api.say(id, item.text, item.client_id);
    } catch (error) {
      throw this.#isExpired(error) ? new Problem({ type: "network", title: "Signing in again", status: 0 }) : error;
    }
  }

  #giveBack(item: OutboxItem, problem: Problem): void {
    if (!GIVEN_BACK.test(problem.slug)) return;
    this.#outbox.drop(item.client_id);
    this.type([item.text, this.state.typed].filter(Boolean).join("\n"));
  }

  /** One command at a time; `refused` is what a final refusal of it is called on the screen. */
  async #act(verb: VisitorVerb, body?: object, refused: keyof Texts = "failed"): Promise<void> {
    if (this.state.isBusy) return;
    this.#store.set({ isBusy: true, failure: null });
    try {
      const conversation = await this.#connection.conversation();
      this.#connection.adopt((await this.#api.act(conversation.id, verb, body)) as VisitorConversation | undefined);
    } catch (error) {
      const isFinal = error instanceof Problem && error.slug === "validation";
      if (this.#isExpired(error)) this.connect();
      this.#store.set({ failure: isFinal ? refused : "failed" });
    } finally {
      this.#store.set({ isBusy: false });
    }
  }

  /** Begins a new session when the old one is no longer known. */
  #isExpired(error: unknown): boolean {
    const isExpired = error instanceof Problem && (error.status === 401 || error.status === 404);
    if (isExpired && error.status === 401) this.#connection.renew();
    if (isExpired && error.status === 404) this.#connection.restart(true);
    return isExpired;
  }

  /** The visitor has seen everything that is there. */
  #look(): void {
    const { isOpen, conversation, transcript, seenSeq } = this.state;
    if (!isOpen || !conversation || !this.#attention?.isVisible || transcript.seq <= seenSeq) return;
    this.#kept.set("seen", `${conversation.id} ${transcript.seq}`);
    this.#store.set({ seenSeq: transcript.seq });
  }

  /** What follows from a change of the state by itself. */
  #follow(before: ChatState, { conversation, transcript }: ChatState): void {
    if (conversation?.id !== before.conversation?.id) this.#readSeen();
    if (transcript.typing && transcript.typing !== before.transcript.typing) {
      clearTimeout(this.#typingTimer);
      this.#typingTimer = setTimeout(() => this.#store.hear({ type: "typing_over" }), TYPING_LASTS_MS);
    }
    if (transcript.seq !== before.transcript.seq) this.#look();
  }

  #readSeen(): void {
    const [id, seq] = (this.#kept.get("seen") ?? "").split(" ");
    this.#store.set({ seenSeq: id === this.state.conversation?.id ? Number(seq) : 0 });
  }

  /** Another tab of the same visitor has done something. */
  readonly #onStorage = ({ key, newValue }: StorageEvent): void => {
    if (key === `${this.#prefix}seen`) this.#readSeen();
    const known = this.state.conversation?.id ?? null;
    if (key === `${this.#prefix}conversation` && newValue !== known && this.state.session) this.#connection.restart();
  };
}
