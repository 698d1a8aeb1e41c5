/** Nothing typed is ever lost: kept texts, failures, and races with another agent. */
import type { Kept } from "@relevo/client";
import { Problem } from "@relevo/client";
import { beforeEach, describe, expect, it } from "vitest";
import type { NewMessage } from "../../src/api/calls.ts";
import { type Composers, MAX_REPLY_BYTES, openComposers } from "../../src/state/composers.ts";
import type { Conflict } from "../../src/state/conflicts.ts";
import { ANA, asAgent, NOOR, settled } from "../make.ts";

const stored = new Map<string, string>();

/** The browser's storage, in memory, so that a "reload" is opening it again. */
const keptOf = (prefix: string): Kept => ({
  get: (name) => stored.get(prefix + name) ?? null,
  set: (name, value) => void (value === null ? stored.delete(prefix + name) : stored.set(prefix + name, value)),
  names: () => [...stored.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
});

const taken = new Problem({ type: "/problems/not-in-control", title: "", status: 409, owner: ANA, control: { kind: "agent", owner: ANA, since: 77, has_spoken: true } });

function given(answer: (message: NewMessage) => unknown = () => undefined) {
  const posted: NewMessage[] = [];
  const conflicts: Conflict[] = [];
  const composers: Composers = openComposers(
    {
      api: {
        postMessage: async (_, message) => {
          posted.push(message);
          return answer(message) as never;
        },
      },
      me: asAgent(NOOR),
      onUnsent: () => undefined,
      onSent: () => undefined,
      onConflict: (_, conflict) => conflicts.push(conflict),
    },
    keptOf,
  );
  return { composers, posted, conflicts };
}

beforeEach(() => stored.clear());

describe("a text that is not sent yet", () => {
  it("is kept per conversation and over a reload", () => {
    given().composers.of("a").text.value = "half a sen";
    const { composers } = given();
    expect(composers.of("a").text.value).toBe("half a sen");
    expect(composers.of("b").text.value).toBe("");
  });

  it("goes out by itself once the agent has signed in again, where the sign-in had run out", async () => {
    const expired = given(() => Promise.reject(new Problem({ type: "/problems/unauthenticated", title: "", status: 401 })));
    expired.composers.of("a").text.value = "half a sentence";
    expired.composers.of("a").send();
    await settled();
    expired.composers.close();
    const { composers, posted } = given();
    composers.resume();
    await settled();
    expect(posted.map(({ text }) => text)).toEqual(["half a sentence"]);
    expect(composers.unsentOf("a").items).toEqual([]);
  });

  it("of a note is gone on with as a note, as long as no reply was begun", () => {
    given().composers.of("a").note.value = "for the team";
    expect(given().composers.of("a").mode.value).toBe("note");
    given().composers.of("a").text.value = "for the visitor";
    expect(given().composers.of("a").mode.value).toBe("reply");
  });

  it("is removed when the agent signs out, with everything on its way", async () => {
    const { composers } = given(() => Promise.reject(new Problem({ type: "network", title: "", status: 0 })));
    composers.of("a").text.value = "one";
    composers.of("a").send();
    composers.of("b").text.value = "two";
    await settled();
    composers.close();
    composers.forget();
    expect(stored.size).toBe(0);
  });
});

describe("sending", () => {
  it("empties the box at once and posts the trimmed text under one id", async () => {
    const { composers, posted } = given();
    const composer = composers.of("a");
    composer.text.value = "  Hello \n";
    expect(composer.send()).toBe(true);
    expect(composer.text.value).toBe("");
    await settled();
    expect(posted).toEqual([{ text: "Hello", client_id: expect.any(String) }]);
    expect(composers.unsentOf("a").items).toEqual([]);
  });

  it("refuses blank texts and texts above the limit, counted in bytes", () => {
    const composer = given().composers.of("a");
    composer.text.value = " \n ";
    expect(composer.send()).toBe(false);
    composer.text.value = "€".repeat(Math.ceil(MAX_REPLY_BYTES / 3));
    expect(composer.send()).toBe(false);
    expect(composer.text.value).not.toBe("");
  });

  it("takes control with the first message only, when the agent chose to write first", async () => {
    const { composers, posted } = given();
    const composer = composers.of("a");
    composer.isTakingOver.value = true;
    composer.text.value = "first";
    composer.send();
    composer.text.value = "second";
    composer.send();
    await settled();
    expect(posted.map((message) => message.take_over)).toEqual([true, undefined]);
  });
});

describe("a failure", () => {
  it("of the network keeps the message, marks it and sends the same id again", async () => {
    let isDown = true;
    const { composers, posted } = given(() => {
      if (isDown) throw new Problem({ type: "network", title: "", status: 0 });
    });
    const composer = composers.of("a");
    composer.text.value = "hello";
    composer.send();
    await settled();
    const [item] = composers.unsentOf("a").items;
    expect(composer.retried.value.has(item?.client_id ?? "")).toBe(true);
    isDown = false;
    composer.retry(item?.client_id ?? "");
    await settled();
    expect(new Set(posted.map((message) => message.client_id)).size).toBe(1);
    expect(composers.unsentOf("a").items).toEqual([]);
  });

  it("for good leaves it visible, to be tried again or discarded", async () => {
    const { composers } = given(() => {
      throw new Problem({ type: "/problems/validation", title: "", status: 422 });
    });
    const composer = composers.of("a");
    composer.text.value = "hello";
    composer.send();
    await settled();
    const [item] = composers.unsentOf("a").items;
    expect(item?.refused).toBe("validation");
    composer.drop(item?.client_id ?? "");
    expect(composers.unsentOf("a").items).toEqual([]);
  });
});

it("goes on sending after a reload, in conversations that are not open too", async () => {
  const before = given(() => Promise.reject(new Problem({ type: "network", title: "", status: 0 })));
  before.composers.of("a").text.value = "left behind";
  before.composers.of("a").send();
  await settled();
  before.composers.close();
  const { composers, posted } = given();
  composers.resume();
  await settled();
  expect(posted.map((message) => message.text)).toEqual(["left behind"]);
});

describe("when somebody else was faster", () => {
  it("the text comes back to the box and the owner is named", async () => {
    const { composers, conflicts } = given(() => Promise.reject(taken));
    const composer = composers.of("a");
    composer.text.value = "my answer";
    composer.send();
    await settled();
    expect(composer.text.value).toBe("my answer");
    expect(conflicts).toEqual([{ at: "reply", owner: ANA, since: 77 }]);
    expect(composers.unsentOf("a").items).toEqual([]);
  });

  it("it does not overwrite what was typed meanwhile", async () => {
    const { composers } = given(() => Promise.reject(taken));
    const composer = composers.of("a");
    composer.text.value = "first";
    composer.send();
    composer.text.value = "second";
    await settled();
    expect(composer.text.value).toBe("first\n\nsecond");
  });
});
