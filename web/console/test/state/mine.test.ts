/** How many visitors wait for this agent's own word. */
import type { AgentConversation, Counts, InboxPage } from "@relevo/client";
import { expect, it } from "vitest";
import { openRows } from "../../src/inbox/rows.ts";
import { openMine } from "../../src/inbox/mine.ts";
import { ANA, conversation, later, NOOR, withAgent } from "../make.ts";

const pageOf = (...items: AgentConversation[]): InboxPage => ({ items, next_cursor: null, counts: {} as Counts });
const unread = (id: string, patch: Partial<AgentConversation> = {}) => conversation({ id, control: withAgent(NOOR), unread: 1, ...patch });

it("is read, then followed; what is heard meanwhile is newer than what is read", async () => {
  const page = later<InboxPage>();
  const rows = openRows();
  const mine = openMine({ api: { page: () => page.promise }, rows, agentId: NOOR.id });
  const read = mine.read();
  rows.accept(unread("answered", { version: 2, unread: 0 }));
  rows.accept(unread("new"));
  page.resolve(pageOf(unread("answered"), unread("waits"), unread("quiet", { unread: 0 })));
  expect(await read).toHaveLength(3);
  expect(mine.unanswered.value).toBe(2);
  rows.accept(unread("waits", { version: 2, control: withAgent(ANA) }));
  rows.accept(unread("new", { version: 2, status: "closed" }));
  expect(mine.unanswered.value).toBe(0);
});

it("keeps what it knows where the page does not come", async () => {
  const rows = openRows();
  const mine = openMine({ api: { page: () => Promise.reject(new Error("gone")) }, rows, agentId: NOOR.id });
  rows.accept(unread("waits"));
  expect(await mine.read()).toBeNull();
  expect(mine.unanswered.value).toBe(1);
});

it("believes the page that was asked for last, and what was heard since, whichever comes first", async () => {
  const [early, late] = [later<InboxPage>(), later<InboxPage>()];
  const pages = [early.promise, late.promise];
  const rows = openRows();
  const mine = openMine({ api: { page: () => pages.shift()! }, rows, agentId: NOOR.id });
  const reads = [mine.read(), mine.read()];
  rows.accept(unread("new"));
  late.resolve(pageOf(unread("waits"), unread("other")));
  await reads[1];
  early.resolve(pageOf(unread("answered meanwhile")));
  expect(await reads[0]).toHaveLength(1);
  expect(mine.unanswered.value).toBe(3);
});

it("takes an earlier page where a later one fails, with what was heard while both were asked for", async () => {
  const early = later<InboxPage>();
  const pages = [early.promise, Promise.reject(new Error("gone"))];
  const rows = openRows();
  const mine = openMine({ api: { page: () => pages.shift()! }, rows, agentId: NOOR.id });
  const reads = [mine.read(), mine.read()];
  rows.accept(unread("new"));
  expect(await reads[1]).toBeNull();
  early.resolve(pageOf(unread("waits")));
  await reads[0];
  expect(mine.unanswered.value).toBe(2);
});
