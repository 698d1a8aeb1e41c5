/** Which events call an agent, in which words, and that they do so once. */
import type { AgentConversation, Notification, PresenceState } from "@relevo/client";
import { signal } from "@preact/signals";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openAlerts } from "../../src/alerts/alerts.ts";
import { type Alert, alertOf, isMuted, type Sound } from "../../src/alerts/judge.ts";
import { type Tabs, withLocks, withWords } from "../../src/alerts/tabs.ts";
import { USUAL } from "../../src/state/preferences.ts";
import { conversation, NOOR, settled, VISITOR, waitingSince, withAgent } from "../make.ts";

const NEWS: Notification = { id: "n1", kind: "human_requested", conversation_id: "c1", title: "Pavel", text: "I want my money back", reason: "refund", actor: null, at: 100 };

describe("the words of an alert", () => {
  it("name the visitor, what happened, what was said and why", () => {
    expect(alertOf(NEWS)).toEqual({ id: "n1", conversationId: "c1", title: "Pavel · asks for a person", text: "I want my money back\nrefund", sound: "request" });
    expect(alertOf({ ...NEWS, kind: "transferred", actor: { kind: "agent", id: "a", name: "Ana", avatar_url: null } }).title).toBe("Pavel · passed on by Ana");
    expect(alertOf({ ...NEWS, kind: "message", title: "", text: "", reason: null })).toMatchObject({ title: "A visitor · writes", text: "", sound: "message" });
  });
  it("say what became of one's own conversation, and by whom", () => {
    const ana = { kind: "agent", id: "a", name: "Ana", avatar_url: null } as const;
    const told = (kind: string, actor: Notification["actor"] = null) => alertOf({ ...NEWS, kind, actor }).title;
    expect(["taken_over", "given_away", "released", "resolved"].map((kind) => told(kind, ana))).toEqual([
      "Pavel · taken over by Ana",
      "Pavel · given to somebody else by Ana",
      "Pavel · given back to the AI by Ana",
      "Pavel · resolved by Ana",
    ]);
    expect(["owner_lost", "returned", "unanswered"].map((kind) => told(kind))).toEqual([
      "Pavel · still yours, but your connection is lost",
      "Pavel · went back while you were gone",
      "Pavel · went back, not answered in time",
    ]);
  });
  it("stay one line each, whatever the visitor calls themselves", () => {
    expect(alertOf({ ...NEWS, title: "A\n\u202eB", text: "one\ntwo", reason: null })).toMatchObject({ text: "one two" });
    expect(alertOf({ ...NEWS, title: "A\n\u202eB" }).title).not.toMatch(/[\n\u202e]/);
  });
});

it("is silent for muted kinds, muted conversations, and while away where that is chosen", () => {
  const wants = (patch: Partial<typeof USUAL>, presence: PresenceState = "online") => !isMuted(NEWS, { ...USUAL, ...patch }, presence);
  expect([wants({}), wants({ muted_kinds: ["human_requested"] }), wants({ muted_conversations: ["c1"] }), wants({}, "away"), wants({ muted_while_away: true }), wants({ muted_while_away: true }, "away")]).toEqual([true, false, false, true, true, false]);
});

interface Given {
  readonly preferences?: Partial<typeof USUAL>;
  readonly tabs?: Tabs;
  readonly heardAt?: number;
  /** What lies in the queue at the first connection; afterwards it is `waiting`, and `mine` of one's own, which are none before. */
  readonly known?: readonly AgentConversation[] | null;
  readonly waiting?: () => readonly AgentConversation[];
  readonly mine?: readonly AgentConversation[];
}

const alone = (looked: string | null = null): Tabs => {
  const told = new Set<string>();
  return { look: () => undefined, close: () => undefined, isLookedAt: async (id) => id === looked, isFirst: async (id) => !told.has(id) && Boolean(told.add(id)) };
};

function given({ preferences = {}, tabs = alone(), known = [], waiting = () => [], mine = [], heardAt = 100 }: Given = {}) {
  const played: Sound[] = [];
  const shown: Alert[] = [];
  const opened: (string | null)[] = [];
  const rowsOf = (items: readonly AgentConversation[] | null): readonly AgentConversation[] => {
    if (!items) throw new Error("gone");
    return items;
  };
  const reads = { queue: 0, mine: 0 };
  vi.stubGlobal("document", { hidden: true, hasFocus: () => false, addEventListener: () => undefined, removeEventListener: () => undefined });
  const alerts = openAlerts({
    agentId: "ag_noor",
    queue: async () => rowsOf(reads.queue++ === 0 ? known : waiting()),
    mine: async () => (reads.mine++ === 0 ? [] : mine),
    preferences: signal({ ...USUAL, desktop: true, ...preferences }),
    presence: signal<PresenceState>("online"),
    heardAt: () => heardAt,
    openId: signal<string | null>(null),
    onOpen: ({ conversationId }) => opened.push(conversationId),
    tabs,
    means: { play: (sound) => played.push(sound), show: (alert, onClick) => (shown.push(alert), onClick()) },
  });
  return { alerts, played, shown, opened, reads };
}
afterEach(() => vi.unstubAllGlobals());

describe("alerts", () => {
  it("sound and show once for one event, and lead to the conversation", async () => {
    const { alerts, played, shown, opened } = given();
    await alerts.tell(NEWS);
    await alerts.tell(NEWS);
    expect([played, shown.length, opened]).toEqual([["request"], 1, ["c1"]]);
  });
  it("stay away from what is in front of the eyes, in whichever tab", async () => {
    const { alerts, played, shown } = given({ tabs: alone("c1") });
    await alerts.tell(NEWS);
    expect([played, shown]).toEqual([[], []]);
  });
  it("keep to the sound alone, or to the picture alone", async () => {
    const [quiet, plain] = [given({ preferences: { sound: false } }), given({ preferences: { desktop: false } })];
    await quiet.alerts.tell(NEWS);
    await plain.alerts.tell(NEWS);
    expect([quiet.played, quiet.shown.length, plain.played, plain.shown.length]).toEqual([[], 1, ["request"], 0]);
  });
  it("are one for twenty requests that came while there was no connection", async () => {
    const known = [conversation({ id: "old", control: waitingSince(50) })];
    const waiting = [...known, ...Array.from({ length: 20 }, (_, nth) => conversation({ id: `c${nth}`, control: waitingSince(200 + nth) }))];
    const { alerts, shown } = given({ known, waiting: () => waiting });
    await alerts.connected();
    expect(shown).toEqual([]);
    await alerts.connected();
    await alerts.connected();
    expect(shown.map(({ title }) => title)).toEqual(["20 visitors ask for a person"]);
  });
  it("are none for who waited before the first connection, though no row was ever heard", async () => {
    const known = [conversation({ id: "c1", control: waitingSince(50) }), conversation({ id: "c2", control: waitingSince(60) })];
    let waiting = known;
    const { alerts, shown, reads } = given({ heardAt: 0, known, waiting: () => waiting });
    await alerts.connected();
    expect(reads).toEqual({ queue: 1, mine: 1 });
    await alerts.connected();
    expect(shown).toEqual([]);
    waiting = [...known, conversation({ id: "c3", control: waitingSince(70) })];
    await alerts.connected();
    waiting = [...waiting, conversation({ id: "c4", control: waitingSince(80) })];
    await alerts.connected();
    expect(shown.map(({ conversationId }) => conversationId)).toEqual(["c3", "c4"]);
  });
  it("wait until they have read who waits, where the first connection broke before", async () => {
    const { alerts, shown } = given({ heardAt: 0, known: null, waiting: () => [conversation({ id: "c1", control: waitingSince(50) })] });
    await alerts.connected();
    await alerts.connected();
    expect(shown).toEqual([]);
  });

  const written = (id: string, name: string, at: number) =>
    conversation({ id, visitor: { id: "vi", name, locale: null }, control: withAgent(NOOR), last_message: { text: "Hello?", at, actor: VISITOR } });

  it("are one for what came to oneself meanwhile: who was passed on, who wrote", async () => {
    const passed = conversation({ id: "c1", control: { ...withAgent(NOOR), since: 150 } });
    const { alerts, shown, played } = given({ waiting: () => [conversation({ id: "c9", control: waitingSince(300) })], mine: [passed, written("c2", "Ana", 160), written("c3", "Old", 90)] });
    await alerts.connected();
    await alerts.connected();
    expect(shown.map(({ title, text }) => [title, text])).toEqual([["While you were not connected", "1 visitor asks for a person: Pavel\n1 conversation is yours now: Pavel\n1 visitor writes: Ana"]]);
    expect(played).toEqual(["request"]);
  });
  it("name the one thing that was missed, and lead to it", async () => {
    const { alerts, shown, played, opened } = given({ mine: [written("c2", "Ana", 160)] });
    await alerts.connected();
    await alerts.connected();
    expect(shown).toEqual([{ id: "missed-160", conversationId: "c2", title: "Ana · writes", text: "Hello?\nWhile you were not connected", sound: "message" }]);
    expect([played, opened]).toEqual([["message"], ["c2"]]);
  });
  it("leave out what is muted, and what is looked at in some tab", async () => {
    const mine = [written("c2", "Ana", 160), written("c3", "Ben", 170), conversation({ id: "c4", control: { ...withAgent(NOOR), since: 180 } })];
    const muted = { muted_kinds: ["transferred", "assigned"], muted_conversations: ["c2"] };
    const { alerts, shown } = given({ mine, preferences: muted, tabs: alone("c3") });
    await alerts.connected();
    await alerts.connected();
    expect(shown).toEqual([]);
  });
  it("do not repeat after a reconnect what was heard before it", async () => {
    const { alerts, shown } = given({ waiting: () => [conversation({ id: "c1", control: waitingSince(100) })] });
    await alerts.connected();
    await alerts.tell(NEWS);
    await alerts.connected();
    expect(shown).toHaveLength(1);
  });
});

/** Locks as the browser keeps them for all tabs of one origin. */
function sharedLocks() {
  const held = new Map<string, number>();
  const request = async (name: string, options: LockOptions, act: (lock: Lock | null) => unknown): Promise<unknown> => {
    if (options.ifAvailable && held.has(name)) return act(null);
    held.set(name, (held.get(name) ?? 0) + 1);
    await act({ name, mode: "exclusive" });
    const left = held.get(name)! - 1;
    return left ? held.set(name, left) : held.delete(name);
  };
  const query = async () => ({ held: [...held.keys()].map((name) => ({ name })), pending: [] });
  return { request, query } as unknown as Pick<LockManager, "request" | "query">;
}

describe("several tabs", () => {
  it("name one of them to tell an event", async () => {
    const locks = sharedLocks();
    const tabs = [withLocks("x", locks), withLocks("x", locks), withLocks("x", locks)];
    expect((await Promise.all(tabs.map((tab) => tab.isFirst("n1")))).filter(Boolean)).toHaveLength(1);
    expect(await tabs[2]!.isFirst("n2")).toBe(true);
  });
  it("know what each of them has in front, until it looks elsewhere", async () => {
    const locks = sharedLocks();
    const [one, other] = [withLocks("x", locks), withLocks("x", locks)];
    one.look("c1");
    expect([await other.isLookedAt("c1"), await other.isLookedAt("c2")]).toEqual([true, false]);
    one.look(null);
    await settled();
    expect(await other.isLookedAt("c1")).toBe(false);
  });
});

describe("several tabs without locks, as over plain http", () => {
  const opened: Tabs[] = [];
  const tab = (): Tabs => {
    const one = withWords("y");
    opened.push(one);
    return one;
  };
  afterEach(() => opened.splice(0).forEach((one) => one.close()));

  it("name one of them to tell an event", async () => {
    const tabs = [tab(), tab(), tab()];
    expect((await Promise.all(tabs.map((one) => one.isFirst("n1")))).filter(Boolean)).toHaveLength(1);
  });
  it("ask each other what is in front, and believe no answer of before", async () => {
    const [one, other] = [tab(), tab()];
    one.look("c1");
    expect(await Promise.all([other.isLookedAt("c1"), other.isLookedAt("c1"), other.isLookedAt("c2")])).toEqual([true, true, false]);
    one.look(null);
    expect(await other.isLookedAt("c1")).toBe(false);
  });
});
