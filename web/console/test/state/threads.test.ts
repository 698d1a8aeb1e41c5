/** The open transcript: followed live, kept for going back, and never mixed up with another. */
import { type ConversationEvent, EMPTY_TRANSCRIPT, type Stream, type StreamOptions, transcript } from "@relevo/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openThreads } from "../../src/state/threads.ts";
import { asAgent, ASSISTANT, event, MAYA, NOOR, said, settled, VISITOR, withAssistant } from "../make.ts";

function given() {
  const opened: (StreamOptions & { isClosed: boolean })[] = [];
  const open = (options: StreamOptions): Stream => {
    const stream = { ...options, isClosed: false };
    opened.push(stream);
    return { cursor: 0, close: () => void (stream.isClosed = true), wake: () => undefined };
  };
  const heard: ConversationEvent[] = [];
  const threads = openThreads(
    { onEvent: (_, one) => heard.push(one), onSignedOut: () => undefined, unsentOf: () => ({ type: "unsent", items: [], actor: asAgent(NOOR) }) },
    open,
  );
  return { threads, opened, heard };
}

const texts = (thread: { transcript: { value: { items: readonly object[] } } }) => thread.transcript.value.items.map((item) => (item as { text?: string }).text);

describe("a thread", () => {
  it("shows what came in one go at once, and tells every event on", async () => {
    const { threads, opened, heard } = given();
    const thread = threads.open("a");
    opened[0]?.onEvent?.(said(1, VISITOR, "one"));
    opened[0]?.onEvent?.(said(2, ASSISTANT, "two"));
    expect(texts(thread)).toEqual([]);
    await settled();
    expect(texts(thread)).toEqual(["one", "two"]);
    expect(heard.map((one) => one.seq)).toEqual([1, 2]);
  });

  it("keeps a draft that comes right behind the release that allows it", async () => {
    const { threads, opened } = given();
    const thread = threads.open("a");
    opened[0]?.onEvent?.(event(1, "taken_over", { owner: NOOR, from: withAssistant, text: "" }, { epoch: 2 }));
    opened[0]?.onEvent?.(event(2, "released", { assistant: MAYA, text: "", cause: "released" }, { epoch: 3 }));
    opened[0]?.onEphemeral?.({ type: "draft", turn: "t", epoch: 3, text_so_far: "Hi" });
    await settled();
    expect(thread.transcript.value.draft?.text).toBe("Hi");
  });

  it("shows no draft of an epoch that is over", async () => {
    const { threads, opened } = given();
    const thread = threads.open("a");
    opened[0]?.onEvent?.(event(1, "taken_over", { owner: NOOR, from: withAssistant, text: "" }, { epoch: 2 }));
    opened[0]?.onEphemeral?.({ type: "draft", turn: "t", epoch: 1, text_so_far: "stale" });
    await settled();
    expect(thread.transcript.value.draft).toBeNull();
  });

  it("goes on from its last event when it is opened again", async () => {
    const { threads, opened } = given();
    const first = threads.open("a");
    opened[0]?.onEvent?.(said(1, VISITOR, "one"));
    await settled();
    threads.open("b");
    expect(opened[0]?.isClosed).toBe(true);
    expect(threads.open("a")).toBe(first);
    expect(opened[2]?.after).toBe(1);
  });

  it("starts afresh when the server does not know the cursor", async () => {
    const { threads, opened } = given();
    const thread = threads.open("a");
    opened[0]?.onEvent?.(said(1, VISITOR, "before the restore"));
    await settled();
    opened[0]?.onReset?.("unknown cursor");
    expect(thread.transcript.value.seq).toBe(EMPTY_TRANSCRIPT.seq);
    expect(opened[1]?.after).toBe(0);
  });

  it("that is gone says so and is not asked for again", () => {
    const { threads, opened } = given();
    const thread = threads.open("a");
    opened[0]?.onReset?.("http-404");
    expect(thread.state.value).toBe("missing");
    expect(opened).toHaveLength(1);
  });

  it("takes changes of its outbox while another one is open", () => {
    const { threads } = given();
    const first = threads.open("a");
    threads.open("b");
    threads.apply("a", { type: "unsent", actor: asAgent(NOOR), items: [{ client_id: "x", text: "late", at: 1, nth: 0 }] });
    expect(first.transcript.value.unsent.map((one) => one.text)).toEqual(["late"]);
  });
});

it("agrees with the plain fold", async () => {
  const { threads, opened } = given();
  const thread = threads.open("a");
  const log = [said(1, VISITOR, "a"), event(2, "taken_over", { owner: NOOR, from: withAssistant, text: "joined" }), said(3, asAgent(NOOR), "b")];
  for (const one of log) opened[0]?.onEvent?.(one);
  await settled();
  expect(thread.transcript.value.items).toEqual(log.reduce(transcript, EMPTY_TRANSCRIPT).items);
});

describe("a tab behind another one", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("follows no conversation until somebody looks at it, so that many tabs do not use up the browser's connections", () => {
    const page = Object.assign(new EventTarget(), { hidden: true });
    vi.stubGlobal("document", page);
    const { threads, opened } = given();
    threads.open("a");
    expect(opened).toEqual([]);
    page.hidden = false;
    page.dispatchEvent(new Event("visibilitychange"));
    expect(opened.map(({ url }) => url)).toEqual(["/v1/conversations/a/events"]);
  });
});
