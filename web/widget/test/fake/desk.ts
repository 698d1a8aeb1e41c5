/**
 * One conversation of the fake server: a log with its streams, and the other side of the chat as methods.
 * HTTP lives in `server.ts`.
 */
import { type Actor, type Control, type ConversationEvent, type Ephemeral, type EventData, type EventType, follow, type Party, type VisitorConversation } from "@relevo/client";

export const ROBIN: Actor = { kind: "assistant", id: "robin", name: "Robin", avatar_url: null };
export const ANNA: Actor = { kind: "agent", id: "anna", name: "Anna Lindqvist", avatar_url: null };
export const BEN: Actor = { kind: "agent", id: "ben", name: "Ben", avatar_url: "/avatar.svg" };
export const SYSTEM: Actor = { kind: "system", id: "system", name: "System", avatar_url: null };

export interface Listener {
  write(text: string): void;
  end(): void;
}

const party = ({ id, name, avatar_url }: Actor): Party => ({ id, name, avatar_url });

export class Desk {
  readonly log: ConversationEvent[] = [];
  readonly listeners = new Set<Listener>();
  readonly typings: { readonly at: number; readonly text?: string }[] = [];
  conversation: VisitorConversation;
  #draft: { turn: string; text: string } | null = null;
  #turns = 0;

  constructor(id: string, readonly visitor: Actor, now = Date.now()) {
    this.conversation = {
      id,
      status: "active",
      phase: "assistant",
      control: { kind: "assistant", assistant: party(ROBIN), since: now },
      owner: null,
      assistant: party(ROBIN),
      epoch: 0,
      version: 0,
      head_seq: 0,
      human_handoff: false,
      created_at: now,
      updated_at: now,
    };
    this.append("conversation_started", {}, SYSTEM);
  }

  append<T extends EventType>(type: T, data: EventData[T], actor: Actor, movesControl = false, at = Date.now()): ConversationEvent {
    const epoch = this.conversation.epoch + (movesControl ? 1 : 0);
    const event = { seq: this.conversation.head_seq + 1, type, at, epoch, actor, data } as unknown as ConversationEvent;
    this.log.push(event);
    this.conversation = { ...follow(this.conversation, event), version: event.seq };
    this.#write(`id: ${event.seq}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`);
    return event;
  }

  ephemeral({ type, ...fields }: Ephemeral): void {
    this.#write(`event: ${type}\ndata: ${JSON.stringify(fields)}\n\n`);
  }

  /** What a stream begins with after a cursor. */
  admit(listener: Listener, after: number): void {
    if (after > this.conversation.head_seq) return listener.write('event: reset\ndata: {"reason":"future"}\n\n');
    for (const event of this.log) if (event.seq > after) listener.write(`id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    if (this.#draft) listener.write(`event: draft\ndata: ${JSON.stringify({ turn: this.#draft.turn, epoch: this.conversation.epoch, text_so_far: this.#draft.text })}\n\n`);
    const { queue } = this.conversation;
    if (queue) listener.write(`event: queue\ndata: ${JSON.stringify(queue)}\n\n`);
    this.listeners.add(listener);
  }

  cutStreams(): void {
    for (const listener of this.listeners) listener.end();
    this.listeners.clear();
  }

  hear(text: string, client_id: string): ConversationEvent {
    return this.append("message", { id: `m${this.log.length}`, text, client_id }, this.visitor);
  }

  answer(text: string): void {
    this.#draft = null;
    this.append("message", { id: `m${this.log.length}`, text }, ROBIN);
  }

  /** Writes more of an answer, as its tokens come. */
  write(delta: string): void {
    const epoch = this.conversation.epoch;
    if (this.#draft) this.ephemeral({ type: "draft", turn: this.#draft.turn, epoch, delta });
    this.#draft ??= { turn: `t${++this.#turns}`, text: "" };
    if (!this.#draft.text) this.ephemeral({ type: "draft", turn: this.#draft.turn, epoch, text_so_far: delta });
    this.#draft.text += delta;
  }

  finish(): void {
    if (this.#draft) this.answer(this.#draft.text);
  }

  offer(): void {
    const buttons = [
      { id: "accept", label: "Yes, connect me" },
      { id: "decline", label: "No thanks" },
    ];
    this.append("human_offered", { text: "Would you like to speak with a team member?", buttons }, SYSTEM);
  }

  /** A running answer is cut off in the same command, and so at the same time. */
  request(at = Date.now()): void {
    this.#cut(at);
    this.#ask("button", this.visitor, at);
  }

  /** The assistant asks for a person, with its last words in the same command. */
  handOver(text: string, at = Date.now()): void {
    this.append("message", { id: `m${this.log.length}`, text }, ROBIN, false, at);
    this.#ask("assistant", ROBIN, at);
  }

  /** Where the visitor stands by now. */
  queue(position: number | null, estimated_wait_s: number | null = null): void {
    this.conversation = { ...this.conversation, queue: { position, estimated_wait_s } };
    this.ephemeral({ type: "queue", position, estimated_wait_s });
  }

  expire(): void {
    this.append("wait_expired", { text: "Our team is currently busy. You can leave your number and we call you back, or go on with the AI assistant." }, SYSTEM);
  }

  /** `text` is empty where the visitor is not told, or not yet. */
  takeOver(agent = ANNA, text = "{agent} joined the conversation."): void {
    this.#cut();
    const from: Control = this.conversation.control;
    this.append("taken_over", { owner: party(agent), from, text }, agent, true);
  }

  /** What comes before the first words of somebody who is announced with them. */
  join(agent = ANNA): void {
    this.append("joined", { owner: party(agent), text: "{agent} joined the conversation." }, agent);
  }

  transfer(to: Actor, from = ANNA): void {
    this.append("transferred", { from: party(from), to: party(to), text: `${to.name} is taking over this conversation.` }, from, true);
  }

  passToTeam(agent = ANNA): void {
    this.append("human_requested", { trigger: "transfer", deadline: Date.now() + 180_000, text: "You are being passed to another team." }, agent, true);
  }

  loseOwner(): void {
    this.append("owner_lost", { text: "Your agent seems to have lost the connection. Please hold on." }, SYSTEM);
  }

  say(text: string, agent = ANNA): void {
    this.append("message", { id: `m${this.log.length}`, text, client_id: `console-${this.log.length}` }, agent);
  }

  release(agent = ANNA): void {
    this.append("released", { assistant: party(ROBIN), text: "{agent} left the conversation. AI assistant is back.", cause: "released" }, agent, true);
  }

  resolve(agent = ANNA): void {
    this.append("resolved", { text: "Conversation resolved ✓" }, agent, true);
  }

  #ask(trigger: string, actor: Actor, at: number): void {
    this.append("human_requested", { trigger, deadline: at + 180_000, text: "Connecting you with the team now…" }, actor, true, at);
  }

  #cut(at = Date.now()): void {
    if (!this.#draft) return;
    const { turn, text } = this.#draft;
    this.#draft = null;
    this.ephemeral({ type: "draft_cut", turn });
    this.append("answer_cut", { turn, text }, ROBIN, false, at);
  }

  #write(text: string): void {
    for (const listener of this.listeners) listener.write(text);
  }
}
