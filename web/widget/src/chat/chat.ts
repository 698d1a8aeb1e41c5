/**
 * What a visitor can do in the chat, each as one method; the view calls them and the public function too.
 * The session and the stream live in `connection.ts`, what is shown in `store.ts`.
 */
import { openOutbox, type Outbox, type OutboxItem, Problem, type VisitorConversation } from "@relevo/client";
import type { Config, Tools } from "../contract.ts";
import { type Api, openApi, type VisitorVerb } from "./api.ts";
import { watchAttention } from "./attention.ts";
import { Connection } from "./connection.ts";
import { type Memory, openMemory } from "./memory.ts";
import { type ChatState, isLooking, openStore, phaseOf, type Store, unreadOf } from "./store.ts";
import type { Texts } from "./texts.ts";
import { type Place, watchPage } from "./trail.ts";

const ME = { kind: "visitor", id: "me", name: "", avatar_url: null } as const;
/** Refusals that typing again can mend: the text goes back into the box. */
const GIVEN_BACK = /^(closed|validation)$/;
/** What a visitor writes into, kept over reloads and shared with their other tabs. */
const WRITTEN = ["typed", "phone", "country"] as const;
type Written = Partial<Record<(typeof WRITTEN)[number], string>>;

export interface ChatHooks {
  onChange(before: ChatState, now: ChatState): void;
  /** The visitor has been forgotten, here or in another tab: this chat is over, and another one begins. */
  onForgotten(): void;
}

/** The chat of one visitor. Whoever comes after a reset has another one: what this one still waits for ends in nothing. */
export class Chat {
  readonly tools: Tools;
  readonly #store: Store;
  readonly #memory: Memory;
  readonly #api: Api;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #unwatch: () => void;
  readonly #hooks: ChatHooks;
  #isDestroyed = false;
  #unvisit = (): void => {};

  /** `carried` is what the screen goes on with after a reset. */
  constructor(config: Config, hooks: ChatHooks, carried: Partial<ChatState>) {
    const { kept, tab, prefix } = (this.#memory = openMemory(config.inboxKey));
    this.#hooks = hooks;
    const written = Object.fromEntries(WRITTEN.map((name) => [name, tab.get(name) ?? kept.get(name) ?? ""]));
    const first = { ...written, hasSound: Boolean(kept.get("sound")), countElsewhere: Number(kept.get("unread")), ...carried };
    this.#store = openStore(first, (before, now) => {
      // The page that wiped the browser's memory is told by nobody.
      if (this.#memory.isOver()) return queueMicrotask(() => this.heed());
      hooks.onChange(before, now);
      this.#follow(before, now);
    });
    this.#api = openApi(config, () => kept.get("token"));
    this.#connection = new Connection(this.#store, this.#api, kept);
    this.#unwatch = watchAttention(`${prefix}hidden`, (isPaused) => this.#connection.pause(isPaused), () => {
      // A tab that slept has not been told.
      this.heed();
      // A hidden tab's title counts too.
      this.#store.set({});
      this.#look();
    });
    this.tools = {
      kept,
      store: this.#store,
      tell: (draft) => void this.#api.act(this.state.conversation?.id ?? "", "typing", draft).catch(() => {}),
    };
    this.#outbox = this.#openOutbox();
    addEventListener("storage", this.#onStorage);
    if (this.#memory.kept.get("conversation") || this.#outbox.items.length) this.connect();
  }

  get state(): ChatState {
    return this.#store.state;
  }

  /** Opens the panel, or closes it. */
  show(isOpen: boolean): void {
    this.#memory.tab.set("open", isOpen ? "1" : null);
    this.#store.set({ isOpen });
    if (!isOpen) return;
    this.#look();
    this.connect();
  }

  /** Gets the session going; what fails is shown, and another call tries again. */
  connect(): void {
    if (this.state.stage === "failed") this.#store.set({ stage: "loading" });
    this.#connection.ready().catch(() => {});
  }

  /** Keeps what the visitor has put into a field. */
  write(written: Written): void {
    const { kept, tab } = this.#memory;
    for (const [name, value] of Object.entries(written)) for (const area of [tab, kept]) area.set(name, value || null);
    this.#store.set({ ...written, failure: null });
  }

  /** Puts a message on its way; false when there is nothing to send or it is too long. */
  send(text: string): boolean {
    const limit = this.state.session?.settings.limits.message_bytes ?? 8192;
    // What was written for somebody who has been forgotten is theirs.
    if (this.heed() || !text.trim()) return false;
    if (new TextEncoder().encode(text).length > limit) {
      this.#store.set({ failure: "too_long" });
      return false;
    }
    this.#outbox.add(text);
    this.connect();
    return true;
  }

  /** Sends what stands in the box. */
  sendTyped(): boolean {
    const isSent = this.send(this.state.typed);
    if (isSent) this.write({ typed: "" });
    return isSent;
  }

  retry(clientId: string): void {
    this.#outbox.retry(clientId);
  }

  /** Goes the way of the messages, and in their order: it waits for the network and outlives a reload. Asking again while it does asks once. */
  requestHuman(trigger: "button" | "keyword"): void {
    if (phaseOf(this.state) === "closed") this.startNew();
    if (this.state.isAsking || !/assistant|asked/.test(phaseOf(this.state))) return;
    this.#store.set({ failure: null });
    this.#outbox.add("", { trigger });
    this.connect();
  }

  /** One command at a time; `refused` is what a final refusal of it is called on the screen. */
  async act(verb: VisitorVerb, body?: object, refused: keyof Texts = "failed"): Promise<void> {
    if (this.state.isBusy || this.state.isAsking) return;
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

  /** Notes for the team where on the site the visitor is. */
  visit(place: Place): void {
    if (this.state.session) this.#api.visit(place).catch(() => {});
  }

  /** Leaves the closed conversation, with the number that was for it; the next message begins a new one. */
  startNew(): void {
    this.write({ phone: "" });
    this.#connection.leave();
  }

  identify(identity: string | null): void {
    this.#connection.identity = identity;
    if (this.state.session || this.state.isOpen) this.#connection.restart();
  }

  /** Forgets the visitor: on this device nothing is left of them, in no tab. */
  reset(): void {
    this.#memory.forget();
    this.#hooks.onForgotten();
  }

  /** Ends this chat when the visitor has been forgotten meanwhile, and tells whether; whatever it does from then on changes nothing. */
  heed(): boolean {
    const isForgotten = !this.#isDestroyed && this.#memory.isOver();
    if (isForgotten) this.#hooks.onForgotten();
    return isForgotten;
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#memory.close();
    removeEventListener("storage", this.#onStorage);
    this.#unwatch();
    this.#unvisit();
    this.#outbox.close();
    this.#connection.close();
  }

  #openOutbox(): Outbox {
    return openOutbox({
      kept: this.#memory.kept,
      send: (item) => this.#deliver(item),
      onChange: (items) => {
        this.#store.set({ isAsking: items.some(isRequest) });
        this.#store.hear({ type: "unsent", items: items.filter((item) => !isRequest(item)), actor: ME });
      },
      onSent: (item) => this.#store.hear({ type: "sent", client_id: item.client_id }),
      onRefused: (item, problem) => this.#giveBack(item, problem),
    });
  }

  async #deliver(item: OutboxItem): Promise<void> {
    try {
      const { id } = await this.#connection.conversation();
      if (!isRequest(item)) await this.#api.say(id, item.text, item.client_id);
      else this.#connection.adopt(await this.#api.act(id, "request-human", item.extra, item.client_id));
    } catch (error) {
      throw this.#isExpired(error) ? new Problem({ type: "network", title: "", status: 0 }) : error;
    }
  }

  #giveBack(item: OutboxItem, problem: Problem): void {
    if (!isRequest(item) && !GIVEN_BACK.test(problem.slug)) return;
    this.#outbox.drop(item.client_id);
    this.write({ typed: [item.text, this.state.typed].filter(Boolean).join("\n") });
    if (!isRequest(item)) return;
    // It may not be on offer any more.
    this.#connection.restart();
    this.#store.set({ failure: "failed" });
  }

  /** Begins a new session when the old one is no longer known. */
  #isExpired(error: unknown): boolean {
    const status = error instanceof Problem ? error.status : 0;
    if (status === 401) this.#connection.renew();
    if (status === 404) this.#connection.restart(true);
    return status === 401 || status === 404;
  }

  /** The visitor has seen everything that is there. */
  #look(): void {
    const { conversation, transcript, seenSeq } = this.state;
    if (!conversation || !isLooking(this.state) || transcript.seq < seenSeq) return;
    this.#memory.kept.set("seen", `${conversation.id} ${transcript.seq}`);
    if (transcript.seq > seenSeq) this.#store.set({ seenSeq: transcript.seq });
  }

  /** What follows from a change of the state by itself. */
  #follow(before: ChatState, now: ChatState): void {
    const { conversation, transcript, session, isPaused, isCaughtUp } = now;
    if (session && !before.session) this.#unvisit = watchPage((place) => this.visit(place));
    if (conversation?.id !== before.conversation?.id) this.#readSeen();
    const count = unreadOf(now);
    if (!isPaused && isCaughtUp && (count !== unreadOf(before) || !before.isCaughtUp)) this.#memory.kept.set("unread", `${count}`);
    if (transcript.seq !== before.transcript.seq) this.#look();
    now.wait?.follow(before, now, this.tools, before.isCaughtUp && !isPaused && count > unreadOf(before));
  }

  #readSeen(): void {
    const [id, seq] = (this.#memory.kept.get("seen") ?? "").split(" ");
    this.#store.set({ seenSeq: id === this.state.conversation?.id ? Number(seq) : 0 });
  }

  /** Another tab of the same visitor has done something. */
  readonly #onStorage = ({ key, oldValue, newValue }: StorageEvent): void => {
    this.heed();
    if (key === `${this.#memory.prefix}seen`) this.#readSeen();
    if (key === `${this.#memory.prefix}unread`) this.#store.set({ countElsewhere: Number(newValue) });
    // One box in two tabs; where something else was written meanwhile, it stays.
    for (const name of WRITTEN) {
      if (key === this.#memory.prefix + name && this.state[name] === (oldValue ?? "")) this.write({ [name]: newValue ?? "" });
    }
    const known = this.state.conversation?.id ?? null;
    if (key === `${this.#memory.prefix}conversation` && newValue !== known && this.state.session) this.#connection.restart();
  };
}

/** A request for a person on its way; everything else in the outbox is a message. */
function isRequest({ extra }: OutboxItem): boolean {
  return Boolean(extra?.["trigger"]);
}
