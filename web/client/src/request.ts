/**
 * One HTTP call with JSON in and out, and every failure as one typed `Problem`.
 * Retrying lives in `outbox.ts` and `stream.ts`, not here.
 */
import type { ProblemBody } from "./wire.ts";

export type Fetch = typeof globalThis.fetch;

export interface Call {
  readonly url: string;
  /** POST when there is a body, else GET. */
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: RequestCredentials;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
}

/** A refusal of the server, or the network's: `slug` is what to branch on (`network` when nothing came back). */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly slug: string;
  readonly body: ProblemBody;
  /** What Retry-After asked for; 0 when it did not. */
  readonly retryAfterMs: number;

  constructor(body: ProblemBody, retryAfterMs = 0) {
    super(body.detail ?? body.title);
    this.status = body.status;
    this.slug = body.type.slice(body.type.lastIndexOf("/") + 1);
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }

  /** True when the same call may well succeed later. */
  get isTemporary(): boolean {
    return this.status < 400 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/**
 * Resolves to the decoded body (undefined when there is none).
 * @throws Problem on every refusal, time-out and network failure.
 */
export async function request<T>(call: Call): Promise<T> {
  const { url, body, timeoutMs = 20_000 } = call;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  const stop = (): void => abort.abort();
  if (call.signal?.aborted) stop();
  call.signal?.addEventListener("abort", stop);
  try {
    const response = await (call.fetch ?? fetch)(url, {
      method: call.method ?? (body === undefined ? "GET" : "POST"),
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...call.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(call.credentials ? { credentials: call.credentials } : {}),
      cache: "no-store",
      signal: abort.signal,
    });
    return (await answer(response)) as T;
  } catch (error) {
    throw error instanceof Problem ? error : networkProblem(error);
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener("abort", stop);
  }
}

/** The problem a refused response describes, or a plain one when its body is not problem+json. */
export async function problemOf(response: Response): Promise<Problem> {
  const plain: ProblemBody = { type: `http-${response.status}`, title: response.statusText || "Refused", status: response.status };
  const told = isJson(response) ? ((await response.json().catch(() => null)) as ProblemBody | null) : null;
  const body = told && typeof told.type === "string" ? { ...plain, ...told, status: response.status } : plain;
  return new Problem(body, retryAfterMs(response.headers.get("retry-after")));
}

async function answer(response: Response): Promise<unknown> {
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined;
  // A captive portal answers 200 with its own page: that is no answer of ours.
  if (!isJson(response)) throw networkProblem("not json");
  return response.json();
}

function isJson(response: Response): boolean {
  return /[/+]json/.test(response.headers.get("content-type") ?? "");
}

function networkProblem(cause: unknown): Problem {
  return new Problem({ type: "network", title: "No connection", status: 0, detail: String(cause) });
}

/** Retry-After in seconds or as an HTTP date, as milliseconds from now. */
function retryAfterMs(header: string | null): number {
  if (!header) return 0;
  const seconds = Number(header);
  const waitMs = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Math.max(0, Math.min(waitMs || 0, 300_000));
}
