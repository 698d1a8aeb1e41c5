/** The list stays in step with the stream: membership, order, pages, reconnects. */
import type { AgentConversation, Counts, InboxPage, View } from "@relevo/client";
import { describe, expect, it } from "vitest";
import type { Api } from "../src/api/calls.ts";
import { openInbox } from "../src/inbox/inbox.ts";
import { openRows } from "../src/inbox/rows.ts";
import { ANA, conversation, event, later, NOOR, settled, waitingSince, withAgent, withAssistant } from "./make.ts";

const COUNTS: Counts = { handoff: 1, unassigned: 2, mine: 3, assistant: 4, all: 5, closed: 6 };
const page = (items: AgentConversation[], next_cursor: string | null = null): InboxPage => ({ items, next_cursor, counts: COUNTS });

function given(answer: (view: View, query: string, cursor: string | null) => InboxPage | Promise<InboxPage>, pinned = "") {
  const rows = openRows();
  const asked: string[] = [];
  const api = {
    page: async (view: View, query: string, cursor: string | null) => {
      asked.push([view, query, cursor].join("|"));
      return answer(view, query, cursor);
    },
  } as unknown as Api;
  const inbox = openInbox({ api, rows, agentId: NOOR.id, isPinned: (id) => id === pinned });
  return { rows, inbox, asked };
}

const row = (id: string, updated_at: number, more: Partial<AgentConversation> = {}) => conversation({ id, updated_at, head_seq: updated_at, version: updated_at, ...more });

describe("a view", () => {
  it("shows its page, the latest change first, with the counts of the server", async () => {
    const { inbox } = given(() => page([row("old", 1), row("new", 9)]));
    inbox.show("all");
    await settled();
    expect(inbox.ids.value).toEqual(["new", "old"]);
    expect(inbox.counts.value).toEqual(COUNTS);
  });

  it("puts the longest wait first, whatever order the pages come in", async () => {
    const late = row("late", 50, { control: waitingSince(40) });
    const early = row("early", 90, { control: waitingSince(10) });
    const { inbox, asked } = given((_, __, cursor) => (cursor ? page([early]) : page([late], "next")));
    inbox.show("handoff");
    await settled();
    await settled();
    expect(inbox.ids.value).toEqual(["early", "late"]);
    expect(asked).toEqual(["handoff||", "handoff||next"]);
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
  const { inbox, rows, asked } = given((_, query) => (query ? page([row("best", 1), row("good", 9)]) : page([])));
  inbox.show("all", "lamp");
  await settled();
  rows.accept(row("other", 20));
  expect(inbox.ids.value).toEqual(["best", "good"]);
  expect(asked).toEqual(["all|lamp|"]);
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
