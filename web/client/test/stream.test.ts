/** A stream hands over every event once and in order, whatever happens to its connections. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ConversationEvent, type Ephemeral, openStream, type Stream, type StreamOptions } from "../src/index.ts";
import { fakeFetch, frameOf, isStream, json, type Push, said, type Seen, sse } from "./fake.ts";

const encoder = new TextEncoder();
const open: Stream[] = [];

function listen(fetch: StreamOptions["fetch"] & {}, more: Partial<StreamOptions> = {}) {
  const seqs: number[] = [];
  const ephemerals: Ephemeral[] = [];
  const states: string[] = [];
  const stream = openStream({
    url: "/events",
    after: 0,
    fetch,
    onEvent: (event) => seqs.push(event.seq),
    onEphemeral: (frame) => ephemerals.push(frame),
    onState: (state) => states.push(state),
    ...more,
  });
  open.push(stream);
  return { stream, seqs, ephemerals, states };
}

/** Answers streams with the log after the client's cursor, and pages likewise. */
function serve(log: ConversationEvent[], onOpen: (push: Push, call: Seen, nth: number) => void) {
  return fakeFetch((call, nth) => {
    const after = Number(isStream(call) ? call.headers["last-event-id"] : /after=(\d+)/.exec(call.url)?.[1]);
    if (!isStream(call)) return json({ events: log.filter((event) => event.seq > after), head_seq: log.at(-1)?.seq ?? 0 });
    return sse(call.signal, (push) => onOpen(push, call, nth));
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

afterEach(() => {
  open.splice(0).forEach((stream) => stream.close());
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe("resuming", () => {
  test("cut at every byte offset of the stream, the client still sees each event once and in order", async () => {
    const log = [said(1), said(2, "ünïcödé 👩‍🚀"), said(3), said(4)];
    const bytes = encoder.encode(log.map(frameOf).join(""));
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const { fetch } = serve(log, (push, call, nth) => {
        const rest = encoder.encode(log.filter((event) => event.seq > Number(call.headers["last-event-id"])).map(frameOf).join(""));
        push.write(nth === 0 ? bytes.slice(0, cut) : rest);
        if (nth === 0) cut % 2 ? push.end() : push.fail();
      });
      const { stream, seqs } = listen(fetch);
      await settle(1000);
      expect(seqs, `cut at ${cut}`).toEqual([1, 2, 3, 4]);
      stream.close();
    }
  });

  test("the cursor of the last event goes along with a reconnect", async () => {
    const { fetch, calls } = serve([], (push, _call, nth) => {
      if (nth === 0) push.write(frameOf(said(1)) + frameOf(said(2)));
      if (nth === 0) push.end();
    });
    listen(fetch);
    await settle(1000);
    expect(calls.map((call) => call.headers["last-event-id"])).toEqual(["0", "2"]);
  });

  test("repeated and older events are dropped", async () => {
    const { fetch } = serve([], (push) => push.write([said(1), said(2), said(1), said(2), said(3)].map(frameOf).join("")));
    const { seqs } = listen(fetch);
    await settle();
    expect(seqs).toEqual([1, 2, 3]);
  });
});

describe("gaps", () => {
  test("a jump is filled from the page before the event is handed over", async () => {
    const log = [said(1), said(2), said(3), said(4)];
    const { fetch } = serve(log, (push) => push.write(frameOf(said(1)) + frameOf(said(4))));
    const { seqs } = listen(fetch);
    await settle();
    expect(seqs).toEqual([1, 2, 3, 4]);
  });

  test("a jump over hidden events is asked about once", async () => {
    const log = [said(1), said(5), said(6)];
    const { fetch, calls } = serve(log, (push) => push.write(log.map(frameOf).join("")));
    const { seqs } = listen(fetch);
    await settle();
    expect(seqs).toEqual([1, 5, 6]);
    expect(calls.filter((call) => !isStream(call))).toHaveLength(1);
  });

  test("a ping that is ahead fetches what the stream lost, and asks only once about hidden events", async () => {
    const log = [said(1), said(2)];
    const { fetch, calls } = serve(log, (push) => {
      push.write(frameOf(said(1)));
      push.write('event: ping\ndata: {"head_seq":2}\n\n'.repeat(3));
    });
    const { seqs } = listen(fetch);
    await settle();
    expect(seqs).toEqual([1, 2]);
    expect(calls.filter((call) => !isStream(call))).toHaveLength(1);
  });

  test("when the page cannot be read the client reconnects from the last event in order", async () => {
    const log = [said(1), said(2), said(3)];
    const { fetch, calls } = fakeFetch((call, nth) => {
      if (!isStream(call)) return json({}, 500);
      return sse(call.signal, (push) => push.write((nth === 0 ? [said(1), said(3)] : log.slice(1)).map(frameOf).join("")));
    });
    const { seqs } = listen(fetch);
    await settle(1000);
    expect(seqs).toEqual([1, 2, 3]);
    expect(calls.at(-1)?.headers["last-event-id"]).toBe("1");
  });
});

describe("frames outside the log", () => {
  test("are handed over with their type and do not move the cursor", async () => {
    const { fetch } = serve([], (push) => push.write('event: draft\ndata: {"turn":"t","epoch":1,"delta":"a"}\n\nevent: ping\ndata: {}\n\n'));
    const { stream, ephemerals } = listen(fetch);
    await settle();
    expect(ephemerals).toEqual([{ type: "draft", turn: "t", epoch: 1, delta: "a" }, { type: "ping" }]);
    expect(stream.cursor).toBe(0);
  });

  test("bye reconnects with the cursor", async () => {
    const { fetch, calls } = serve([], (push, _call, nth) => nth === 0 && push.write(`${frameOf(said(1))}event: bye\ndata: {}\n\n`));
    const { states } = listen(fetch);
    await settle(1000);
    expect(calls).toHaveLength(2);
    expect(states).toEqual(["connecting", "open", "waiting", "connecting", "open"]);
  });

  test("reset closes the stream and says why", async () => {
    const onReset = vi.fn();
    const { fetch, calls } = serve([], (push) => push.write('event: reset\ndata: {"reason":"pruned"}\n\n'));
    const { states } = listen(fetch, { onReset });
    await settle(60_000);
    expect(onReset).toHaveBeenCalledExactlyOnceWith("pruned");
    expect(states.at(-1)).toBe("closed");
    expect(calls).toHaveLength(1);
  });

  test("a stream without a log sends no cursor", async () => {
    const { fetch, calls } = serve([], (push) => push.write('event: counts\ndata: {"handoff":1}\n\n'));
    const stream = openStream({ url: "/stream", fetch });
    open.push(stream);
    await settle();
    expect(calls[0]?.headers).not.toHaveProperty("last-event-id");
  });
});

describe("silence and refusals", () => {
  test("35 s without a byte replace the connection; a ping keeps it", async () => {
    let push: Push | undefined;
    const { fetch, calls } = serve([], (opened) => (push = opened));
    listen(fetch);
    await settle(30_000);
    push?.write(": still here\n\n");
    await settle(30_000);
    expect(calls).toHaveLength(1);
    await settle(6_000);
    expect(calls).toHaveLength(2);
    expect(calls[0]?.signal?.aborted).toBe(true);
  });

  test("failures back off exponentially, and a long life makes the next try early again", async () => {
    const at: number[] = [];
    const { fetch } = fakeFetch((call, nth) => {
      at.push(Date.now());
      if (nth < 4) throw new TypeError("offline");
      return sse(call.signal, (push) => setTimeout(push.end, 6000));
    });
    listen(fetch);
    await settle(12_000);
    const waits = at.map((time, nth) => time - (at[nth - 1] ?? time)).slice(1);
    expect(waits).toEqual([250, 500, 1000, 2000, 6250]);
  });

  test("Retry-After is never undercut", async () => {
    const { fetch, calls } = fakeFetch(() => json({}, 503, { "retry-after": "7" }));
    listen(fetch);
    await settle(6_999);
    expect(calls).toHaveLength(1);
    await settle(300);
    expect(calls).toHaveLength(2);
  });

  test.each([
    [401, "onUnauthorized"],
    [404, "onReset"],
    [204, null],
  ] as const)("an answer of %i ends the stream", async (status, told) => {
    const tell = { onUnauthorized: vi.fn(), onReset: vi.fn() };
    const { fetch, calls } = fakeFetch(() => (status === 204 ? new Response(null, { status }) : json({}, status)));
    const { states } = listen(fetch, tell);
    await settle(60_000);
    expect(calls).toHaveLength(1);
    expect(states.at(-1)).toBe("closed");
    expect([tell.onUnauthorized.mock.calls.length, tell.onReset.mock.calls.length]).toEqual([told === "onUnauthorized" ? 1 : 0, told === "onReset" ? 1 : 0]);
  });

  test("an answer that is no event stream is tried again", async () => {
    const { fetch, calls } = fakeFetch(() => new Response("<html>", { headers: { "content-type": "text/html" } }));
    listen(fetch);
    await settle(300);
    expect(calls).toHaveLength(2);
  });
});

describe("waking", () => {
  test("a waiting stream tries at once", async () => {
    const { fetch, calls } = fakeFetch((call, nth) => {
      if (nth < 6) throw new TypeError("offline");
      return sse(call.signal, () => {});
    });
    const { stream, states } = listen(fetch);
    await settle(8_000);
    expect(calls).toHaveLength(6);
    stream.wake();
    await settle();
    expect(calls).toHaveLength(7);
    expect(states.at(-1)).toBe("open");
  });

  test("an open stream is replaced only when it has been silent, or when the network has changed", async () => {
    let push: Push | undefined;
    const { fetch, calls } = serve([], (opened) => (push = opened));
    const { stream } = listen(fetch);
    await settle(10_000);
    push?.write("event: ping\ndata: {}\n\n");
    await settle(10_000);
    stream.wake();
    await settle();
    expect(calls).toHaveLength(1);
    stream.wake(true);
    await settle();
    expect(calls).toHaveLength(2);
    await settle(20_000);
    stream.wake();
    await settle();
    expect(calls).toHaveLength(3);
  });

  test("a closed stream stays closed", async () => {
    const { fetch, calls } = serve([], () => {});
    const { stream, states } = listen(fetch);
    await settle();
    stream.close();
    stream.wake(true);
    await settle(60_000);
    expect(calls).toHaveLength(1);
    expect(states.at(-1)).toBe("closed");
  });
});
