/** Canned replies: found while one types, quickly, and filled in. */
import { describe, expect, it } from "vitest";
import type { CannedReply } from "../../src/api/shapes.ts";
import { cannedText } from "../../src/canned/fill.ts";
import { findReplies, indexed } from "../../src/canned/search.ts";
import { conversation } from "../make.ts";

const reply = (shortcut: string, title: string, text = ""): CannedReply => ({ id: shortcut, shortcut, title, text, language: null, is_shared: true, owner_id: null });
const REPLIES = [reply("refund", "Refund on its way"), reply("return", "How to return something"), reply("hours", "Opening hours"), reply("hello", "Greeting", "Über uns: Lampen")];
const found = (query: string) => findReplies(indexed(REPLIES), query).map(({ shortcut }) => shortcut);

describe("a search", () => {
  it("puts the shortcut that begins so first, then titles, then texts", () => {
    expect(found("re").slice(0, 2)).toEqual(["refund", "return"]);
    expect(found("open")[0]).toBe("hours");
    expect(found("lampen")).toEqual(["hello"]);
    expect(found("hours")[0]).toBe("hours");
  });
  it("forgives letters that were left out, accents and case", () => {
    expect(found("rfnd")).toEqual(["refund"]);
    expect(found("UBER")).toEqual(["hello"]);
    expect(found("xyz")).toEqual([]);
  });
  it("shows all for nothing yet, by shortcut", () => {
    expect(found("")).toEqual(["hello", "hours", "refund", "return"]);
  });
  it("takes less than 50 ms among 500", () => {
    const many = Array.from({ length: 500 }, (_, at) => reply(`shortcut${at}`, `A title of some length ${at}`, "A text as long as such replies are. ".repeat(12)));
    const index = indexed(many);
    const took = ["t", "title 49", "ttl", "some length", "nothing of it"].map((query) => {
      const startedAt = performance.now();
      findReplies(index, query);
      return performance.now() - startedAt;
    });
    // The median: on a busy machine a single run may be interrupted.
    expect(took.sort((one, other) => one - other)[2]).toBeLessThan(50);
  });
});

describe("variables", () => {
  const filling = { conversation: conversation({ id: "c9", visitor: { id: "v", name: "Pavel Novák", locale: "cs" } }), agentName: "Noor Haddad" };
  it("are all filled in", () => {
    expect(cannedText("{visitor.first_name} {visitor.name}, {agent.first_name} {agent.name}, {inbox.name}, {conversation.id}", filling)).toBe("Pavel Pavel Novák, Noor Noor Haddad, Shop, c9");
  });
  it("that nobody knows stay, for the agent to see", () => {
    expect(cannedText("{order.id} {constructor} {visitor.first_name}", filling)).toBe("{order.id} {constructor} Pavel");
  });
  it("greet a visitor without a name without one", () => {
    const nameless = { ...filling, conversation: conversation({ visitor: { id: "v", name: null, locale: null } }) };
    expect(cannedText("Hello {visitor.first_name}, welcome", nameless)).toBe("Hello, welcome");
    expect(cannedText("{visitor.first_name}, thank you.\n{visitor.name}: one moment", nameless)).toBe("thank you.\none moment");
  });
  it("do not fill what a visitor wrote into their own name", () => {
    const sly = { ...filling, conversation: conversation({ visitor: { id: "v", name: "{agent.name}", locale: null } }) };
    expect(cannedText("Hi {visitor.name}", sly)).toBe("Hi {agent.name}");
  });
});
