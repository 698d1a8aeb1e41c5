/** One inbox stream for all tabs: who reads it, who takes over, and that nobody misses anything at the change. */
import type { Ephemeral, StreamOptions, StreamState } from "@relevo/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Channel, openShared, type Word } from "../../src/inbox/shared.ts";
import { settled } from "../make.ts";

const QUIET_MS = 20_000;
const ANSWERED_MS = 5_000;
const ping = (): Ephemeral => ({ type: "ping" }) as Ephemeral;

/** The locks of one browser: one holder, the others in order, robbery. */
class Locks {
  #queue: (() => void)[] = [];
  #holder: ((why: Error) => void) | null = null;

  request = ((_: string, how: LockOptions, act: () => Promise<void> | undefined) =>
    new Promise<void>((done, refuse) => {
      const stop = (): void => refuse(Object.assign(new Error(), { name: "AbortError" }));
      const hold = async (): Promise<void> => {
        this.#holder = stop;
        await act();
        if (this.#holder !== stop) return;
        this.#holder = null;
        done();
        this.#queue.shift()?.();
      };
      if (how.steal) {
        this.#holder?.(new Error());
        return void hold();
      }
      const turn = (): unknown => (how.signal?.aborted ? this.#queue.shift()?.() : void hold());
      how.signal?.addEventListener("abort", stop);
      if (this.#holder) this.#queue.push(turn);
      else queueMicrotask(turn);
    })) as unknown as LockManager["request"];
}

/** What a tab says, all others hear, unless they are asleep or deaf. */
class Browser {
  readonly locks = new Locks();
  readonly tabs: Tab[] = [];

  open(): Tab {
    const tab = new Tab(this);
    this.tabs.push(tab);
    tab.begin();
    return tab;
  }

  get reading(): Tab[] {
    return this.tabs.filter(({ isReading }) => isReading);
  }
}

class Tab {
  readonly heard: (Ephemeral | StreamState | "signed out")[] = [];
  isAsleep = false;
  isDeaf = false;
  isReading = false;
  woken = 0;
  stream: StreamOptions | null = null;
  shared: { close(): void } | null = null;
  readonly #waiting: Word[] = [];
  readonly #channel: Channel;

  constructor(browser: Browser) {
    const others = (): Tab[] => browser.tabs.filter((tab) => tab !== this);
    this.#channel = {
      onmessage: null,
      postMessage: (word: Word) => void (this.isAsleep || others().forEach((tab) => tab.hear(word))),
      close: () => (this.#channel.onmessage = null),
    };
    this.#locks = browser.locks;
  }
  readonly #locks: Locks;

  begin(): void {
    const open = (stream: StreamOptions) => {
      this.stream = stream;
      this.isReading = true;
      stream.onState?.("connecting");
      queueMicrotask(() => this.isReading && stream.onState?.("open"));
      return { cursor: 0, wake: () => void (this.woken += 1), close: () => void (this.isReading = false) };
    };
    const options: StreamOptions = {
      url: "/v1/stream",
      onEphemeral: (frame) => this.heard.push(frame),
      onState: (state) => this.heard.push(state),
      onUnauthorized: () => this.heard.push("signed out"),
    };
    this.shared = openShared(options, { name: "x", locks: this.#locks, open, channel: this.#channel });
  }

  hear(word: Word): void {
    if (this.isDeaf) return;
    if (this.isAsleep) this.#waiting.push(word);
    else this.#channel.onmessage?.call(this.#channel as BroadcastChannel, { data: word } as MessageEvent<Word>);
  }

  wakeUp(): void {
    this.isAsleep = false;
    for (const word of this.#waiting.splice(0)) this.hear(word);
  }

  /** The server sends this tab's stream a frame. */
  told(frame: Ephemeral): void {
    this.stream?.onEphemeral?.(frame);
  }
}

let browser: Browser;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  browser = new Browser();
});
afterEach(() => vi.useRealTimers());

const calm = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
async function tabs(count: number): Promise<Tab[]> {
  for (let at = 0; at < count; at += 1) {
    browser.open();
    await calm();
  }
  return browser.tabs;
}
const after = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
  await calm();
};

describe("several tabs", () => {
  it("hold one stream between them, and all hear it", async () => {
    const [one, two, three] = await tabs(3);
    expect(browser.reading).toEqual([one]);
    const frame = { type: "counts", all: 3 } as Ephemeral;
    one!.told(frame);
    for (const tab of [one, two, three]) expect(tab!.heard.slice(-2)).toEqual(["open", frame]);
  });

  it("hear of nothing twice when another one joins", async () => {
    const [one, two] = await tabs(2);
    one!.told(ping());
    const before = [...two!.heard];
    browser.open();
    await calm();
    expect(two!.heard).toEqual(before);
  });

  it("go on with the next one when the leader closes, each told that something may have been missed", async () => {
    const [one, two, three] = await tabs(3);
    one!.shared!.close();
    await calm();
    expect(browser.reading).toEqual([two]);
    for (const tab of [two, three]) expect(tab!.heard.filter((word) => word === "open")).toHaveLength(2);
    two!.told(ping());
    expect(three!.heard.at(-1)).toEqual(ping());
  });

  it("rob a leader who has fallen asleep, and take the sleeper in again when it wakes", async () => {
    const [one, two, three] = await tabs(3);
    one!.isAsleep = true;
    await after(QUIET_MS + ANSWERED_MS);
    const [leader] = browser.reading.filter((tab) => tab !== one);
    expect([two, three]).toContain(leader);
    one!.wakeUp();
    await calm();
    expect(browser.reading).toEqual([leader]);
    leader!.told(ping());
    expect(one!.heard.slice(-1)).toEqual([ping()]);
    expect(one!.heard.filter((word) => word === "open").length).toBeGreaterThan(1);
  });

  it("leave a leader alone who has nothing to tell but answers", async () => {
    const [one] = await tabs(3);
    await after(10 * QUIET_MS);
    expect(browser.reading).toEqual([one]);
    expect(one!.heard).toEqual(["connecting", "open"]);
  });

  it("read the page again where a frame was missed", async () => {
    const [one, two] = await tabs(2);
    two!.isDeaf = true;
    one!.told(ping());
    two!.isDeaf = false;
    one!.told(ping());
    expect(two!.heard.slice(-2)).toEqual([ping(), "open"]);
    one!.told(ping());
    expect(two!.heard.at(-1)).toEqual(ping());
  });

  it("follow the leader's connection down and up", async () => {
    const [one, two] = await tabs(2);
    one!.stream!.onState!("waiting");
    one!.stream!.onState!("connecting");
    one!.stream!.onState!("open");
    expect(two!.heard.slice(-3)).toEqual(["waiting", "connecting", "open"]);
  });

  it("leave a connection that is to be tried again its time, unless somebody has come back to wait for it", async () => {
    const [one, two] = await tabs(2);
    one!.stream!.onState!("waiting");
    const before = one!.woken;
    await after(10 * QUIET_MS);
    expect(two!.heard.at(-1)).toBe("waiting");
    expect(one!.woken).toBe(before);
    one!.hear({ kind: "who", isWanted: true });
    expect(one!.woken).toBe(before + 1);
  });

  it("have an open connection looked at when nothing was heard for long: it may have died in its sleep", async () => {
    const [one] = await tabs(2);
    const before = one!.woken;
    await after(QUIET_MS + ANSWERED_MS);
    expect(one!.woken).toBeGreaterThan(before);
  });

  it("are signed out together", async () => {
    const [one, two] = await tabs(2);
    one!.stream!.onUnauthorized!();
    expect([one!.heard.at(-1), two!.heard.at(-1)]).toEqual(["signed out", "signed out"]);
  });
});

it("reads for itself where locks are refused", async () => {
  const heard: StreamState[] = [];
  const locks = { request: () => Promise.reject(Object.assign(new Error(), { name: "SecurityError" })) } as unknown as LockManager;
  const channel: Channel = { onmessage: null, postMessage: () => undefined, close: () => undefined };
  const open = (stream: StreamOptions) => (stream.onState?.("open"), { cursor: 0, wake: () => undefined, close: () => undefined });
  const shared = openShared({ url: "/v1/stream", onState: (state) => heard.push(state) }, { name: "x", locks, open, channel });
  vi.useRealTimers();
  await settled();
  expect(heard).toEqual(["open"]);
  shared.close();
});
