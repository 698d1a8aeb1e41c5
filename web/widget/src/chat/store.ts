/** Everything the chat's screen depends on, in one value; how it comes about lives in `connection.ts` and `chat.ts`. */
import {
  type ConversationEvent,
  EMPTY_TRANSCRIPT,
  follow,
  type StreamState,
  type Transcript,
  type TranscriptChange,
  transcript,
  type VisitorConversation,
  type VisitorSession,
} from "@relevo/client";
import { ENGLISH, type Texts } from "./texts.ts";

export interface ChatState {
  readonly isOpen: boolean;
  readonly stage: "loading" | "ready" | "failed";
  /** The stream's state; null while there is nothing to listen to. */
  readonly link: StreamState | null;
  readonly session: VisitorSession | null;
  readonly texts: Texts;
  readonly conversation: VisitorConversation | null;
  readonly transcript: Transcript;
  /** The history is there: from now on new messages are announced. */
  readonly isCaughtUp: boolean;
  readonly typed: string;
  /** The last seq that was on an open, visible screen; shared by the visitor's tabs. */
  readonly seenSeq: number;
  /** A command is on its way. */
  readonly isBusy: boolean;
  /** What went wrong with the last command, until the next. */
  readonly failure: keyof Texts | null;
}

export const START: ChatState = {
  isOpen: false,
  stage: "loading",
  link: null,
  session: null,
  texts: ENGLISH,
  conversation: null,
  transcript: EMPTY_TRANSCRIPT,
  isCaughtUp: false,
  typed: "",
  seenSeq: 0,
  isBusy: false,
  failure: null,
};

export interface Store {
  readonly state: ChatState;
  set(changes: Partial<ChatState>): void;
  /** Puts one change into the transcript, and an event into the conversation too. */
  hear(change: TranscriptChange): void;
}

/** `onChange` is called after every change. */
export function openStore(onChange: (before: ChatState, now: ChatState) => void): Store {
  let state = START;
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
      const { conversation } = state;
      const isLogged = "seq" in change && conversation;
      set({
        transcript: transcript(state.transcript, change),
        ...(isLogged ? { conversation: follow(conversation, change as ConversationEvent) } : {}),
      });
    },
  };
}

/** How many messages of others came since the visitor last looked. */
export function unreadOf({ transcript, seenSeq }: ChatState): number {
  const isUnread = (item: Transcript["items"][number]): boolean =>
    item.kind === "bubble" && item.state === "said" && item.actor.kind !== "visitor" && (item.seq ?? 0) > seenSeq;
  return transcript.items.filter(isUnread).length;
}
