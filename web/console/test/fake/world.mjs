/**
 * A small world behind the wire: conversations with logs, and the control commands. For looking at the console and for its browser tests.
 * It is no second implementation of the product: it knows just enough rules to play every state.
 */

import { Attention } from "./context.mjs";
import { newDesk } from "./desk.mjs";

export const ASSISTANTS = [
  { id: "as_maya", name: "Maya", avatar_url: null, kind: "faq" },
  { id: "as_atlas", name: "Atlas", avatar_url: null, kind: "openai" },
];

export const AGENTS = [
  agent("ag_noor", "Noor Haddad", "agent"),
  agent("ag_ana", "Ana Ruiz", "agent"),
  agent("ag_tom", "Tom Lindqvist", "supervisor"),
  agent("ag_vera", "Vera Okafor", "viewer"),
  agent("ag_sana", "Sana Idris", "owner"),
  agent("ag_eli", "Eli Brandt", "agent"),
];

function agent(id, name, role) {
  return { id, name, role, email: `${name.split(" ")[0].toLowerCase()}@example.com`, avatar_url: null, display_name: null };
}

export const party = ({ id, name, avatar_url }) => ({ id, name, avatar_url });
export const asAgent = (one) => ({ kind: "agent", ...party(one) });
export const asAssistant = (one) => ({ kind: "assistant", ...party(one) });

const SYSTEM = { kind: "system", id: "system", name: "Relevo", avatar_url: null };

export class Refusal extends Error {
  constructor(status, slug, fields = {}, headers = {}) {
    super(slug);
    Object.assign(this, { status, slug, fields, headers });
  }
}

export class World {
  conversations = new Map();
  listeners = new Set();
  presence = new Map();
  desk = newDesk();
  attention = new Attention();
  nextId = 1;

  tell(target, frame) {
    for (const listener of this.listeners) listener(target, frame);
  }

  /** Tells one agent about a conversation. */
  notify(agentId, { kind, one, actor = null, text, reason = null }) {
    const said = one.log.findLast((event) => event.type === "message")?.data.text ?? "";
    const notification = { id: `no${this.nextId++}`, kind, conversation_id: one.id, title: one.visitor.name, text: text ?? said, reason, actor, at: Date.now() };
    this.tell(`agent:${agentId}`, { event: "notification", data: notification });
  }

  start({ id, name, at, locale = "en-GB", ...profile }) {
    const visitor = { kind: "visitor", id: `vi_${id}`, name: name ?? "", avatar_url: null };
    const conversation = {
      id, visitor, profile: { locale, ...profile }, log: [], requested_at: null, status: "active", epoch: 1, version: 0, human_handoff: false,
      control: { kind: "assistant", assistant: party(ASSISTANTS[0]), since: at }, labels: [], subject: null, contact_phone: null, draft: null, created_at: at,
    };
    this.conversations.set(id, conversation);
    this.append(conversation, "conversation_started", { channel: "web" }, visitor, at);
    return conversation;
  }

  of(id) {
    const conversation = this.conversations.get(id);
    if (!conversation) throw new Refusal(404, "not-found");
    return conversation;
  }

  append(conversation, type, data, actor, at = Date.now()) {
    const event = { seq: conversation.log.length + 1, type, at, epoch: conversation.epoch, actor, data };
    conversation.log.push(event);
    conversation.version += 1;
    conversation.updated_at = at;
    this.tell(conversation.id, event);
    this.tell("inbox", { event: "conversation", data: this.row(conversation) });
    return event;
  }

  say(conversation, actor, text, at = Date.now(), clientId = null) {
    if (actor.kind === "agent" && conversation.control.kind === "agent") conversation.control = { ...conversation.control, has_spoken: true };
    if (actor.kind === "assistant") conversation.draft = null;
    return this.append(conversation, "message", { id: `m${this.nextId++}`, text, client_id: clientId }, actor, at);
  }

  draft(conversation, delta) {
    const { epoch } = conversation;
    const isFirst = !conversation.draft;
    conversation.draft ??= { turn: `t${this.nextId++}`, text: "" };
    conversation.draft.text += delta;
    const { turn, text } = conversation.draft;
    this.tell(conversation.id, { event: "draft", data: isFirst ? { turn, epoch, text_so_far: text } : { turn, epoch, delta } });
  }

  ask(conversation, trigger, reason, at = Date.now()) {
    conversation.epoch += 1;
    conversation.human_handoff = true;
    conversation.requested_at = at;
    conversation.request_trigger = trigger;
    conversation.control = { kind: "waiting", since: at, trigger, reason, deadline: at + 180_000, timed_out: false };
    const text = "Connecting you with the team now…";
    this.append(conversation, "human_requested", { trigger, reason, deadline: at + 180_000, text }, conversation.visitor, at);
  }

  expire(conversation, at = Date.now()) {
    conversation.control = { ...conversation.control, timed_out: true };
    this.append(conversation, "wait_expired", { text: "Everybody is busy right now." }, SYSTEM, at);
  }

  /** The visitor goes on with the AI; what they asked for stays (R10). */
  goOn(conversation, at = Date.now()) {
    const assistant = party(ASSISTANTS[0]);
    conversation.epoch += 1;
    conversation.control = { kind: "assistant", assistant, since: at };
    this.append(conversation, "released", { assistant, text: "AI assistant is back.", cause: "continued" }, conversation.visitor, at);
  }

  takeOver(conversation, taker, at = Date.now(), more = {}) {
    const { control, draft } = conversation;
    if (conversation.status === "closed") throw new Refusal(409, "closed");
    if (control.kind === "agent" && control.owner.id === taker.id) return;
    if (control.kind === "agent") throw new Refusal(409, "taken", { owner: control.owner, since: control.since });
    if (draft) this.append(conversation, "answer_cut", draft, asAssistant(ASSISTANTS[0]), at);
    conversation.draft = null;
    conversation.epoch += 1;
    conversation.control = { kind: "agent", owner: party(taker), since: at, has_spoken: false };
    const text = `${taker.name.split(" ")[0]} joined the conversation.`;
    this.append(conversation, "taken_over", { owner: party(taker), from: { kind: control.kind }, text, ...more }, asAgent(taker), at);
  }

  release(conversation, who, { assistant_id: id, answer_now: answersNow } = {}, at = Date.now()) {
    this.mustMove(conversation, who);
    if (conversation.control.kind === "assistant") throw new Refusal(409, "not-in-control", { owner: null, control: conversation.control });
    const assistant = ASSISTANTS.find((one) => one.id === id) ?? ASSISTANTS[0];
    const lines = conversation.log.filter((event) => event.type === "message").slice(-4);
    conversation.epoch += 1;
    conversation.human_handoff = false;
    conversation.requested_at = null;
    conversation.control = { kind: "assistant", assistant: party(assistant), since: at };
    const text = `${who.name.split(" ")[0]} left the conversation. AI assistant is back.`;
    this.append(conversation, "released", { assistant: party(assistant), text, cause: "released" }, asAgent(who), at);
    const told = lines.map((event) => `${event.actor.name}: ${event.data.text}`).join("\n");
    this.append(conversation, "handoff_note", { form: "replay", text: told, commitments: [] }, SYSTEM, at);
    return Boolean(answersNow);
  }

  resolve(conversation, who, at = Date.now()) {
    this.mustMove(conversation, who);
    conversation.status = "closed";
    conversation.epoch += 1;
    this.append(conversation, "resolved", { text: "Conversation resolved ✓" }, asAgent(who), at);
  }

  /** R2 lets some act on a colleague's conversation. */
  mustMove(conversation, who) {
    const { control } = conversation;
    if (control.kind === "agent" && this.mayOverride(who) && conversation.status === "active") return;
    if (control.kind === "agent" || conversation.status === "closed") this.mustControl(conversation, who);
  }

  mayOverride({ role }) {
    const rights = this.desk.settings.policies.release_rights;
    return role !== "viewer" && (rights === "anyone" || (rights !== "owner" && role !== "agent"));
  }

  mustControl(conversation, who) {
    const { control, status } = conversation;
    if (status === "closed") throw new Refusal(409, "closed");
    if (control.kind === "agent" && control.owner.id === who.id) return;
    throw new Refusal(409, "not-in-control", { owner: control.kind === "agent" ? control.owner : null, control });
  }

  phase({ status, control }) {
    if (status === "closed") return "closed";
    if (control.kind === "assistant") return "assistant";
    if (control.kind === "waiting") return control.timed_out ? "busy" : "waiting";
    return control.has_spoken ? "live" : "joining";
  }

  row(conversation, q = null) {
    const { id, visitor, profile, status, control, epoch, version, log, human_handoff, requested_at, request_trigger = null, labels, subject, contact_phone, created_at, updated_at } = conversation;
    const messages = log.filter((event) => event.type === "message");
    const last = messages.at(-1);
    const answered = messages.findLastIndex((event) => event.actor.kind !== "visitor");
    return {
      id, inbox: { id: "in_shop", name: "Lamp & Co. shop" }, channel: "web", visitor: { id: visitor.id, name: visitor.name, ...profile },
      status, phase: this.phase(conversation), control, epoch, version, head_seq: log.length, human_handoff, requested_at, request_trigger: requested_at ? request_trigger : null, labels, subject, contact_phone, created_at, updated_at,
      last_responder: messages.findLast((event) => event.actor.kind !== "visitor")?.actor ?? null,
      unread: messages.length - 1 - answered,
      last_message: last ? { text: last.data.text, at: last.at, actor: last.actor } : null,
      ...(q ? { match: matchIn(messages, q) } : {}),
    };
  }

  belongs(view, row, agentId) {
    const { status, control, requested_at } = row;
    const isActive = status === "active";
    if (view === "closed") return !isActive;
    if (view === "all") return isActive;
    if (view === "handoff") return isActive && (control.kind === "waiting" || (control.kind === "assistant" && Boolean(requested_at)));
    if (view === "unassigned") return isActive && Boolean(requested_at) && !(control.kind === "agent" && control.has_spoken);
    if (view === "mine") return isActive && control.kind === "agent" && control.owner.id === agentId;
    return isActive && control.kind === "assistant";
  }

  counts(agentId) {
    const rows = [...this.conversations.values()].map((one) => this.row(one));
    const views = ["handoff", "unassigned", "mine", "assistant", "all", "closed"];
    return Object.fromEntries(views.map((view) => [view, rows.filter((row) => this.belongs(view, row, agentId)).length]));
  }

  /** What hurts most first where people wait, the latest change first elsewhere. */
  find({ view = "all", ...filter }, agentId) {
    const isUrgent = ["handoff", "unassigned", "mine"].includes(view) && !filter.q;
    const key = (row) => (isUrgent ? (view === "mine" ? (row.unread ? row.last_message.at : Infinity) : (row.requested_at ?? 0)) : -row.updated_at);
    return [...this.conversations.values()]
      .filter((one) => this.belongs(view, { status: one.status, control: one.control, requested_at: one.requested_at }, agentId))
      .map((one) => this.row(one, filter.q))
      .filter((row) => isWanted(row, filter))
      .sort((one, other) => (key(one) === key(other) ? 0 : key(one) - key(other)) || (one.id < other.id ? 1 : -1));
  }

  page({ cursor, agentId, limit = 50, ...query }) {
    const found = this.find(query, agentId);
    const from = Number(cursor ?? 0);
    const next = from + limit < found.length ? String(from + limit) : null;
    return { items: found.slice(from, from + limit), next_cursor: next, counts: this.counts(agentId) };
  }
}

/** The latest message that holds the text; places are counted in code points. */
function matchIn(messages, q) {
  const hit = messages.findLast((event) => event.data.text.toLowerCase().includes(q.toLowerCase()));
  if (!hit) return null;
  const start = [...hit.data.text.slice(0, hit.data.text.toLowerCase().indexOf(q.toLowerCase()))].length;
  return { text: hit.data.text, seq: hit.seq, ranges: [[start, start + [...q].length]] };
}

function isWanted(row, { agent_type, responded_by, label, channel, q }) {
  const labels = [label ?? []].flat();
  const kind = { ai: "assistant", human: "agent" }[agent_type] ?? row.control.kind;
  return (
    row.control.kind === kind &&
    (responded_by ?? row.last_responder?.id) === row.last_responder?.id &&
    labels.every((name) => row.labels.includes(name)) &&
    (channel ?? row.channel) === row.channel &&
    (!q || Boolean(row.match) || row.visitor.name.toLowerCase().includes(q.toLowerCase()))
  );
}
