/**
 * Speaks the wire of Relevo for the console: static files under the real content security policy, calls, and the two streams.
 * The rules live in `world.mjs`; `/fake/*` lets a test play the visitor, the AI, the colleagues and the network.
 */
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { visitorContext } from "./context.mjs";
import { answerDesk, colleagues } from "./desk.mjs";
import { assign, mustBeAsSeen, note, reopen, setLabels, take, transfer } from "./passing.mjs";
import { play } from "./play.mjs";
import { configured } from "./configured.mjs";
import { AGENTS, ASSISTANTS, asAgent, asAssistant, party, Refusal } from "./world.mjs";

const BUILT = process.env.RELEVO_TEST_CONSOLE ?? fileURLToPath(new URL("../../../../src/relevo/_web/console/", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const PASSWORD = "correct horse battery";
const PING_MS = 5_000;

export function serve(world, { port = 0 } = {}) {
  const state = { world, isDown: false, isMute: false, holdsStreams: false, delayMs: 0, failures: 0, pagesRead: [], setupTokens: new Set(["first-run"]), streams: new Set(), feeds: new Set(), sent: new Map(), typed: [] };
  const server = createServer((request, response) => {
    handle(state, request, response).catch((error) => refuse(response, error));
  });
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => resolve({ state, url: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) }));
  });
}

async function handle(state, request, response) {
  const url = new URL(request.url, "http://host");
  if (url.pathname.startsWith("/console")) return file(url.pathname.slice("/console".length), response);
  const body = await read(request);
  if (url.pathname.startsWith("/fake/")) return json(response, 200, await play(state, url.pathname.slice(6), body));
  if (state.isDown) return request.socket.destroy();
  if (state.delayMs) await new Promise((done) => setTimeout(done, state.delayMs));
  if (request.method !== "GET" && state.failures > 0 && url.pathname.endsWith("/messages")) {
    state.failures -= 1;
    throw new Refusal(503, "unavailable", {}, { "retry-after": "1" });
  }
  return route(state, { url, request, response, body });
}

async function route(state, call) {
  const { url, request, response, body } = call;
  const at = `${request.method} ${url.pathname}`;
  if (at === "POST /v1/sign-in") return signIn(body, response);
  if (at === "POST /v1/setup") return setUp(state, body, response);
  const me = AGENTS.find((one) => request.headers.cookie?.includes(`who=${one.id}`));
  if (!me) throw new Refusal(401, "unauthenticated");
  if (request.method !== "GET" && request.headers["x-csrf-token"] !== `csrf-${me.id}`) throw new Refusal(403, "csrf");
  const told = configured(state.world, me, call);
  if (told) return told[0] === 204 ? response.writeHead(204).end() : json(response, ...told);
  if (at === "GET /v1/me") return json(response, 200, { agent: me, csrf_token: `csrf-${me.id}`, workspace: { id: "ws", name: "Lamp & Co." } });
  if (at === "POST /v1/sign-out") return response.writeHead(204, { "set-cookie": "who=; Path=/; Max-Age=0" }).end();
  if (at === "GET /v1/stream") return state.holdsStreams ? undefined : inboxStream(state, me, call);
  if (at === "PUT /v1/presence") return presence(state, me, body, response);
  if (at === "GET /v1/agents") return json(response, 200, { items: colleagues(state.world, me) });
  if (at === "GET /v1/assistants") return json(response, 200, { items: ASSISTANTS });
  if (at === "GET /v1/conversations") return page(state, me, url, response);
  const shared = answerDesk(state, me, { at, url, body });
  if (shared !== undefined) return json(response, 200, shared);
  const [, id, tail = ""] = /^\/v1\/conversations\/([^/]+)(?:\/(.+))?$/.exec(url.pathname) ?? [];
  if (id) return conversation(state, me, { ...call, one: state.world.of(decodeURIComponent(id)), tail });
  throw new Refusal(404, "not-found");
}

function conversation(state, me, call) {
  const { world } = state;
  const { one, tail, request, response, body, url } = call;
  const answer = () => json(response, 200, world.row(one));
  switch (`${request.method} ${tail}`) {
    case "GET ":
      return answer();
    case "GET events":
      if (request.headers.accept?.includes("event-stream")) return threadStream(state, one, call);
      return json(response, 200, { events: one.log.filter((event) => event.seq > Number(url.searchParams.get("after") ?? 0)).slice(0, 200), head_seq: one.log.length });
    case "POST take-over":
      take(world, one, me, body);
      return answer();
    case "POST assign":
      assign(world, one, me, body);
      return answer();
    case "POST transfer":
      transfer(world, one, me, body);
      return answer();
    case "POST reopen":
      reopen(world, one, me);
      return answer();
    case "PUT labels":
      setLabels(world, one, me, body.labels);
      return answer();
    case "POST notes":
      return json(response, 201, note(world, one, me, body));
    case "GET visitor":
      return json(response, 200, visitorContext(world, one));
    case "PUT attention":
      world.tell(one.id, { event: "attention", data: world.attention.put(one.id, party(me), body.state) });
      return response.writeHead(204).end();
    case "POST typing":
      state.typed.push({ id: one.id, by: me.id });
      return answer();
    case "POST release":
      mustBeAsSeen(one, body);
      if (world.release(one, me, body)) setTimeout(() => world.say(one, asAssistant(ASSISTANTS[0]), "As promised, here is your answer."), 600);
      return answer();
    case "POST resolve":
      mustBeAsSeen(one, body);
      world.resolve(one, me);
      return answer();
    case "POST messages":
      return post(state, me, call);
    default:
      throw new Refusal(404, "not-found");
  }
}

function post({ world, sent }, me, { one, body, response }) {
  const known = sent.get(body.client_id);
  if (known) return json(response, 200, known);
  if (body.take_over) world.takeOver(one, me);
  world.mustControl(one, me);
  const event = world.say(one, asAgent(me), body.text, Date.now(), body.client_id);
  sent.set(body.client_id, event);
  return json(response, 201, event);
}

function signIn({ email, password }, response) {
  if (email === "locked@example.com") throw new Refusal(429, "rate-limited", {}, { "retry-after": "42" });
  const me = AGENTS.find((one) => one.email === email);
  if (!me || password !== PASSWORD) throw new Refusal(401, "unauthenticated", { detail: "Wrong e-mail or password." });
  return admit(me, response);
}

function setUp({ setupTokens }, { token }, response) {
  if (!setupTokens.delete(token)) throw new Refusal(410, "setup-used");
  return admit(AGENTS[0], response);
}

function admit(me, response) {
  response.setHeader("set-cookie", `who=${me.id}; Path=/; HttpOnly; SameSite=Lax`);
  return json(response, 200, { agent: me, token: "t", csrf_token: `csrf-${me.id}` });
}

function page({ world, pagesRead }, me, url, response) {
  pagesRead.push(url.search);
  const asked = Object.fromEntries(url.searchParams);
  return json(response, 200, world.page({ ...asked, label: url.searchParams.getAll("label"), agentId: me.id }));
}

function presence({ world }, me, { state }, response) {
  world.presence.set(me.id, state);
  world.tell("inbox", { event: "presence", data: { agent: { id: me.id, name: me.name, avatar_url: me.avatar_url }, state } });
  return response.writeHead(204).end();
}

function inboxStream(state, me, { response }) {
  const { world } = state;
  const send = open(state, response, (target, frame) => {
    if (target === `agent:${me.id}`) return send(frame.event, frame.data);
    if (target !== "inbox") return;
    send(frame.event, frame.data);
    if (frame.event === "conversation") send("counts", world.counts(me.id));
  });
  state.feeds.add(response);
  response.on("close", () => state.feeds.delete(response));
  send("counts", world.counts(me.id));
}

function threadStream(state, one, { request, response }) {
  const send = open(state, response, (target, frame) => {
    if (target !== one.id) return;
    if (frame.seq) send(frame.type, frame, frame.seq);
    else send(frame.event, frame.data);
  });
  const after = Number(request.headers["last-event-id"] ?? 0);
  for (const event of one.log) if (event.seq > after) send(event.type, event, event.seq);
  if (one.draft) send("draft", { turn: one.draft.turn, epoch: one.epoch, text_so_far: one.draft.text });
  send("attention", state.world.attention.of(one.id));
  send("ping", { head_seq: one.log.length });
}

/** Begins a stream; returns the function that writes one frame. */
function open(state, response, listener) {
  const { world, streams } = state;
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const send = (event, data, id) => response.write(`${id ? `id: ${id}\n` : ""}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const ping = setInterval(() => send("ping", {}), PING_MS);
  const hear = (target, frame) => state.isMute || listener(target, frame);
  world.listeners.add(hear);
  streams.add(response);
  response.on("close", () => {
    clearInterval(ping);
    world.listeners.delete(hear);
    streams.delete(response);
  });
  return send;
}

function file(path, response) {
  const name = normalize(path === "" || path === "/" ? "/index.html" : path);
  const full = join(BUILT, name);
  if (!full.startsWith(BUILT) || !existsSync(full)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(full)] ?? "application/octet-stream", "content-security-policy": CSP, "x-content-type-options": "nosniff" });
  return createReadStream(full).pipe(response);
}

async function read(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : {};
}

function json(response, status, body) {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

function refuse(response, error) {
  const { status = 500, slug = "unexpected", fields = {}, headers = {} } = error;
  if (status === 500) console.error(error);
  if (response.headersSent) return response.end();
  response.writeHead(status, { "content-type": "application/problem+json", ...headers });
  response.end(JSON.stringify({ type: `https://relevo.dev/problems/${slug}`, title: slug, status, request_id: "r", ...fields }));
}
