/** A visitor's whole way through the widget: the assistant, a person, nobody, and the assistant again. */
import { describe, expect, test } from "vitest";
import { BEN } from "./fake/desk.ts";
import { begin, desk, opens, rule, stage, widget } from "./fake/opening.ts";

opens();

describe("before anything is said", () => {
  test("the page pays for one small script until the launcher is clicked", async () => {
    const asked: string[] = [];
    widget.page.on("request", (request) => asked.push(request.url()));
    await widget.page.reload();
    await widget.get("launcher").waitFor();
    await widget.page.waitForTimeout(300);
    expect(asked.filter((url) => url.startsWith(stage.origin))).toEqual([`${stage.origin}/widget.js`]);
    await widget.get("launcher").hover();
    await widget.openPanel();
    expect(asked.every((url) => url.startsWith(stage.origin) || url.startsWith(stage.site))).toBe(true);
  });

  test("a click opens the panel, says that an AI answers, and puts the cursor into the box", async () => {
    await widget.openPanel();
    await expect.poll(() => widget.get("panel").innerText()).toContain("You are chatting with an AI assistant.");
    expect(await widget.get("composer").evaluate((box) => (box.getRootNode() as ShadowRoot).activeElement === box)).toBe(true);
    await expect.poll(() => widget.get("launcher").getAttribute("aria-expanded")).toBe("true");
  });

  test("no conversation is made until something is sent", async () => {
    stage.server.calls.length = 0;
    await widget.openPanel();
    await widget.get("composer").fill("I might ask");
    expect(stage.server.calls).not.toContain("POST /v1/visitor/conversations");
    await widget.get("composer").press("Enter");
    await widget.says("I might ask");
    expect(stage.server.calls.filter((call) => call === "POST /v1/visitor/conversations")).toHaveLength(1);
  });
});

describe("the assistant", () => {
  test("its answer grows as a draft and becomes a message that is labelled as an AI's", async () => {
    await begin("How long is shipping?");
    desk().write("It takes **two");
    await widget.get("draft").getByText("It takes two").waitFor();
    desk().write(" days**.");
    await widget.get("draft").getByText("It takes two days.").waitFor();
    desk().finish();
    await widget.says("It takes two days.");
    expect(await widget.get("draft").count()).toBe(0);
    await expect.poll(() => widget.get("message-assistant").innerText()).toContain("AI assistant");
    await expect.poll(() => widget.bubbles()).toEqual(["How long is shipping?", "It takes two days."]);
  });

  test("while an answer is awaited three dots say so", async () => {
    await begin();
    await widget.get("typing").waitFor();
    desk().answer("Hello!");
    await widget.get("typing").waitFor({ state: "detached" });
  });
});

describe("a person takes over", () => {
  test("in the middle of an answer: it stops, stays readable, and the person is announced", async () => {
    await begin();
    desk().write("The price is 40");
    await widget.get("draft").waitFor();
    desk().takeOver();
    await widget.get("cut").waitFor();
    await expect.poll(() => widget.get("cut").innerText()).toMatch(/The price is 40[^]*Answer stopped/);
    expect(await widget.get("draft").count()).toBe(0);
    await expect.poll(() => widget.get("separator").innerText()).toBe("Live Chat");
    await expect.poll(() => widget.get("notice").innerText()).toBe("Anna Lindqvist joined the conversation.");
    await expect.poll(() => widget.get("status").innerText()).toBe("Waiting for support agent to join");
    expect(await widget.get("badge").count()).toBe(0);
  });

  test("with the first words the header goes live, with name and initials; the visitor's typing is told", async () => {
    await begin();
    desk().takeOver();
    desk().say("Hi, Anna here.");
    await widget.phase("live");
    await expect.poll(() => widget.get("badge").innerText()).toBe("Live Agent");
    await expect.poll(() => widget.get("header").innerText()).toContain("Live chat with Anna Lindqvist");
    await expect.poll(() => widget.get("header").locator(".avatar").innerText()).toBe("AL");
    await expect.poll(() => widget.get("message-agent").innerText()).toContain("Anna Lindqvist · Team member");
    // With it has come the part of the widget that tells.
    await widget.get("separator").waitFor();
    await widget.get("composer").pressSequentially("Hm");
    await expect.poll(() => desk().typings.length).toBe(1);
  });

  test("a person with a picture is shown by it", async () => {
    await begin();
    desk().takeOver(BEN);
    const picture = widget.get("header").locator("img");
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  });

  test("and hands back: the separator, the notice and the assistant's header return", async () => {
    await begin();
    desk().takeOver();
    desk().say("Done.");
    desk().release();
    await widget.phase("assistant");
    await expect.poll(() => widget.get("separator").allInnerTexts()).toEqual(["Live Chat", "AI Resumed"]);
    await expect.poll(() => widget.get("notice").last().innerText()).toMatch(/left the conversation\. AI assistant is back\./);
    await expect.poll(() => widget.get("header").innerText()).toContain("AI assistant");
    expect(await widget.get("typing").count()).toBe(0);
  });

  test("a workspace that shows only the badge keeps the rest to itself", async () => {
    rule({ policies: { visitor_sees: ["badge"] } });
    await begin();
    desk().takeOver();
    desk().say("Hi.");
    await widget.get("badge").waitFor();
    expect(await widget.get("separator").count()).toBe(0);
    expect(await widget.get("notice").count()).toBe(0);
  });
});

describe("a visitor asks for a person", () => {
  test("by a keyword: the question, yes, and the wait", async () => {
    await begin("speak to someone");
    desk().offer();
    await widget.get("accept").click();
    await widget.phase("waiting");
    await expect.poll(() => widget.get("status").innerText()).toBe("Waiting for a team member…");
    expect(await widget.get("accept").count()).toBe(0);
    expect(await widget.get("talk-to-human").count()).toBe(0);
  });

  test("no thanks leaves everything as it was", async () => {
    await begin("human");
    desk().offer();
    await widget.get("decline").click();
    await widget.phase("assistant");
    expect(await widget.get("accept").count()).toBe(0);
  });

  test("by the button, before the first message", async () => {
    await widget.openPanel();
    await widget.get("talk-to-human").click();
    await widget.phase("waiting");
    await widget.get("log").getByText("Connecting you with the team now…").waitFor();
  });

  test("and nobody comes: a number can be left, a wrong one is refused, a late claim still works", async () => {
    await begin();
    desk().request();
    desk().expire();
    await widget.phase("busy");
    await widget.page.locator("#phone").fill("call me");
    await widget.get("phone-form").locator("button").click();
    await widget.get("phone-form").getByText("Please enter a full phone number.").waitFor();
    await widget.page.locator("#phone").fill("+46 70 123 45 67");
    await widget.get("phone-form").locator("button").click();
    await widget.get("phone-form").waitFor({ state: "detached" });
    await expect.poll(() => widget.get("notice").last().innerText()).toContain("+46 70 123 45 67");
    desk().takeOver();
    desk().say("Sorry for the wait!");
    await widget.get("badge").waitFor();
  });

  test("and nobody comes: the assistant goes on, and a late claim still works", async () => {
    await begin();
    desk().request();
    desk().expire();
    await widget.get("continue-ai").click();
    await widget.phase("assistant");
    desk().takeOver();
    await widget.phase("joining");
  });

  test("what stands in the box outlives every change of the state", async () => {
    await begin();
    await widget.get("composer").fill("half a thou");
    desk().request();
    desk().expire();
    desk().takeOver();
    desk().say("Hi");
    await widget.phase("live");
    expect(await widget.get("composer").inputValue()).toBe("half a thou");
  });

  test("where there is no handoff there is no button", async () => {
    rule({ handoff: { enabled: false, response_timeout_s: 0 } });
    await widget.openPanel();
    expect(await widget.get("talk-to-human").count()).toBe(0);
  });
});

describe("the end", () => {
  test("a resolved conversation offers a new one, which the next message begins", async () => {
    await begin();
    desk().takeOver();
    desk().resolve();
    await widget.phase("closed");
    await expect.poll(() => widget.get("notice").last().innerText()).toBe("Conversation resolved ✓");
    expect(await widget.get("composer").count()).toBe(0);
    const old = desk();
    await widget.get("start-new").click();
    await widget.page.reload();
    await widget.page.locator('[data-testid="panel"][data-stage="ready"]').waitFor();
    expect(await widget.bubbles()).toEqual([]);
    await widget.send("Something else");
    await widget.says("Something else");
    expect(desk()).not.toBe(old);
  });

  test("a message that came too late goes back into the box, and from there into the new conversation", async () => {
    await begin();
    desk().cutStreams();
    desk().conversation = { ...desk().conversation, status: "closed" };
    await widget.send("one more thing");
    await expect.poll(() => widget.get("composer").inputValue()).toBe("one more thing");
    desk().conversation = { ...desk().conversation, status: "active" };
    desk().resolve();
    await widget.get("start-new").click();
    expect(await widget.get("composer").inputValue()).toBe("one more thing");
    await widget.get("send").click();
    await widget.says("one more thing");
    await expect.poll(() => widget.bubbles()).toEqual(["one more thing"]);
  });
});
