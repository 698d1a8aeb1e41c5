/** The list stays in step with the stream: membership, order, pages, reconnects. */
import type { AgentConversation, Counts, InboxPage, ListedConversation, View } from "@relevo/client";
import { describe, expect, it } from "vitest";
import type { Api } from "../../src/api/calls.ts";
import type { Filter } from "../../src/api/shapes.ts";
import { openInbox } from "../../src/inbox/inbox.ts";
import { openRows } from "../../src/inbox/rows.ts";
import { ANA, conversation, event, later, NOOR, settled, waitingSince, withAgent, withAssistant } from "../make.ts";

const COUNTS: Counts = { handoff: 1, unassigned: 2, mine: 3, assistant: 4, all: 5, closed: 6 };
const page = (items: ListedConversation[], next_cursor: string | null = null): InboxPage => ({ items, next_cursor, counts: COUNTS });

function given(answer: (view: View, filter: Filter, cursor: string | null) => InboxPage | Promise<InboxPage>, pinned = "", heard: Promise<void> = Promise.resolve()) {
  const rows = openRows();
  const asked: string[] = [];
  const api = {
    page: async (view: View, filter: Filter, cursor: string | null) => {
      asked.push([view, filter.q, cursor].join("|"));
      return answer(view, filter, cursor);
    },
  } as unknown as Api;
  const inbox = openInbox({ api, rows, agentId: NOOR.id, isPinned: (id) => id === pinned, rereadMs: 5, heard: () => heard });
  return { rows, inbox, asked };
}

/** Longer than a changed order waits for being asked again. */
const afterReread = (): Promise<void> => new Promise((done) => setTimeout(done, 30));

const row = (id: string, updated_at: number, more: Partial<AgentConversation> = {}) => conversation({ id, updated_at, head_seq: updated_at, version: updated_at, ...more });

describe("a view", () => {
  it("shows its page, the latest change first, with the counts of the server", async () => {
    const { inbox } = given(() => page([row("old", 1), row("new", 9)]));
    inbox.show("all");
    await settled();
    expect(inbox.ids.value).toEqual(["new", "old"]);
    expect(inbox.counts.value).toEqual(COUNTS);
  });

  it("keeps the order that the server gives where people wait", async () => {
    const late = row("late", 50, { control: waitingSince(40) });
    const early = row("early", 90, { control: waitingSince(10) });
    const { inbox } = given(() => page([early, late]));
    inbox.show("handoff");
    await settled();
    expect(inbox.ids.value).toEqual(["early", "late"]);
  });

  it("asks for the order again once something changes in it, and shows newcomers at the end meanwhile", async () => {
    const first = row("first", 10, { control: waitingSince(10) });
    const urgent = row("urgent", 20, { control: waitingSince(1) });
    let answer = page([first]);
    const { inbox, rows, asked } = given(() => answer);
    inbox.show("handoff");
    await settled();
    answer = page([urgent, first]);
    rows.accept(urgent);
    expect(inbox.ids.value).toEqual(["first", "urgent"]);
    await afterReread();
    expect(inbox.ids.value).toEqual(["urgent", "first"]);
    expect(asked).toHaveLength(2);
  });

  it("shows nobody in an order that only the server knows, until it has told", async () => {
    const answer = later<InboxPage>();
    const { inbox } = given((view) => (view === "all" ? page([row("one", 1, { control: waitingSince(1) }), row("two", 2, { control: waitingSince(2) })]) : answer.promise));
    inbox.show("all");
    await settled();
    inbox.show("handoff");
    expect(inbox.ids.value).toEqual([]);
    answer.resolve(page([row("two", 2, { control: waitingSince(2) }), row("one", 1, { control: waitingSince(1) })]));
    await settled();
    expect(inbox.ids.value).toEqual(["two", "one"]);
  });

  it("remembers the order of a view that was left, until its page comes", async () => {
    const [one, two] = [row("one", 1, { control: waitingSince(1) }), row("two", 2, { control: waitingSince(2) })];
    const { inbox } = given((view) => (view === "handoff" ? page([two, one]) : page([])));
    inbox.show("handoff");
    await settled();
    inbox.show("closed");
    await settled();
    inbox.show("handoff");
    expect(inbox.ids.value).toEqual(["two", "one"]);
  });

  it("believes the stream's counts before those of a page that was asked for earlier", async () => {
    const answer = later<InboxPage>();
    const { inbox } = given(() => answer.promise);
    inbox.show("all");
    await settled();
    inbox.acceptCounts({ ...COUNTS, mine: 99 });
    answer.resolve(page([]));
    await settled();
    expect(inbox.counts.value.mine).toBe(99);
  });

  it("takes in a conversation that begins to wait and lets it go when somebody claims it", async () => {
    const { inbox, rows } = given(() => page([]));
    inbox.show("handoff");
    await settled();
    rows.accept(row("c", 10, { control: waitingSince(10) }));
    expect(inbox.ids.value).toEqual(["c"]);
    rows.accept(row("c", 20, { control: withAgent(ANA) }));
    expect(inbox.ids.value).toEqual([]);
  });

  it("lists as mine only what this agent has", async () => {
    const { inbox, rows } = given(() => page([]));
    inbox.show("mine");
    await settled();
    rows.accept(row("hers", 1, { control: withAgent(ANA) }));
    rows.accept(row("my own", 2, { control: withAgent(NOOR) }));
    expect(inbox.ids.value).toEqual(["my own"]);
  });

  it("keeps a request unassigned until a person has spoken, and leaves out takeovers nobody asked for", async () => {
    const { inbox, rows } = given(() => page([]));
    inbox.show("unassigned");
    await settled();
    rows.accept(row("silent", 1, { control: withAgent(ANA, false), requested_at: 1 }));
    rows.accept(row("answered", 2, { control: withAgent(ANA, true), requested_at: 1 }));
    rows.accept(row("continued", 3, { control: withAssistant, requested_at: 2 }));
    rows.accept(row("taken", 4, { control: withAgent(ANA, false), requested_at: null }));
    expect(inbox.ids.value).toEqual(["silent", "continued"]);
  });

  it("keeps in the queue who went on with the AI, until somebody comes or the request is settled", async () => {
    const { inbox, rows } = given(() => page([]));
    inbox.show("handoff");
    await settled();
    rows.accept(row("continued", 3, { control: withAssistant, requested_at: 2 }));
    expect(inbox.ids.value).toEqual(["continued"]);
    inbox.show("assistant");
    expect(inbox.ids.value).toEqual([]);
  });

  it("moves a row up when something happens in it", async () => {
    const { inbox, rows } = given(() => page([row("a", 3), row("b", 2), row("c", 1)]));
    inbox.show("all");
    await settled();
    rows.accept(row("c", 7));
    expect(inbox.ids.value).toEqual(["c", "a", "b"]);
  });

  it("ignores a row that is older than what is known", async () => {
    const { inbox, rows } = given(() => page([row("a", 5), row("b", 4)]));
    inbox.show("all");
    await settled();
    rows.accept(row("b", 2, { subject: "old" }));
    expect(rows.of("b").value?.subject).toBeNull();
    expect(inbox.ids.value).toEqual(["a", "b"]);
  });

  it("follows an event of the open conversation ahead of its row, and lets the row complete it", async () => {
    const { inbox, rows } = given(() => page([row("c", 3)]));
    inbox.show("assistant");
    await settled();
    rows.follow("c", event(4, "taken_over", { owner: NOOR, from: withAssistant, text: "" }));
    expect(inbox.ids.value).toEqual([]);
    rows.accept(row("c", 4, { control: withAgent(NOOR, false), subject: "from the row" }));
    expect(rows.of("c").value).toMatchObject({ subject: "from the row", control: { kind: "agent" } });
  });
});

describe("what waits for a page", () => {
  it("acts when it has come, and at once afterwards", async () => {
    const answer = later<InboxPage>();
    const { inbox } = given(() => answer.promise);
    const found: string[][] = [];
    const look = (): void => void found.push([...inbox.ids.value]);
    inbox.show("handoff");
    inbox.whenRead(look);
    expect(found).toEqual([]);
    answer.resolve(page([row("a", 1, { control: waitingSince(1) })]));
    await settled();
    inbox.whenRead(look);
    expect(found).toEqual([["a"], ["a"]]);
  });

  it("acts on what is there when no page comes, and never on another list", async () => {
    let acted = 0;
    const { inbox } = given((view) => {
      if (view === "mine") throw new Error("down");
      return page([]);
    });
    inbox.show("mine");
    inbox.whenRead(() => (acted += 1));
    await settled();
    expect(acted).toBe(1);
    inbox.show("all");
    inbox.whenRead(() => (acted += 10));
    inbox.show("closed");
    await settled();
    expect(acted).toBe(1);
  });
});

describe("before the stream is heard", () => {
  it("nothing is read, and then the list that is shown by now, once", async () => {
    const heard = later<void>();
    const { inbox, asked } = given(() => page([]), "", heard.promise);
    inbox.show("all");
    inbox.show("mine");
    await settled();
    expect(asked).toEqual([]);
    heard.resolve();
    await settled();
    expect(asked).toEqual(["mine||"]);
  });

  it("a list that nobody looks at is not read at all", async () => {
    const { inbox, asked } = given(() => page([]));
    await inbox.refresh();
    expect(asked).toEqual([]);
  });
});

describe("pages", () => {
  it("do not show what lies beyond the last loaded one, or the list would have holes", async () => {
    const { inbox, rows } = given(() => page([row("a", 9), row("b", 8)], "more"));
    inbox.show("all");
    await settled();
    rows.accept(row("far", 2));
    expect(inbox.ids.value).toEqual(["a", "b"]);
    rows.accept(row("far", 10));
    expect(inbox.ids.value).toEqual(["far", "a", "b"]);
  });

  it("are added at the end, and what was hidden before appears with them", async () => {
    const { inbox, rows } = given((_, __, cursor) => (cursor ? page([row("c", 4)]) : page([row("a", 9)], "two")));
    inbox.show("all");
    await settled();
    rows.accept(row("hidden", 6));
    await inbox.loadMore();
    expect(inbox.ids.value).toEqual(["a", "hidden", "c"]);
    expect(inbox.hasMore.value).toBe(false);
  });

  it("of a view that was left meanwhile are dropped", async () => {
    const slow = later<InboxPage>();
    const { inbox } = given((view) => (view === "closed" ? slow.promise : page([row("a", 1)])));
    inbox.show("closed");
    inbox.show("all");
    await settled();
    slow.resolve(page([row("z", 1, { status: "closed" })]));
    await settled();
    expect(inbox.ids.value).toEqual(["a"]);
    expect(inbox.state.value).toBe("ready");
  });

  it("that fail say so and keep what is there", async () => {
    let fails = false;
    const { inbox } = given(() => {
      if (fails) throw new Error("down");
      return page([row("a", 1)]);
    });
    inbox.show("all");
    await settled();
    fails = true;
    await inbox.refresh();
    expect(inbox.state.value).toBe("failed");
    expect(inbox.ids.value).toEqual(["a"]);
  });
});

describe("after a gap in the stream", () => {
  it("what the page does not name any more is gone, but the open conversation stays known", async () => {
    let items = [row("a", 3), row("gone", 2), row("open", 1)];
    const { inbox, rows } = given(() => page(items), "open");
    inbox.show("all");
    await settled();
    items = [row("a", 5)];
    await inbox.refresh();
    expect(inbox.ids.value).toEqual(["a", "open"]);
    expect(rows.of("gone").value).toBeUndefined();
  });

  it("a screen that waits for a conversation still hears of it afterwards", async () => {
    const { inbox, rows } = given(() => page([]));
    const awaited = rows.of("late");
    inbox.show("all");
    await inbox.refresh();
    rows.accept(row("late", 1));
    expect(awaited.value?.id).toBe("late");
  });

  it("as many rows come back as were on the screen", async () => {
    const { inbox, asked } = given((_, __, cursor) => (cursor ? page([row("b", 1)]) : page([row("a", 9)], "two")));
    inbox.show("all");
    await settled();
    await inbox.loadMore();
    asked.length = 0;
    await inbox.refresh();
    expect(asked).toEqual(["all||", "all||two"]);
    expect(inbox.ids.value).toEqual(["a", "b"]);
  });
});

it("a search keeps the server's order and takes nothing in by itself", async () => {
  const { inbox, rows, asked } = given((_, { q }) => (q ? page([row("best", 1), row("good", 9)]) : page([])));
  inbox.show("all", { q: "lamp" });
  await settled();
  rows.accept(row("other", 20));
  expect(inbox.ids.value).toEqual(["best", "good"]);
  expect(asked).toEqual(["all|lamp|"]);
});

it("tells where a search found something", async () => {
  const match = { text: "a lamp", seq: 2, ranges: [[2, 6]] as const };
  const { inbox } = given(() => page([{ ...row("best", 1), match }]));
  inbox.show("all", { q: "lamp" });
  await settled();
  expect(inbox.matches.value.get("best")).toEqual(match);
  inbox.show("all");
  expect(inbox.matches.value.size).toBe(0);
});

it("a filtered list asks again when anything changes: only the server knows what belongs to it", async () => {
  let answer = page([row("a", 1)]);
  const { inbox, rows, asked } = given(() => answer);
  inbox.show("all", { label: ["vip"] });
  await settled();
  answer = page([row("b", 9), row("a", 1)]);
  rows.accept(row("b", 9));
  expect(inbox.ids.value).toEqual(["a"]);
  await afterReread();
  expect(inbox.ids.value).toEqual(["b", "a"]);
  expect(asked).toHaveLength(2);
});

it("rows below what is read again keep their places", async () => {
  const names = Array.from({ length: 500 }, (_, at) => row(`c${String(at).padStart(3, "0")}`, 1, { control: waitingSince(at) }));
  const { inbox, rows, asked } = given((_, __, cursor) => {
    const from = Number(cursor ?? 0);
    return page(names.slice(from, from + 100), from + 100 < names.length ? String(from + 100) : null);
  });
  inbox.show("handoff");
  await settled();
  for (let pages = 1; pages < 5; pages += 1) await inbox.loadMore();
  asked.length = 0;
  rows.accept({ ...names[450]!, unread: 3, version: 9 });
  await afterReread();
  expect(asked).toHaveLength(4);
  expect(inbox.ids.value).toEqual(names.map(({ id }) => id));
});

it("a hundred updates of five thousand rows stay cheap", async () => {
  const many = Array.from({ length: 5_000 }, (_, at) => row(`c${at}`, 10_000 - at));
  const { inbox, rows } = given(() => page(many));
  inbox.show("all");
  await settled();
  const startedAt = performance.now();
  for (let at = 0; at < 100; at += 1) rows.accept(row(`c${at * 40}`, 20_000 + at));
  expect(performance.now() - startedAt).toBeLessThan(500);
  expect(inbox.ids.value.slice(0, 2)).toEqual(["c3960", "c3920"]);
});
