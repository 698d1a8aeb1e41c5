/** From the request for a person to their first word, and everything that can come between: the queue, nobody, a number, silence, a transfer. */
import { describe, expect, test } from "vitest";
import { ANNA, BEN } from "./fake/desk.ts";
import { begin, desk, opens, reopen, rule, stage, widget } from "./fake/opening.ts";

opens();

const requests = (): number => desk().log.filter((event) => event.type === "human_requested").length;

describe("a request for a person", () => {
  test("is made once, however often and fast it is asked for", async () => {
    await widget.openPanel();
    await widget.get("talk-to-human").evaluate((button: HTMLElement) => {
      for (let nth = 0; nth < 5; nth += 1) button.click();
    });
    await widget.phase("waiting");
    await widget.page.waitForTimeout(300);
    expect(stage.server.calls.filter((call) => call.endsWith("/request-human") && call.startsWith("POST"))).toHaveLength(1);
    expect(requests()).toBe(1);
  });

  test("without a network is kept, says so, outlives a reload and is made once", async () => {
    await begin();
    stage.server.outage = 0;
    desk().cutStreams();
    await widget.get("talk-to-human").click();
    await expect.poll(() => widget.get("status").innerText(), { timeout: 8_000 }).toBe("You are offline. We will ask for a person as soon as you are back.");
    expect(await widget.get("talk-to-human").isDisabled()).toBe(true);
    await widget.page.reload();
    await widget.get("composer").waitFor();
    expect(await widget.bubbles()).toEqual([]);
    stage.server.outage = null;
    await expect.poll(() => widget.get("panel").getAttribute("data-phase"), { timeout: 20_000 }).toBe("waiting");
    expect(requests()).toBe(1);
    await widget.says("Hello");
    expect(await widget.bubbles()).toEqual(["Hello"]);
  });

  test("comes after the message that was written before it", async () => {
    await begin();
    stage.server.outage = 503;
    await widget.send("It is about order 12");
    await widget.get("talk-to-human").click();
    stage.server.outage = null;
    await expect.poll(requests, { timeout: 20_000 }).toBe(1);
    expect(desk().log.slice(-2).map((event) => event.type)).toEqual(["message", "human_requested"]);
  });
});

describe("the header while nobody has it", () => {
  const detail = () => widget.get("header").innerText();

  test("says that nobody is there yet, not that a silent assistant speaks", async () => {
    await begin();
    desk().answer("Good morning, I can help.");
    await expect.poll(detail).toMatch(/AI assistant$/);
    await widget.get("talk-to-human").click();
    await widget.phase("waiting");
    await expect.poll(detail).toMatch(/Waiting for a team member…$/);
    desk().expire();
    await widget.phase("busy");
    expect(await detail()).toMatch(/Waiting for a team member…$/);
  });

  test("says so when the request has cut an answer off", async () => {
    await begin();
    desk().write("Let me look that up");
    await expect.poll(() => widget.bubbles()).toEqual(["Hello", "Let me look that up"]);
    await widget.get("talk-to-human").click();
    await widget.phase("waiting");
    expect(desk().log.slice(-2).map((event) => event.type)).toEqual(["answer_cut", "human_requested"]);
    await expect.poll(detail).toMatch(/Waiting for a team member…$/);
  });

  test("says so after the last words with which the assistant has asked for a person", async () => {
    await begin();
    desk().handOver("A colleague will look into it.");
    await widget.phase("waiting");
    await widget.says("A colleague will look into it.");
    await expect.poll(detail).toMatch(/Waiting for a team member…$/);
    desk().answer("Meanwhile: what is your order number?");
    await expect.poll(detail).toMatch(/AI assistant$/);
  });

  test("says that an assistant that goes on helping is one", async () => {
    await begin();
    await widget.get("talk-to-human").click();
    await widget.phase("waiting");
    desk().answer("Meanwhile: what is your order number?");
    await expect.poll(detail).toMatch(/AI assistant$/);
    desk().takeOver();
    await widget.phase("joining");
    await expect.poll(detail).toMatch(/Anna Lindqvist\s+Team member$/);
  });
});

describe("the queue", () => {
  test("shows the place and the wait, and follows them", async () => {
    await begin();
    await widget.get("talk-to-human").click();
    await widget.phase("waiting");
    desk().queue(3, 290);
    await expect.poll(() => widget.get("queue").innerText()).toBe("You are number 3 in the queue. Estimated wait: about 5 min.");
    desk().queue(1, 20);
    await expect.poll(() => widget.get("queue").innerText()).toBe("You are next. Estimated wait: about 1 min.");
    desk().queue(1);
    await expect.poll(() => widget.get("queue").innerText()).toBe("You are next.");
    desk().queue(null, null);
    await widget.get("queue").waitFor({ state: "detached" });
    await expect.poll(() => widget.get("status").innerText()).toBe("Waiting for a team member…");
  });

  test("is read out now and then, not whenever it changes", async () => {
    await begin();
    await widget.page.clock.install();
    await widget.get("talk-to-human").click();
    await widget.phase("waiting");
    const heard = () => widget.get("queue-heard").innerText();
    desk().queue(5);
    await expect.poll(heard).toBe("You are number 5 in the queue.");
    for (const position of [4, 3, 2]) {
      desk().queue(position);
      await expect.poll(() => widget.get("queue").innerText()).toBe(`You are number ${position} in the queue.`);
      await widget.page.clock.runFor(1_000);
      expect(await heard()).toBe("You are number 5 in the queue.");
    }
    await widget.page.clock.runFor(28_000);
    await expect.poll(heard).toBe("You are number 2 in the queue.");
    await expect.poll(() => widget.get("queue").getAttribute("aria-hidden")).toBe("true");
  });

  test("is there after a reload, while the team is busy too, and gone when somebody comes", async () => {
    await begin();
    await widget.get("talk-to-human").click();
    await widget.phase("waiting");
    desk().queue(2);
    await widget.page.reload();
    await widget.get("queue").getByText("You are number 2").waitFor();
    desk().expire();
    await widget.phase("busy");
    await widget.get("queue").getByText("You are number 2").waitFor();
    desk().takeOver();
    await widget.phase("joining");
    expect(await widget.get("queue").count()).toBe(0);
  });
});

describe("nobody is there", () => {
  async function wait(): Promise<void> {
    await begin();
    desk().request();
    desk().expire();
    await widget.get("phone-form").waitFor();
  }

  test("a number is taken with the country of the visitor's browser, and can be corrected afterwards", async () => {
    await reopen({ locale: "de-AT" });
    await wait();
    expect(await widget.get("phone-country").inputValue()).toBe("AT");
    await expect.poll(() => widget.get("phone-country").locator("option:checked").innerText()).toBe("Austria \u2066+43\u2069");
    await widget.get("phone").fill("0664 1234567");
    await widget.page.getByText("Request a call").click();
    await widget.get("phone-form").waitFor({ state: "detached" });
    expect(stage.server.numbers.at(-1)).toEqual({ phone: "0664 1234567", country: "AT" });
    await widget.get("log").getByText("We will call you at").waitFor();
    await widget.get("phone-edit").click();
    expect(await widget.get("phone").inputValue()).toBe("0664 1234567");
    await widget.get("phone-country").selectOption("CH");
    await widget.get("phone").fill("079 123 45 67");
    await widget.page.keyboard.press("Enter");
    await widget.get("phone-form").waitFor({ state: "detached" });
    expect(stage.server.numbers.at(-1)).toEqual({ phone: "079 123 45 67", country: "CH" });
  });

  test("a number that is none is said so at its field, in the visitor's language, and the field is theirs again", async () => {
    stage.server.locale = "fr";
    await wait();
    await widget.get("phone").fill("12");
    await widget.get("phone").press("Enter");
    const problem = widget.get("phone-form").getByRole("alert");
    await expect.poll(() => problem.innerText()).toBe("Veuillez saisir un numéro de téléphone complet.");
    await expect.poll(() => widget.get("phone").getAttribute("aria-invalid")).toBe("true");
    expect(await widget.get("phone").getAttribute("aria-describedby")).toBe(await problem.getAttribute("id"));
    await expect.poll(() => widget.get("phone-country").locator("option", { hasText: "+49" }).innerText()).toContain("Allemagne");
    await widget.get("phone").fill("123");
    await expect.poll(() => problem.innerText()).toBe("");
  });

  test("what stands in the form outlives a message, a reload and the busy state itself", async () => {
    await wait();
    await widget.get("phone").fill("+46 70 1");
    await widget.get("phone-country").selectOption("SE");
    desk().answer("Meanwhile");
    await widget.says("Meanwhile");
    expect(await widget.get("phone").inputValue()).toBe("+46 70 1");
    await widget.page.reload();
    await widget.get("phone-form").waitFor();
    expect(await widget.get("phone").inputValue()).toBe("+46 70 1");
    expect(await widget.get("phone-country").inputValue()).toBe("SE");
    await widget.get("continue-ai").click();
    await widget.phase("assistant");
    desk().request();
    desk().expire();
    await widget.phase("busy");
    expect(await widget.get("phone").inputValue()).toBe("+46 70 1");
  });

  test("the part that shows the form cannot be fetched: going on with the AI still works", async () => {
    await widget.page.route("**/wait-*.js*", (route) => route.abort());
    await begin();
    desk().request();
    desk().expire();
    await widget.phase("busy");
    expect(await widget.get("phone-form").count()).toBe(0);
    await widget.get("continue-ai").click();
    await widget.phase("assistant");
  });

  test("is fetched only once a person is asked for", async () => {
    const asked: string[] = [];
    widget.page.on("request", (request) => asked.push(request.url()));
    await begin();
    desk().answer("Hello!");
    await widget.says("Hello!");
    expect(asked.filter((url) => url.includes("/wait-"))).toEqual([]);
    desk().offer();
    await expect.poll(() => asked.filter((url) => url.includes("/wait-")).length).toBe(1);
  });
});

describe("who reads along", () => {
  test("typing is told no more than every two seconds, without the text", async () => {
    await begin();
    desk().takeOver();
    desk().say("Hi");
    await widget.phase("live");
    await widget.get("sound").waitFor();
    const startedAt = Date.now();
    await widget.get("composer").pressSequentially("This takes a while to write down", { delay: 90 });
    const { typings } = desk();
    expect(typings.length).toBeGreaterThan(0);
    expect(typings.length).toBeLessThanOrEqual(1 + Math.floor((Date.now() - startedAt) / 2_000));
    expect(typings.every((typing) => typing.text === undefined)).toBe(true);
    expect(await widget.get("draft-shared").count()).toBe(0);
  });

  test("the text goes along only where the workspace shares drafts, and the visitor is told", async () => {
    rule({ handoff: { shares_drafts: true } });
    await begin();
    await widget.get("composer").fill("Nobody sees this");
    desk().takeOver();
    await widget.phase("joining");
    await widget.get("draft-shared").getByText("Team members can see what you are typing.").waitFor();
    const described = await widget.get("composer").getAttribute("aria-describedby");
    await expect.poll(() => widget.get("draft-shared").getAttribute("id")).toBe(described);
    await widget.get("composer").fill("");
    await widget.get("composer").pressSequentially("My number is 12");
    await expect.poll(() => desk().typings.at(-1)?.text, { timeout: 5_000 }).toBe("My number is 12");
    const times = desk().typings.map(({ at }) => at);
    for (const [nth, at] of times.entries()) if (nth) expect(at - (times[nth - 1] ?? 0)).toBeGreaterThan(1_900);
    await widget.get("composer").press("Enter");
    await expect.poll(() => desk().typings.at(-1)?.text, { timeout: 5_000 }).toBe("");
  });

  test("an agent who types is named, and the sign goes when nothing more comes", async () => {
    await begin();
    desk().takeOver();
    desk().say("Hi");
    await widget.phase("live");
    await widget.get("sound").waitFor();
    desk().ephemeral({ type: "typing", actor: ANNA });
    await widget.get("typing").waitFor();
    await expect.poll(() => widget.get("typing").getByRole("img").getAttribute("aria-label")).toBe("\u2068Anna Lindqvist\u2069 is typing…");
    await widget.get("typing").waitFor({ state: "detached", timeout: 8_000 });
  });
});

describe("what the visitor sees of a change (policies R6 and R7)", () => {
  test("nothing of a silent takeover but the name of who speaks", async () => {
    rule({ policies: { visitor_sees: [] } });
    await begin();
    const before = await widget.get("header").innerText();
    desk().takeOver(ANNA, "");
    await widget.phase("joining");
    desk().say("Good morning.");
    await widget.phase("live");
    await widget.says("Good morning.");
    desk().loseOwner();
    desk().transfer(BEN);
    desk().say("Ben here.", BEN);
    await widget.says("Ben here.");
    await widget.get("sound").waitFor();
    for (const part of ["separator", "notice", "badge"]) expect(await widget.get(part).count()).toBe(0);
    expect(await widget.get("status").innerText()).toBe("");
    await expect.poll(() => widget.get("header").innerText()).toContain(before.split("\n")[0]);
    await expect.poll(() => widget.get("message-agent").first().innerText()).toContain("Anna Lindqvist · Team member");
    await expect.poll(() => widget.get("message-agent").last().innerText()).toContain("Ben · Team member");
  });

  test("a silent takeover of somebody who asked is no longer a wait for nobody", async () => {
    rule({ policies: { visitor_sees: [] } });
    await widget.openPanel();
    await widget.get("talk-to-human").click();
    await widget.phase("waiting");
    desk().takeOver(ANNA, "");
    await expect.poll(() => widget.get("status").innerText()).toBe("Waiting for support agent to join");
  });

  test("a join that is announced with the first message is not given away before", async () => {
    await begin();
    desk().takeOver(ANNA, "");
    await widget.phase("joining");
    await expect.poll(() => widget.get("status").innerText()).toBe("Waiting for support agent to join");
    expect(await widget.get("header").innerText()).not.toContain("Anna");
    expect(await widget.get("separator").count()).toBe(0);
    desk().join();
    desk().say("Hello!");
    await widget.phase("live");
    await expect.poll(() => widget.get("separator").innerText()).toBe("Live Chat");
    await expect.poll(() => widget.get("notice").innerText()).toBe("Anna Lindqvist joined the conversation.");
    await expect.poll(() => widget.get("header").innerText()).toContain("Live chat with Anna Lindqvist");
  });

  test("a transfer is told, and the header follows", async () => {
    await begin();
    desk().takeOver();
    desk().say("Hi.");
    desk().transfer(BEN);
    await widget.phase("joining");
    await expect.poll(() => widget.get("notice").last().innerText()).toBe("Ben is taking over this conversation.");
    await expect.poll(() => widget.get("separator").count()).toBe(1);
    desk().say("Ben here.", BEN);
    await expect.poll(() => widget.get("header").innerText()).toContain("Live chat with Ben");
  });

  test("a transfer to a team is a wait again", async () => {
    await begin();
    desk().takeOver();
    desk().say("Hi.");
    desk().passToTeam();
    await widget.phase("waiting");
    await expect.poll(() => widget.get("notice").last().innerText()).toBe("You are being passed to another team.");
    await expect.poll(() => widget.get("status").innerText()).toBe("Waiting for a team member…");
    expect(await widget.get("badge").count()).toBe(0);
  });

  test("an agent whose connection is lost is excused", async () => {
    await begin();
    desk().takeOver();
    desk().say("Hi.");
    desk().loseOwner();
    await expect.poll(() => widget.get("notice").last().innerText()).toBe("Your agent seems to have lost the connection. Please hold on.");
    await expect.poll(() => widget.get("badge").count()).toBe(1);
  });
});
