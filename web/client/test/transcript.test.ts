/** What is shown follows from the log, the running draft and the outbox, in any order of their arrival. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ConversationEvent, EMPTY_TRANSCRIPT, type OutboxItem, type Transcript, type TranscriptChange, transcript } from "../src/index.ts";
import { ANNA, ASSISTANT, SYSTEM, VISITOR } from "./fake.ts";

/** Events with everything but what a test is about filled in. */
let seq = 0;
function event<T extends ConversationEvent["type"]>(type: T, data: object, more: Partial<ConversationEvent> = {}): ConversationEvent {
  return { seq: ++seq, type, at: seq, epoch: 0, actor: SYSTEM, data, ...more } as ConversationEvent;
}
const ask = (text: string, client_id: string | null = null): ConversationEvent => event("message", { id: "m", text, client_id }, { actor: VISITOR });
const answer = (text: string, epoch = 0): ConversationEvent => event("message", { id: "m", text }, { actor: ASSISTANT, epoch });
const takenOver = (epoch = 1): ConversationEvent => event("taken_over", { owner: ANNA, from: { kind: "assistant" }, text: "Anna joined the conversation." }, { actor: ANNA, epoch });
const released = (epoch = 2): ConversationEvent => event("released", { assistant: ASSISTANT, text: "Anna left the conversation.", cause: "released" }, { actor: ANNA, epoch });
const draft = (turn: string, text_so_far: string, epoch = 0): TranscriptChange => ({ type: "draft", turn, epoch, text_so_far });
const delta = (turn: string, text: string, epoch = 0): TranscriptChange => ({ type: "draft", turn, epoch, delta: text });
const queued = (client_id: string, refused?: string): OutboxItem => ({ client_id, text: client_id, at: 1, nth: 0, ...(refused ? { refused } : {}) });
const unsent = (...items: OutboxItem[]): TranscriptChange => ({ type: "unsent", items, actor: VISITOR });

const after = (...changes: TranscriptChange[]): Transcript => changes.reduce(transcript, EMPTY_TRANSCRIPT);

/** One word per thing on the screen, in order. */
function screen(state: Transcript): string[] {
  const items = [...state.items, ...state.unsent].map((item) => {
    if (item.kind === "bubble") return `${item.actor.kind}:${item.text}${item.state === "said" ? "" : `(${item.state})`}`;
    return item.kind === "separator" ? `--${item.to}--` : `${item.kind}:${item.event.type}`;
  });
  return state.draft ? [...items, `draft:${state.draft.text}${state.draft.isCut ? "(cut)" : ""}`] : items;
}

describe("the log", () => {
  test("a takeover and a release are told once each, with their separators", () => {
    const state = after(ask("hi"), takenOver(), event("message", { id: "m", text: "hello" }, { actor: ANNA, epoch: 1 }), released());
    expect(screen(state)).toEqual(["visitor:hi", "--live--", "notice:taken_over", "agent:hello", "--assistant--", "notice:released"]);
    expect(state.epoch).toBe(2);
  });

  test("from one person to the next there is no second separator", () => {
    const transferred = (): ConversationEvent => event("transferred", { from: ANNA, to: ANNA, text: "Ben joined." });
    expect(screen(after(takenOver(), transferred(), takenOver()))).toEqual(["--live--", "notice:taken_over", "notice:transferred", "notice:taken_over"]);
  });

  test("going on with the assistant while nobody had come draws no separator", () => {
    const state = after(event("human_requested", { trigger: "button", deadline: null, text: "Connecting" }), released());
    expect(screen(state)).toEqual(["notice:human_requested", "notice:released"]);
  });

  test("repeated events and unknown types change nothing", () => {
    const hi = ask("hi");
    expect(screen(after(hi, hi, event("conversation_started", {}), event("from_the_future" as "note", {})))).toEqual(["visitor:hi"]);
  });

  test("records for the team are kept apart from notices", () => {
    const [note, labels] = [event("note", { text: "careful" }), event("labels_changed", { labels: ["vip"] })];
    const told = event("handoff_note", { form: "replay", text: "…", commitments: [] });
    expect(screen(after(note, labels, told))).toEqual(["note:note", "trace:handoff_note"]);
  });
});

describe("drafts", () => {
  test("grow by deltas and become the message", () => {
    const running = [ask("hi"), draft("t1", "He"), delta("t1", "llo")];
    expect(screen(after(...running))).toEqual(["visitor:hi", "draft:Hello"]);
    const state = after(...running, answer("Hello!"));
    expect(screen(state)).toEqual(["visitor:hi", "assistant:Hello!"]);
    expect(state.items.at(-1)).toMatchObject({ wasDraft: true });
  });

  test("a takeover ends the draft; what was seen stays as a cut bubble", () => {
    const cut = event("answer_cut", { turn: "t1", text: "Hel" }, { actor: ASSISTANT });
    const state = after(draft("t1", "Hello wor"), { type: "draft_cut", turn: "t1" }, cut, takenOver());
    expect(screen(state)).toEqual(["assistant:Hel(cut)", "--live--", "notice:taken_over"]);
  });

  test("a cut draft stays readable until the log has spoken, and then goes", () => {
    const running: TranscriptChange[] = [draft("t1", "Hel"), { type: "draft_cut", turn: "t1" }, delta("t1", "lo")];
    expect(screen(after(...running))).toEqual(["draft:Hel(cut)"]);
    expect(screen(after(...running, ask("hi")))).toEqual(["visitor:hi"]);
  });

  test("frames of an ended turn never come back to life", () => {
    expect(screen(after(draft("t1", "Hello"), answer("Hello!"), delta("t1", "!"), draft("t1", "Hello!")))).toEqual(["assistant:Hello!"]);
  });

  test("frames of an older epoch are dropped, those of the new one are shown", () => {
    const state = after(takenOver(1), draft("t1", "stale", 0), released(2), draft("t2", "old", 1));
    expect(state.draft).toBeNull();
    expect(transcript(state, draft("t3", "fresh", 2)).draft).toMatchObject({ text: "fresh" });
  });

  test("may begin with a delta, also those of a turn that another node has begun anew", () => {
    expect(screen(after(ask("hi"), delta("t1", "He"), delta("t1", "llo")))).toEqual(["visitor:hi", "draft:Hello"]);
    expect(screen(after(ask("hi"), delta("t1", "He"), delta("t2", "Good")))).toEqual(["visitor:hi", "draft:Good"]);
  });

  test("late frames of an answer that came without a draft show nothing", () => {
    expect(screen(after(ask("hi"), answer("Hello!"), delta("t1", "o!")))).toEqual(["visitor:hi", "assistant:Hello!"]);
  });

  test("a new connection forgets the draft until the server repeats it", () => {
    expect(screen(after(draft("t1", "He"), { type: "resumed" }, draft("t1", "Hello")))).toEqual(["draft:Hello"]);
  });

  test("a visitor's message leaves a running draft alone", () => {
    expect(screen(after(draft("t1", "He"), ask("wait")))).toEqual(["visitor:wait", "draft:He"]);
  });

  test("under any interleaving with control events no draft of an older epoch is ever shown", () => {
    const step = fc.record({ kind: fc.constantFrom("take", "release", "draft", "delta", "answer", "cut"), epoch: fc.nat({ max: 6 }), turn: fc.constantFrom("t1", "t2") });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let state = EMPTY_TRANSCRIPT;
        for (const { kind, epoch, turn } of steps) {
          const next = state.epoch + 1;
          if (kind === "take") state = transcript(state, takenOver(next));
          else if (kind === "release") state = transcript(state, released(next));
          else if (kind === "answer") state = transcript(state, answer("x", state.epoch));
          else if (kind === "cut") state = transcript(state, { type: "draft_cut", turn });
          else state = transcript(state, kind === "draft" ? draft(turn, "x", epoch) : delta(turn, "x", epoch));
          if (kind === "take" || kind === "release") expect(state.draft).toBeNull();
          if (state.draft) expect(state.draft.epoch).toBeGreaterThanOrEqual(state.epoch);
        }
      }),
    );
  });
});

describe("messages on their way", () => {
  test("show at the end and turn into the logged one without a second bubble", () => {
    expect(screen(after(ask("hi"), unsent(queued("c1"))))).toEqual(["visitor:hi", "visitor:c1(unsent)"]);
    expect(screen(after(unsent(queued("c1")), ask("c1", "c1"), unsent(queued("c1"))))).toEqual(["visitor:c1"]);
  });

  test("one accepted by the server stays until the stream has brought it", () => {
    const sent: TranscriptChange[] = [unsent(queued("c1")), { type: "sent", client_id: "c1" }, unsent()];
    expect(screen(after(...sent))).toEqual(["visitor:c1(sent)"]);
    expect(screen(after(...sent, ask("c1", "c1")))).toEqual(["visitor:c1"]);
  });

  test("a refused one says so, a dropped one goes", () => {
    expect(screen(after(unsent(queued("c1", "validation"))))).toEqual(["visitor:c1(refused)"]);
    expect(screen(after(unsent(queued("c1")), unsent()))).toEqual([]);
  });

  test("the bubble keeps its key when the log brings it, so that it is neither redrawn nor announced again", () => {
    const [before] = after(unsent(queued("c1"))).unsent;
    const [now] = after(unsent(queued("c1")), ask("c1", "c1")).items;
    expect(now?.key).toBe(before?.key);
  });

  test("in every order of acknowledgement, log and outbox each message is on the screen exactly once", () => {
    const ids = ["c1", "c2", "c3"];
    fc.assert(
      fc.property(fc.shuffledSubarray(ids.flatMap((id) => [`ack ${id}`, `log ${id}`]), { minLength: 0 }), (steps) => {
        let open = ids.map((id) => queued(id));
        let state = after(unsent(...open));
        for (const step of steps) {
          const id = step.slice(4);
          if (step.startsWith("log")) state = transcript(state, ask(id, id));
          else {
            open = open.filter((item) => item.client_id !== id);
            state = [{ type: "sent", client_id: id } as const, unsent(...open)].reduce(transcript, state);
          }
          expect([...state.items, ...state.unsent].map((item) => item.key).sort()).toEqual(ids);
        }
      }),
    );
  });
});

test("typing ends with the words of whoever typed, and with every move of control", () => {
  const typing: TranscriptChange = { type: "typing", actor: ANNA };
  expect(after(typing).typing).toEqual(ANNA);
  expect(after(typing, ask("hi")).typing).toEqual(ANNA);
  expect(after(typing, event("message", { id: "m", text: "x" }, { actor: ANNA })).typing).toBeNull();
  expect(after(typing, released()).typing).toBeNull();
  expect(after(typing, { type: "typing_over" }).typing).toBeNull();
});
