/**
 * Builds what is shown of a conversation: a pure fold of events, running drafts and messages still on their way.
 * Who has control is followed in `conversation.ts`; drawing is the widget's and the console's own.
 */
import type { OutboxItem } from "./outbox.ts";
import type { Actor } from "./wire/actors.ts";
import type { ConversationEvent, EventType } from "./wire/events.ts";
import type { Ephemeral } from "./wire/frames.ts";

/** Something said, or partly said. `sent` and `unsent` are our own, before the log has brought them back. */
export interface Bubble {
  readonly kind: "bubble";
  readonly key: string;
  /** Null until the log has it. */
  readonly seq: number | null;
  readonly at: number;
  readonly actor: Actor;
  readonly text: string;
  readonly state: "said" | "cut" | "sent" | "unsent" | "refused";
  readonly clientId: string | null;
  /** Its text was already on the screen as a draft. */
  readonly wasDraft: boolean;
  /** The slug of the final refusal. */
  readonly refused?: string | undefined;
}

/** A change that is told (`notice`), asked (`offer`), for the team (`note`), or what the assistant was told (`trace`). */
export interface Mark {
  readonly kind: "notice" | "offer" | "note" | "trace";
  readonly key: string;
  readonly at: number;
  readonly text: string;
  readonly event: ConversationEvent;
}

/** The line between a stretch with the assistant and one with a person. */
export interface Separator {
  readonly kind: "separator";
  readonly key: string;
  readonly at: number;
  readonly to: "live" | "assistant";
}

export type TranscriptItem = Bubble | Mark | Separator;

/** The text of a running turn, not yet said. */
export interface Draft {
  readonly turn: string;
  readonly epoch: number;
  readonly text: string;
  readonly isCut: boolean;
}

export interface Transcript {
  readonly items: readonly TranscriptItem[];
  readonly unsent: readonly Bubble[];
  readonly draft: Draft | null;
  readonly typing: Actor | null;
  readonly epoch: number;
  readonly seq: number;
  /** The last separator that was drawn opened a human stretch. */
  readonly isLive: boolean;
  /** The turn that ended last: late frames of it are ignored. */
  readonly endedTurn: string | null;
}

/** Changes that only this client knows of. */
export type LocalChange =
  | { readonly type: "unsent"; readonly items: readonly OutboxItem[]; readonly actor: Actor }
  | { readonly type: "sent"; readonly client_id: string }
  /** A new connection: the server repeats a running draft from its beginning. */
  | { readonly type: "resumed" }
  | { readonly type: "typing_over" };

export type TranscriptChange = ConversationEvent | Ephemeral | LocalChange;

export const EMPTY_TRANSCRIPT: Transcript = {
  items: [],
  unsent: [],
  draft: null,
  typing: null,
  epoch: 0,
  seq: 0,
  isLive: false,
  endedTurn: null,
};

/** Events after which nothing of a running answer may be shown as running. */
const MOVES: readonly EventType[] = ["human_requested", "taken_over", "transferred", "released", "resolved", "reopened"];

const NOTICES: readonly EventType[] = [...MOVES, "wait_expired", "contact_left", "joined", "owner_lost"];

/** What is neither said nor told; events that are not here are of the timeline alone, or of a newer server. */
const KINDS: Partial<Record<EventType, Mark["kind"]>> = { human_offered: "offer", note: "note", handoff_note: "trace" };

/** The transcript after one more change. Events arrive in the order of their seq; repeated ones change nothing. */
export function transcript(state: Transcript, change: TranscriptChange): Transcript {
  if ("seq" in change) return logged(state, change);
  switch (change.type) {
    case "draft":
      return drafted(state, change);
    case "draft_cut":
      return state.draft?.turn === change.turn ? { ...state, draft: { ...state.draft, isCut: true } } : state;
    case "typing":
      return { ...state, typing: change.actor };
    case "typing_over":
      return { ...state, typing: null };
    case "resumed":
      return { ...state, draft: null, typing: null };
    case "sent":
      return { ...state, unsent: state.unsent.map((one) => (one.clientId === change.client_id ? { ...one, state: "sent" } : one)) };
    case "unsent":
      return { ...state, unsent: waiting(state, change.items, change.actor) };
    default:
      return state;
  }
}

function logged(state: Transcript, event: ConversationEvent): Transcript {
  if (event.seq <= state.seq) return state;
  const isAnswer = event.type === "answer_cut" || (event.type === "message" && event.actor.kind === "assistant");
  const endsDraft = isAnswer || MOVES.includes(event.type) || Boolean(state.draft?.isCut);
  const separator = separatorAt(state, event);
  const item = itemOf(state, event);
  const clientId = item?.kind === "bubble" ? item.clientId : null;
  return {
    ...state,
    items: [...state.items, ...separator, ...(item ? [item] : [])],
    unsent: clientId ? state.unsent.filter((one) => one.clientId !== clientId) : state.unsent,
    draft: endsDraft ? null : state.draft,
    endedTurn: endsDraft && state.draft ? state.draft.turn : state.endedTurn,
    typing: state.typing?.id === event.actor.id || MOVES.includes(event.type) ? null : state.typing,
    epoch: Math.max(state.epoch, event.epoch),
    seq: event.seq,
    isLive: separator[0] ? separator[0].to === "live" : state.isLive,
  };
}

function drafted(state: Transcript, frame: Ephemeral & { type: "draft" }): Transcript {
  const { turn, epoch } = frame;
  if (epoch < state.epoch || turn === state.endedTurn) return state;
  const running = state.draft?.turn === turn ? state.draft : null;
  if (frame.delta === undefined) return { ...state, typing: null, draft: { turn, epoch, text: frame.text_so_far, isCut: false } };
  if (running) return running.isCut ? state : { ...state, draft: { ...running, text: running.text + frame.delta } };
  // A turn that nobody knows begins here, unless its answer is in the log already and this is a late frame of it.
  const last = state.items.at(-1);
  const isLate = last?.kind === "bubble" && last.state === "said" && last.actor.kind === "assistant";
  return isLate ? state : { ...state, typing: null, draft: { turn, epoch, text: frame.delta, isCut: false } };
}

function separatorAt(state: Transcript, event: ConversationEvent): Separator[] {
  const isTaken = event.type === "taken_over" || event.type === "transferred";
  const to = isTaken ? "live" : "assistant";
  if (isTaken ? state.isLive : event.type !== "released" || !state.isLive) return [];
  return [{ kind: "separator", key: `${event.seq}-${to}`, at: event.at, to }];
}

function itemOf(state: Transcript, event: ConversationEvent): Bubble | Mark | null {
  const { at, actor } = event;
  const key = String(event.seq);
  if (event.type === "message" || event.type === "answer_cut") {
    const clientId = (event.type === "message" && event.data.client_id) || null;
    const wasDraft = state.draft !== null && actor.kind === "assistant";
    const said = event.type === "message" ? "said" : "cut";
    return { kind: "bubble", key: clientId ?? key, seq: event.seq, at, actor, text: event.data.text, state: said, clientId, wasDraft };
  }
  const kind = NOTICES.includes(event.type) ? "notice" : KINDS[event.type];
  const text = (event.data as { text?: string | null }).text ?? "";
  return kind ? { kind, key, at, text, event } : null;
}

/** The outbox as bubbles: without those the log has brought, with those it still owes. */
function waiting(state: Transcript, items: readonly OutboxItem[], actor: Actor): Bubble[] {
  const logged = new Set(state.items.map((item) => (item.kind === "bubble" ? item.clientId : null)));
  const queued = new Set(items.map((item) => item.client_id));
  const sent = state.unsent.filter((one) => one.state === "sent" && !queued.has(one.clientId ?? ""));
  const unsent = items
    .filter((item) => !logged.has(item.client_id))
    .map(
      (item): Bubble => ({
        kind: "bubble",
        key: item.client_id,
        seq: null,
        at: item.at,
        actor,
        text: item.text,
        state: item.refused === undefined ? "unsent" : "refused",
        clientId: item.client_id,
        wasDraft: false,
        refused: item.refused,
      }),
    );
  return [...sent, ...unsent];
}
