/** Everything the chat's screen depends on, in one value; how it comes about lives in `connection.ts` and `chat.ts`. */
import {
  type ConversationEvent,
  EMPTY_TRANSCRIPT,
  follow,
  type QueuePlace,
  type StreamState,
  type Transcript,
  type TranscriptChange,
  transcript,
  type VisitorConversation,
  type VisitorSession,
} from "@relevo/client";
import type { Wait } from "../contract.ts";
import { type Texts, textsFrom } from "./texts.ts";

export interface ChatState {
  readonly isOpen: boolean;
  readonly stage: "loading" | "ready" | "failed";
  /** The stream's state; null while there is nothing to listen to. */
  readonly link: StreamState | null;
  /** This hidden tab leaves listening to another one. */
  readonly isPaused: boolean;
  readonly session: VisitorSession | null;
  readonly texts: Texts;
  readonly conversation: VisitorConversation | null;
  readonly transcript: Transcript;
  /** The history is there: from now on new messages are announced. */
  readonly isCaughtUp: boolean;
  readonly typed: string;
  /** What stands in the form for a number, kept like `typed`; the country is empty until one is chosen. */
  readonly phone: string;
  readonly country: string;
  /** A number has been left, and the form is there again to mend it. */
  readonly isMending: boolean;
  /** The last seq that was on an open, visible screen; shared by the visitor's tabs. */
  readonly seenSeq: number;
  /** How many messages the listening tab counts as unread, for those that are paused. */
  readonly countElsewhere: number;
  readonly hasSound: boolean;
  /** A command is on its way. */
  readonly isBusy: boolean;
  /** A request for a person waits to be sent. */
  readonly isAsking: boolean;
  /** The place in the queue as it was last read out. */
  readonly heardPlace: QueuePlace | null;
  /** What went wrong with the last command, until the next. */
  readonly failure: keyof Texts | null;
  /** The part that is fetched once a person has been asked for. */
  readonly wait: Wait | null;
}

export const START: ChatState = {
  isOpen: false,
  stage: "loading",
  link: null,
  isPaused: false,
  session: null,
  texts: textsFrom({}),
  conversation: null,
  transcript: EMPTY_TRANSCRIPT,
  isCaughtUp: false,
  typed: "",
  phone: "",
  country: "",
  isMending: false,
  seenSeq: 0,
  countElsewhere: 0,
  hasSound: false,
  isBusy: false,
  isAsking: false,
  heardPlace: null,
  failure: null,
  wait: null,
};

export interface Store {
  readonly state: ChatState;
  set(changes: Partial<ChatState>): void;
  /** Puts one change into the transcript, and an event or a place in the queue into the conversation too. */
  hear(change: TranscriptChange): void;
}

/** `onChange` is called after every change. */
export function openStore(first: Partial<ChatState>, onChange: (before: ChatState, now: ChatState) => void): Store {
  let state: ChatState = { ...START, ...first };
  const set = (changes: Partial<ChatState>): void => {
    const before = state;
    state = { ...state, ...changes };
    onChange(before, state);
  };
  return {
    get state() {
      return state;
    },
    set,
    hear(change) {
      set({
        transcript: transcript(state.transcript, change),
        conversation: state.conversation && followed(state.conversation, change),
        // In one step with the message: it was never unread.
        ...("seq" in change && isLooking(state) ? { seenSeq: Math.max(state.seenSeq, change.seq) } : {}),
      });
    },
  };
}

/** The visitor has the conversation before their eyes. */
export function isLooking({ isOpen }: ChatState): boolean {
  return isOpen && !document.hidden;
}

export function phaseOf({ conversation }: ChatState): VisitorConversation["phase"] {
  return conversation?.phase ?? "assistant";
}

/** How many messages of others came since the visitor last looked. */
export function unreadOf({ transcript, seenSeq, isPaused, countElsewhere }: ChatState): number {
  const isUnread = (item: Transcript["items"][number]): boolean =>
    item.kind === "bubble" && item.state === "said" && item.actor.kind !== "visitor" && (item.seq ?? 0) > seenSeq;
  return isPaused ? countElsewhere : transcript.items.filter(isUnread).length;
}

function followed(conversation: VisitorConversation, change: TranscriptChange): VisitorConversation {
  if (change.type === "queue") return { ...conversation, queue: change };
  if (!("seq" in change)) return conversation;
  const next = follow(conversation, change as ConversationEvent);
  return /waiting|busy/.test(next.phase) ? next : { ...next, queue: null };
}
