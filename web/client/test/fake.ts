/** A small server in memory for the client's tests: a log, its pages and its streams, with cuts wherever a test wants them. */
import type { ConversationEvent, Fetch } from "../src/index.ts";

const encoder = new TextEncoder();

export const VISITOR = { kind: "visitor", id: "v1", name: "Visitor", avatar_url: null } as const;
export const ASSISTANT = { kind: "assistant", id: "a1", name: "Robin", avatar_url: null } as const;
export const ANNA = { kind: "agent", id: "g1", name: "Anna", avatar_url: null } as const;
export const SYSTEM = { kind: "system", id: "system", name: "System", avatar_url: null } as const;

/** A visitor's message in the log. */
export function said(seq: number, text = `line ${seq}`): ConversationEvent {
  return { seq, type: "message", at: 1000 + seq, epoch: 0, actor: VISITOR, data: { id: `m${seq}`, text } };
}

export function frameOf(event: ConversationEvent): string {
  return `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
}

export interface Push {
  write(text: string | Uint8Array): void;
  end(): void;
  fail(): void;
}

/** A stream's response that the test writes to; it fails when the client aborts. */
export function sse(signal: AbortSignal | null | undefined, start: (push: Push) => void): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOver = false;
      const once = (end: () => void) => (): void => {
        if (!isOver) end();
        isOver = true;
      };
      const push: Push = {
        write: (text) => isOver || controller.enqueue(typeof text === "string" ? encoder.encode(text) : text),
        end: once(() => controller.close()),
        fail: once(() => controller.error(new TypeError("network error"))),
      };
      signal?.addEventListener("abort", push.fail);
      start(push);
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

export interface Seen {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal | null | undefined;
}

/** A `fetch` that hands each call to `answer` and keeps what was asked. */
export function fakeFetch(answer: (call: Seen, nth: number) => Response | Promise<Response>): { fetch: Fetch; calls: Seen[] } {
  const calls: Seen[] = [];
  return {
    calls,
    fetch: async (input, init) => {
      const call = { url: String(input), headers: { ...(init?.headers as Record<string, string>) }, signal: init?.signal };
      calls.push(call);
      return answer(call, calls.length - 1);
    },
  };
}

export const isStream = (call: Seen): boolean => call.headers.accept === "text/event-stream";
