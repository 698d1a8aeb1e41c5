/** What was typed reaches the server once, in order, over lost networks and reloads. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Kept, openKept, openOutbox, type OutboxItem, Problem } from "../src/index.ts";

function problem(status: number, type = `x/problems/http-${status}`, retryAfterMs = 0): Problem {
  return new Problem({ type, title: "No", status }, retryAfterMs);
}

let ids = 0;
const newId = (): string => `c${++ids}`;

beforeEach(() => {
  ids = 0;
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function outboxWith(send: (item: OutboxItem, nth: number) => Promise<unknown>, kept: Kept = openKept("t.")) {
  const sent: string[] = [];
  const onRefused = vi.fn();
  const outbox = openOutbox({ kept, newId, onRefused, send: (item) => send(item, sent.push(item.text) - 1) });
  return { outbox, sent, onRefused, kept };
}

describe("sending", () => {
  test("one message waits for the answer to the one before", async () => {
    const answers: (() => void)[] = [];
    const { outbox, sent } = outboxWith(() => new Promise<void>((resolve) => answers.push(resolve)));
    outbox.add("one");
    outbox.add("two");
    await settle();
    expect(sent).toEqual(["one"]);
    answers[0]?.();
    await settle();
    expect(sent).toEqual(["one", "two"]);
  });

  test("an accepted message leaves the outbox and the storage", async () => {
    const { outbox, kept } = outboxWith(async () => {});
    outbox.add("one");
    expect(kept.names()).toEqual(["out.c1"]);
    await settle();
    expect(outbox.items).toEqual([]);
    expect(kept.names()).toEqual([]);
  });
});

describe("failures that may pass", () => {
  test.each([0, 429, 503, 502])("status %i is tried again until it works, with the same id", async (status) => {
    const clientIds: string[] = [];
    const { outbox, sent } = outboxWith(async (item, nth) => {
      clientIds.push(item.client_id);
      if (nth < 7) throw problem(status);
    });
    outbox.add("one");
    await settle(120_000);
    expect(sent).toHaveLength(8);
    expect(new Set(clientIds)).toEqual(new Set(["c1"]));
    expect(outbox.items).toEqual([]);
  });

  test("Retry-After is kept to", async () => {
    const { outbox, sent } = outboxWith(async () => Promise.reject(problem(429, "x/rate-limited", 9_000)));
    outbox.add("one");
    await settle(8_999);
    expect(sent).toHaveLength(1);
    await settle(1_000);
    expect(sent).toHaveLength(2);
    outbox.close();
  });

  test("waking up tries at once", async () => {
    const { outbox, sent } = outboxWith(async (_item, nth) => {
      if (nth < 5) throw problem(0);
    });
    outbox.add("one");
    await settle(4_000);
    const before = sent.length;
    outbox.wake();
    await settle();
    expect(sent).toHaveLength(before + 1);
    outbox.close();
  });
});

describe("final refusals", () => {
  test("are told and kept, and the next message goes on its way", async () => {
    const { outbox, sent, onRefused } = outboxWith(async (item) => {
      if (item.text === "too long") throw problem(422, "x/problems/validation");
    });
    outbox.add("too long");
    outbox.add("fine");
    await settle();
    expect(sent).toEqual(["too long", "fine"]);
    expect(outbox.items).toMatchObject([{ text: "too long", refused: "validation" }]);
    expect(onRefused).toHaveBeenCalledOnce();
  });

  test("an error inside the server that stays becomes one", async () => {
    const { outbox, sent } = outboxWith(async (item) => {
      if (item.text === "poison") throw problem(500);
    });
    outbox.add("poison");
    outbox.add("fine");
    await settle(60_000);
    expect(sent).toEqual(["poison", "poison", "poison", "poison", "poison", "fine"]);
    expect(outbox.items).toMatchObject([{ text: "poison", refused: "http-500" }]);
  });

  test("a mistake of our own is surfaced, not tried for ever", async () => {
    const { outbox, sent } = outboxWith(async () => Promise.reject(new TypeError("our own")));
    outbox.add("one");
    await settle(60_000);
    expect(sent).toHaveLength(1);
    expect(outbox.items).toMatchObject([{ refused: "client" }]);
  });

  test("can be retried with the same id, or dropped", async () => {
    let isOpen = false;
    const { outbox, sent } = outboxWith(async () => (isOpen ? null : Promise.reject(problem(409, "x/closed"))));
    outbox.add("one");
    outbox.add("two");
    await settle();
    isOpen = true;
    outbox.drop("c2");
    outbox.retry("c1");
    await settle();
    expect(sent).toEqual(["one", "two", "one"]);
    expect(outbox.items).toEqual([]);
  });

  test("one dropped on its way stays dropped", async () => {
    let fail: (error: Problem) => void = () => {};
    const { outbox, onRefused, kept } = outboxWith(() => new Promise((_, reject) => (fail = reject)));
    outbox.add("one");
    await settle();
    outbox.drop("c1");
    fail(problem(422));
    await settle();
    expect(outbox.items).toEqual([]);
    expect(kept.names()).toEqual([]);
    expect(onRefused).not.toHaveBeenCalled();
  });
});

describe("reloads and tabs", () => {
  test("what an earlier page left behind is sent first, in its order and with its ids", async () => {
    const kept = openKept("t.");
    const lost = outboxWith(async () => Promise.reject(problem(0)), kept);
    ["one", "two", "three"].forEach((text) => lost.outbox.add(text));
    await settle();
    lost.outbox.close();
    const { outbox, sent } = outboxWith(async () => {}, kept);
    expect(outbox.items.map((item) => item.client_id)).toEqual(["c1", "c2", "c3"]);
    outbox.add("four");
    await settle();
    expect(sent).toEqual(["one", "two", "three", "four"]);
  });

  test("two tabs never lose each other's messages", async () => {
    const kept = openKept("t.");
    const offline = async (): Promise<never> => Promise.reject(problem(0));
    const [one, other] = [outboxWith(offline, kept), outboxWith(offline, kept)];
    one.outbox.add("from one");
    other.outbox.add("from the other");
    await settle();
    one.outbox.close();
    other.outbox.close();
    expect(outboxWith(async () => {}, kept).outbox.items.map((item) => item.text)).toEqual(["from one", "from the other"]);
  });

  test("a broken entry is thrown away and harms nothing", () => {
    const kept = openKept("t.");
    kept.set("out.bad", "{");
    expect(outboxWith(async () => {}, kept).outbox.items).toEqual([]);
    expect(kept.names()).toEqual([]);
  });
});

test("under any faults and reloads an idempotent server ends up with every message once and in order", async () => {
  const outcome = fc.constantFrom("ok", "lost answer", "offline", "busy", "reload");
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), async (faults, count) => {
      const kept = openKept("t.");
      const log = new Map<string, string>();
      let isReloading = false;
      const send = async (item: OutboxItem): Promise<void> => {
        const fault = faults.shift() ?? "ok";
        isReloading ||= fault === "reload";
        if (fault !== "offline" && fault !== "busy") log.set(item.client_id, item.text);
        if (fault !== "ok") throw problem(fault === "busy" ? 503 : 0);
      };
      let page = outboxWith(send, kept);
      const texts = Array.from({ length: count }, (_, nth) => `line ${nth}`);
      for (const text of texts) {
        page.outbox.add(text);
        await settle(10);
      }
      while (page.outbox.items.length) {
        await settle(40_000);
        if (!isReloading) continue;
        isReloading = false;
        page.outbox.close();
        page = outboxWith(send, kept);
      }
      page.outbox.close();
      expect([...log.values()]).toEqual(texts);
    }),
    { numRuns: 150 },
  );
});
