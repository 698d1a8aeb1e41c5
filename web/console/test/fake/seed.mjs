/** Fills the world with the conversations that the screenshots and browser tests speak of. */
import { AGENTS, ASSISTANTS, asAgent, asAssistant } from "./world.mjs";

const [noor, ana] = AGENTS;
const maya = asAssistant(ASSISTANTS[0]);
const MINUTE = 60_000;

const NAMES = ["Ingrid Solberg", "Yusuf Demir", "Chiara Conti", "Pavel Novák", "Mei Tanaka", "Omar Farouk", "Lucía Fernández", "Hannah Weiss", "דניאל לוי", "Sam O'Neill", "Priya Raman", "Jonas Berg"];
const LINES = ["Where is my order? It should have come on Tuesday.", "Can I change the colour of the lampshade after ordering?", "Do you ship to Iceland?", "The discount code is refused at checkout.", "What is the wattage limit of the Halo lamp?", "I would like to return two of the three lamps."];

export function seed(world, now = Date.now()) {
  withAssistant(world, now);
  waiting(world, now);
  mine(world, now);
  before(world, now);
  others(world, now);
  released(world, now);
  closed(world, now);
  hostile(world, now);
}

/** Many conversations, for scrolling. */
export function crowd(world, count, now = Date.now()) {
  for (let at = 0; at < count; at += 1) {
    const since = now - (at + 30) * 47_000;
    const one = world.start({ id: `crowd${String(at).padStart(5, "0")}`, name: `${NAMES[at % NAMES.length]}`, at: since - MINUTE });
    world.say(one, one.visitor, LINES[at % LINES.length], since);
    if (at % 3) world.say(one, maya, "Let me look that up for you.", since + 4_000);
  }
}

function withAssistant(world, now) {
  const one = world.start({ id: "c_ai", name: "Ingrid Solberg", at: now - 9 * MINUTE, page: "/lamps/halo", device: "Pixel 9, Chrome", timezone: "Europe/Oslo" });
  world.say(one, one.visitor, "Hi! Does the Halo lamp work with a dimmer?", now - 9 * MINUTE);
  world.say(one, maya, "Yes. The **Halo** works with any *trailing-edge* dimmer:\n\n1. Up to 60 W of LED\n2. No flicker down to 5 %\n\nSee [the data sheet](https://example.com/halo.pdf).", now - 9 * MINUTE + 4_000);
  world.say(one, one.visitor, "Great. And can I still change the shade of order 20418?", now - 2 * MINUTE);
  world.say(one, maya, "I can see order `20418`. Changing the shade is possible until it is packed. Shall I ask the warehouse?", now - 2 * MINUTE + 5_000);
  world.say(one, one.visitor, "Yes please. I also need to know when it arrives, because I am away from Thursday.", now - 40_000);
  const nameless = world.start({ id: "c_anon", at: now - 100 * MINUTE, locale: "fr" });
  world.say(nameless, nameless.visitor, "Bonjour, livrez-vous le samedi ?", now - 99 * MINUTE);
  world.say(nameless, maya, "Oui, le samedi matin.", now - 98 * MINUTE);
  const more = world.start({ id: "c_ai2", name: "Yusuf Demir", at: now - 60 * MINUTE, locale: "tr" });
  world.say(more, more.visitor, "Kargo ücreti ne kadar?", now - 50 * MINUTE);
  world.say(more, maya, "Türkiye'ye kargo ücretsizdir.", now - 49 * MINUTE);
}

function waiting(world, now) {
  const one = world.start({ id: "c_wait", name: "Chiara Conti", at: now - 6 * MINUTE, locale: "it", email: "chiara@example.com", page: "/checkout" });
  world.say(one, one.visitor, "The discount code LUCE20 is refused at checkout.", now - 5 * MINUTE);
  world.say(one, maya, "I am sorry about that. The code LUCE20 ended yesterday. Would you like me to check for another offer?", now - 5 * MINUTE + 4_000);
  world.say(one, one.visitor, "No, your newsletter says it is valid until Sunday. I want to speak to someone.", now - 95_000);
  world.ask(one, "keyword", "discount code refused, newsletter disagrees", now - 94_000);
  one.contact_phone = "+393471234567";
  one.labels = ["delivery"];
  const two = world.start({ id: "c_wait2", name: "Omar Farouk", at: now - 2 * MINUTE, locale: "ar" });
  world.say(two, two.visitor, "وصل المصباح مكسوراً", now - 50_000);
  world.ask(two, "button", null, now - 42_000);
}

function mine(world, now) {
  const one = world.start({ id: "c_mine", name: "Pavel Novák", at: now - 30 * MINUTE, locale: "cs", email: "pavel.novak@example.com", page: "/account/orders/20391" });
  one.labels = ["refund", "vip"];
  one.subject = "Broken lamp, refund promised";
  world.say(one, one.visitor, "My lamp arrived with a broken glass. Order 20391.", now - 29 * MINUTE);
  world.say(one, maya, "I am sorry to hear that. I can start a replacement for order 20391. Would that be all right?", now - 29 * MINUTE + 5_000);
  world.say(one, one.visitor, "No. I want my money back.", now - 28 * MINUTE);
  world.append(one, "answer_cut", { turn: "t0", text: "I understand. Our refund policy says that broken items can be" }, maya, now - 27 * MINUTE);
  world.takeOver(one, noor, now - 27 * MINUTE);
  world.append(one, "note", { text: "Second broken delivery this month. Check with the carrier." }, asAgent(ana), now - 26.5 * MINUTE);
  world.say(one, asAgent(noor), "Hello Pavel, this is Noor. I am sorry about the glass.", now - 26 * MINUTE);
  world.say(one, asAgent(noor), "I have refunded 89 €. It is on your account by Friday, 27 November.", now - 25.6 * MINUTE);
  world.say(one, one.visitor, "Thank you! Do I have to send the lamp back?", now - 75_000);
}

/** What Pavel asked a month ago. */
function before(world, now) {
  const one = world.start({ id: "c_before", name: "Pavel Novák", at: now - 31 * 24 * 60 * MINUTE, locale: "cs" });
  one.subject = "Delivery to Brno";
  world.say(one, one.visitor, "How long does delivery to Brno take?", now - 31 * 24 * 60 * MINUTE);
  world.say(one, maya, "Two to three working days.", now - 31 * 24 * 60 * MINUTE + 5_000);
  world.takeOver(one, ana, now - 31 * 24 * 60 * MINUTE + MINUTE);
  world.resolve(one, ana, now - 31 * 24 * 60 * MINUTE + 2 * MINUTE);
}

function others(world, now) {
  const one = world.start({ id: "c_ana", name: "Mei Tanaka", at: now - 20 * MINUTE, locale: "ja" });
  world.say(one, one.visitor, "Could you engrave a name on the lamp foot?", now - 18 * MINUTE);
  world.ask(one, "assistant", "engraving is not in the FAQ", now - 17 * MINUTE);
  world.takeOver(one, ana, now - 16 * MINUTE);
  world.say(one, asAgent(ana), "Hi, Ana here. Yes, up to twelve letters. Which name shall it be?", now - 15 * MINUTE);
}

function released(world, now) {
  const one = world.start({ id: "c_back", name: "Lucía Fernández", at: now - 180 * MINUTE, locale: "es" });
  world.say(one, one.visitor, "Can I pick the parcel up myself?", now - 170 * MINUTE);
  world.takeOver(one, noor, now - 168 * MINUTE);
  world.say(one, asAgent(noor), "Of course. I have told the depot; bring your ID on Monday from 8:00.", now - 166 * MINUTE);
  world.release(one, noor, {}, now - 160 * MINUTE);
  world.say(one, one.visitor, "What was the address of the depot again?", now - 150 * MINUTE);
  world.say(one, maya, "It is Hafenstraße 12. As Noor said, bring your ID on Monday from 8:00.", now - 150 * MINUTE + 4_000);
}

function closed(world, now) {
  const one = world.start({ id: "c_done", name: "Hannah Weiss", at: now - 3000 * MINUTE, locale: "de" });
  world.say(one, one.visitor, "Is the shop open on Saturday?", now - 2990 * MINUTE);
  world.takeOver(one, ana, now - 2985 * MINUTE);
  world.say(one, asAgent(ana), "Yes, from 10 to 18.", now - 2984 * MINUTE);
  world.resolve(one, ana, now - 2980 * MINUTE);
}

/** Names and texts that try to be more than text. */
function hostile(world, now) {
  const one = world.start({ id: "c_evil", name: "Support ✔ \u202Egnp.exe", at: now - 400 * MINUTE, page: "javascript:alert(1)", device: "<img src=x onerror=alert(1)>" });
  world.say(one, one.visitor, '<script>alert("hi")</script> <b>bold?</b> [click](javascript:alert(1)) https://example.com/?a=1&b=2', now - 399 * MINUTE);
  world.say(one, maya, "<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](https://example.com) `code` **ok**\n\n| item | price |\n|---|---|\n| Halo | 89 € |\n\n```\nlet x = 1 // a long line of code that does not fit into the bubble at all, so it has to scroll\n```", now - 398 * MINUTE);
}
