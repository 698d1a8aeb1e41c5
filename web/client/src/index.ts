/** The public face of the shared client; nothing is defined here. */
export { backoffMs, onWake } from "./backoff.ts";
export { type Followed, follow, phaseOf } from "./conversation.ts";
export { type MarkdownElement, type MarkdownNode, type MarkdownTag, markdown, safeHref } from "./markdown.ts";
export { type Outbox, type OutboxItem, type OutboxOptions, openOutbox, randomId } from "./outbox.ts";
export { type Call, type Fetch, Problem, problemOf, request } from "./request.ts";
export { type Frame, frameParser, MAX_FRAME_CHARS } from "./sse.ts";
export { type Kept, openKept } from "./storage.ts";
export { openStream, readLog, SILENCE_MS, type Stream, type StreamOptions, type StreamState } from "./stream.ts";
export { filled, initials, isolated, oneLine, visible } from "./text.ts";
export {
  type Bubble,
  type Draft,
  EMPTY_TRANSCRIPT,
  type LocalChange,
  type Mark,
  type Separator,
  type Transcript,
  type TranscriptChange,
  type TranscriptItem,
  transcript,
} from "./transcript.ts";
export type * from "./wire/actors.ts";
export type * from "./wire/conversation.ts";
export type * from "./wire/events.ts";
export type * from "./wire/frames.ts";
export type * from "./wire/inbox.ts";
export type * from "./wire/people.ts";
export type * from "./wire/problem.ts";
export type * from "./wire/session.ts";
