/** Nothing is lost, doubled or out of order over reloads, tabs, lost networks and a server that goes away. */
import { describe, expect, test } from "vitest";
import { begin, desk, opens, said, stage, widget } from "./fake/opening.ts";

opens();

describe("a reload", () => {
  test("brings back the conversation, the open panel and what was being typed", async () => {
    await begin();
    desk().takeOver();
    desk().say("Hi, Anna here.");
    await widget.says("Anna here");
    await widget.get("composer").fill("not yet sent");
    await widget.page.reload();
    await widget.says("Anna here");
    await expect.poll(() => widget.bubbles()).toEqual(["Hello", "Hi, Anna here."]);
    await expect.poll(() => widget.get("badge").count()).toBe(1);
    expect(await widget.get("composer").inputValue()).toBe("not yet sent");
  });

  test("in the middle of an answer goes on with the draft", async () => {
    await begin();
    desk().write("The first half, ");
    await widget.get("draft").waitFor();
    await widget.page.reload();
    await widget.get("draft").getByText("The first half,").waitFor();
    desk().write("the second.");
    await widget.get("draft").getByText("The first half, the second.").waitFor();
    desk().finish();
    await widget.says("The first half, the second.");
  });

  test("counts on the launcher what came meanwhile, and opening settles it", async () => {
    await begin();
    await widget.get("close").click();
    desk().answer("One");
    desk().answer("Two");
    await expect.poll(() => widget.get("unread").innerText()).toBe("2");
    await widget.page.reload();
    await expect.poll(() => widget.get("unread").innerText()).toBe("2");
    await expect.poll(() => widget.get("launcher").getAttribute("aria-label")).toContain("2 unread");
    await widget.openPanel();
    await expect.poll(() => widget.get("unread").isHidden()).toBe(true);
    await widget.page.reload();
    await widget.get("close").click();
    await widget.page.waitForTimeout(200);
    expect(await widget.get("unread").isHidden()).toBe(true);
  });
});

describe("a lost network", () => {
  test("keeps what is sent, says so, and delivers it once and in order", async () => {
    await begin();
    stage.server.outage = 0;
    desk().cutStreams();
    for (const text of ["one", "two", "three"]) await widget.send(text);
    await expect.poll(() => widget.get("status").innerText(), { timeout: 5_000 }).toBe("Reconnecting…");
    await expect.poll(() => widget.bubbles()).toEqual(["Hello", "one", "two", "three"]);
    stage.server.outage = null;
    await expect.poll(said, { timeout: 20_000 }).toEqual(["Hello", "one", "two", "three"]);
    await expect.poll(() => widget.get("status").innerText(), { timeout: 20_000 }).toBe("");
    expect(await widget.bubbles()).toEqual(["Hello", "one", "two", "three"]);
  });

  test("and a reload on top of it: still once and in order", async () => {
    await begin();
    stage.server.outage = 503;
    desk().cutStreams();
    for (const text of ["one", "two"]) await widget.send(text);
    await widget.page.reload();
    await expect.poll(() => widget.bubbles()).toEqual(["one", "two"]);
    stage.server.outage = null;
    await expect.poll(() => widget.bubbles(), { timeout: 20_000 }).toEqual(["Hello", "one", "two"]);
    await expect.poll(said).toEqual(["Hello", "one", "two"]);
  });

  test("from the very first message on", async () => {
    stage.server.outage = 0;
    await widget.get("launcher").click();
    await widget.send("Is anybody there?");
    await widget.page.waitForTimeout(600);
    stage.server.outage = null;
    await widget.says("Is anybody there?");
    expect(said()).toEqual(["Is anybody there?"]);
  });

  test("streams cut a hundred times at random leave the same transcript as the log", { timeout: 90_000 }, async () => {
    await begin();
    for (let nth = 0; nth < 100; nth += 1) {
      if (nth % 10 === 3) desk().write(`Answer ${nth}, `);
      if (nth % 10 === 5) desk().finish();
      desk().say(`Line ${nth}`);
      if ((nth * 37) % 10 < 6) desk().cutStreams();
      if (nth % 7 === 0) await widget.page.waitForTimeout((nth * 53) % 120);
    }
    await expect.poll(async () => (await widget.bubbles()).length, { timeout: 30_000 }).toBe(said().length);
    expect((await widget.bubbles()).map((text) => text.trim())).toEqual(said().map((text) => text.trim()));
  });
});

describe("several tabs", () => {
  test("opened at the same moment by somebody new are one visitor", async () => {
    const other = await widget.tab();
    const known = stage.server.visitors.size;
    await Promise.all([widget.openPanel(), other.openPanel()]);
    expect(stage.server.visitors.size).toBe(known + 1);
  });

  test("show the same conversation, whoever began it", async () => {
    const other = await widget.tab();
    await widget.openPanel();
    await other.openPanel();
    await widget.send("from the first");
    await other.says("from the first");
    await other.send("from the second");
    await widget.says("from the second");
    await expect.poll(() => widget.bubbles()).toEqual(["from the first", "from the second"]);
    await expect.poll(() => other.bubbles()).toEqual(["from the first", "from the second"]);
    expect(desk().log.filter((event) => event.type === "message")).toHaveLength(2);
  });

  test("both sending without a network lose nothing and double nothing", async () => {
    await begin();
    const other = await widget.tab();
    await other.openPanel();
    await other.says("Hello");
    stage.server.outage = 503;
    await widget.send("a1");
    await other.send("b1");
    await widget.send("a2");
    await widget.page.reload();
    stage.server.outage = null;
    await expect.poll(() => said().length, { timeout: 20_000 }).toBe(4);
    await widget.page.waitForTimeout(1_500);
    expect([...said()].sort()).toEqual(["Hello", "a1", "a2", "b1"]);
    expect(said().indexOf("a1")).toBeLessThan(said().indexOf("a2"));
  });
});

describe("a server that knows nothing any more", () => {
  test("gets a new visitor, and the message arrives all the same", async () => {
    await begin();
    stage.server.visitors.clear();
    await widget.send("Are you still there?");
    await expect.poll(() => [...stage.server.visitors.values()].at(-1)?.desk?.log.length ?? 0, { timeout: 20_000 }).toBeGreaterThan(1);
    expect(said()).toEqual(["Are you still there?"]);
  });

  test("says that the cursor is unknown: everything is read anew", async () => {
    await begin();
    desk().answer("Seen");
    await widget.says("Seen");
    desk().log.length = 1;
    desk().conversation = { ...desk().conversation, head_seq: 1 };
    desk().cutStreams();
    await expect.poll(() => widget.bubbles(), { timeout: 20_000 }).toEqual([]);
    desk().answer("A new beginning");
    await widget.says("A new beginning");
  });

  test("is not there at all: the visitor is told", async () => {
    stage.server.outage = 403;
    await widget.get("launcher").click();
    await expect.poll(() => widget.get("status").innerText()).toBe("The chat is not available right now.");
    stage.server.outage = null;
    await widget.send("Hello?");
    await widget.says("Hello?");
  });
});

test("a browser that forbids storage still chats", async () => {
  const page = await widget.context.newPage();
  await page.addInitScript(() => {
    for (const area of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, area, {
        get: () => {
          throw new DOMException("blocked", "SecurityError");
        },
      });
    }
  });
  await page.goto(widget.page.url());
  await page.getByTestId("launcher").click();
  await page.getByTestId("composer").fill("Hello");
  await page.getByTestId("composer").press("Enter");
  await page.getByTestId("log").getByText("Hello").waitFor();
});
