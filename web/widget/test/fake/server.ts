/** Relevo's visitor API over HTTP, in memory and on loopback, for tests of the widget in a browser; the built widget comes with it. */
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { VisitorSession } from "@relevo/client";
import { Desk, ROBIN } from "./desk.ts";

const BUILT = fileURLToPath(new URL("../../../../src/relevo/_web/widget/", import.meta.url));
const TEXTS = new URL("../../../../src/relevo/workspace/texts/", import.meta.url);
const AVATAR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#7a4"/><circle cx="4" cy="3" r="1.6" fill="#fff"/><path d="M1 8c0-4 6-4 6 0" fill="#fff"/></svg>';
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, content-type, idempotency-key, last-event-id",
  "access-control-allow-methods": "GET, POST",
  "access-control-expose-headers": "retry-after",
};

interface Visitor {
  readonly token: string;
  readonly id: string;
  desk: Desk | null;
}

export class FakeServer {
  readonly visitors = new Map<string, Visitor>();
  /** Answers of a new session; tests change what they are about. */
  settings: VisitorSession["settings"] = {
    handoff: { enabled: true, response_timeout_s: 180, shares_drafts: false },
    assistant: { id: ROBIN.id, name: ROBIN.name, avatar_url: null },
    policies: { visitor_sees: ["text", "separator", "badge"], after_resolve: "new_conversation" },
    appearance: { title: "Larch & Loom", color: null },
    limits: { message_bytes: 8192 },
  };
  /** Over the shipped texts of the locale. */
  texts: Record<string, string> = {};
  locale = "en";
  /** Every call gets this answer instead, while it is set; 0 cuts the connection. */
  outage: number | null = null;
  /** What a call waits for before it is answered. */
  gate: (path: string) => Promise<void> | void = () => {};
  readonly calls: string[] = [];
  /** The pages of the site that were told. */
  readonly trail: { readonly url: string; readonly title: string }[] = [];
  /** The bodies of numbers that were left. */
  readonly numbers: Record<string, string>[] = [];
  #server: Server;
  #starts = new Map<string, Desk>();
  #count = 0;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const { desk } of this.visitors.values()) desk?.cutStreams();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** The desk of the visitor that came last. */
  get desk(): Desk {
    const desk = [...this.visitors.values()].at(-1)?.desk;
    if (!desk) throw new Error("no conversation yet");
    return desk;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://x");
    this.calls.push(`${request.method} ${url.pathname}`);
    if (request.method === "OPTIONS") return end(response, 204, null);
    if (url.pathname.startsWith("/v1/")) {
      if (this.outage === 0) return void request.socket.destroy();
      if (this.outage) return refuse(response, this.outage, "unavailable", { "retry-after": "1" });
      await this.gate(url.pathname);
      return this.#api(request, response, url);
    }
    if (url.pathname === "/avatar.svg") return end(response, 200, AVATAR, { "content-type": "image/svg+xml" });
    const file = url.pathname === "/widget.js" ? "widget.js" : /^\/widget\/([\w-]+\.js)$/.exec(url.pathname)?.[1];
    const body = file && (await readFile(BUILT + file).catch(() => null));
    // Packed as the real server packs it.
    const isPacked = /gzip/.test(String(request.headers["accept-encoding"]));
    if (body) end(response, 200, isPacked ? gzipSync(body, { level: 9 }) : body, { "content-type": "text/javascript", ...(isPacked ? { "content-encoding": "gzip" } : {}) });
    else end(response, 404, "");
  }

  async #api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const body = await bodyOf(request);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const known = token ? this.visitors.get(token) : undefined;
    if (url.pathname === "/v1/visitor/session") return end(response, 200, this.#session(known));
    if (!known) return refuse(response, 401, "unauthenticated");
    if (url.pathname === "/v1/visitor/conversations") {
      const key = String(request.headers["idempotency-key"]);
      known.desk = this.#starts.get(key) ?? new Desk(`c${++this.#count}`, { kind: "visitor", id: known.id, name: "", avatar_url: null });
      this.#starts.set(key, known.desk);
      return end(response, 201, known.desk.conversation);
    }
    if (url.pathname === "/v1/visitor/page") {
      this.trail.push(body as unknown as { url: string; title: string });
      return end(response, 204, null);
    }
    const [, id, what] = /^\/v1\/visitor\/conversations\/(\w+)\/?([\w-]*)$/.exec(url.pathname) ?? [];
    const { desk } = known;
    if (!desk || desk.conversation.id !== id) return refuse(response, 404, "not-found");
    if (what === "events") return this.#events(request, response, desk, url);
    if (request.method === "POST") return this.#command(response, desk, what ?? "", body);
    end(response, 200, desk.conversation);
  }

  #session(known: Visitor | undefined): VisitorSession {
    const id = `v${++this.#count}`;
    const visitor = known ?? { token: `token-${id}-${Math.random().toString(36).slice(2)}`, id, desk: null };
    // The visitor that came last stands last.
    this.visitors.delete(visitor.token);
    this.visitors.set(visitor.token, visitor);
    const { settings, locale } = this;
    const texts = { ...textsIn(locale), ...this.texts };
    return { token: visitor.token, visitor: { id: visitor.id, name: null, locale }, conversation: visitor.desk?.conversation ?? null, settings, texts };
  }

  #events(request: IncomingMessage, response: ServerResponse, desk: Desk, url: URL): void {
    if (!request.headers.accept?.includes("event-stream")) {
      const after = Number(url.searchParams.get("after") ?? 0);
      const limit = Number(url.searchParams.get("limit") ?? 50);
      return end(response, 200, { events: desk.log.filter((event) => event.seq > after).slice(0, limit), head_seq: desk.conversation.head_seq });
    }
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", ...CORS });
    response.write(": hello\n\n");
    const ping = setInterval(() => response.write(`event: ping\ndata: {"head_seq":${desk.conversation.head_seq}}\n\n`), 5_000);
    const listener = { write: (text: string) => void response.write(text), end: () => response.destroy() };
    desk.admit(listener, Number(request.headers["last-event-id"] ?? 0));
    response.on("close", () => {
      clearInterval(ping);
      desk.listeners.delete(listener);
    });
  }

  #command(response: ServerResponse, desk: Desk, what: string, body: Record<string, string>): void {
    const { status, phase } = desk.conversation;
    if (status === "closed") return refuse(response, 409, "closed");
    switch (what) {
      case "messages": {
        const known = desk.log.find((event) => event.type === "message" && event.data.client_id === body["client_id"]);
        if (!known && !body["text"]?.trim()) return refuse(response, 422, "validation");
        return end(response, known ? 200 : 201, known ?? desk.hear(body["text"] ?? "", body["client_id"] ?? ""));
      }
      case "request-human":
        if (!this.settings.handoff.enabled) return refuse(response, 409, "handoff-disabled");
        if (phase === "assistant" || phase === "asked") desk.request();
        break;
      case "decline-human":
        desk.append("human_declined", {}, desk.visitor);
        break;
      case "continue-with-assistant":
        desk.append("released", { assistant: ROBIN, text: "You are chatting with the AI assistant again.", cause: "continued" }, desk.visitor, true);
        break;
      case "leave-contact":
        this.numbers.push(body);
        if (!/^\+?[\d ]{6,}$/.test(body["phone"] ?? "")) return refuse(response, 422, "validation");
        desk.append("contact_left", { phone: body["phone"] ?? "" }, desk.visitor);
        break;
      case "typing":
        desk.typings.push({ at: Date.now(), ...body });
        break;
      default:
        return refuse(response, 404, "not-found");
    }
    end(response, 200, desk.conversation);
  }
}

/** English where there are no texts in the language. */
function textsIn(locale: string): Record<string, string> {
  const [language] = locale.split("-");
  const file = [language, "en"].map((name) => new URL(`${name}.json`, TEXTS)).find((url) => existsSync(url)) as URL;
  return (JSON.parse(readFileSync(file, "utf8")) as { texts: Record<string, string> }).texts;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : {};
}

function end(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const isRaw = typeof body === "string" || Buffer.isBuffer(body) || body === null;
  response.writeHead(status, { ...(isRaw ? {} : { "content-type": "application/json" }), ...CORS, ...headers });
  response.end(isRaw ? body : JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, slug: string, headers: Record<string, string> = {}): void {
  const problem = { type: `https://relevo.example/problems/${slug}`, title: slug, status };
  end(response, status, problem, { "content-type": "application/problem+json", ...headers });
}
