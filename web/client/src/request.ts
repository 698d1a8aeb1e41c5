/**
 * One HTTP call with JSON in and out, and every failure as one typed `Problem`.
 * Retrying lives in `outbox.ts` and `stream.ts`, not here.
 */
import type { ProblemBody } from "./wire/problem.ts";

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
    super(body.detail || body.title || body.type);
    this.status = body.status;
    this.slug = body.type.replace(/.*\//, "");
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }

  /** True when the same call may well succeed later. */
  get isTemporary(): boolean {
    return !/^4(?!08|29)/.test(`${this.status}`);
  }
}

/**
 * Resolves to the decoded body (undefined when there is none).
 * @throws Problem on every refusal, time-out and network failure.
 */
export async function request<T>({ url, method, body, headers, credentials, signal, timeoutMs = 20_000, fetch = globalThis.fetch }: Call): Promise<T> {
  const limit = AbortSignal.timeout(timeoutMs);
  const sent: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  try {
    const response = await fetch(url, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: { accept: "application/json", ...sent, ...headers },
      body: JSON.stringify(body),
      credentials,
      cache: "no-store",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    if (!response.ok) throw await problemOf(response);
    if (response.status === 204) return undefined as T;
    // A captive portal answers 200 with its own page: that is no answer of ours.
    if (!isJson(response)) throw "not json";
    return (await response.json()) as T;
  } catch (error) {
    throw error instanceof Problem ? error : new Problem({ type: "network", title: String(error), status: 0 });
  }
}

/** The problem a refused response describes, or a plain one when its body is not problem+json. */
export async function problemOf(response: Response): Promise<Problem> {
  const { status, statusText } = response;
  const told = isJson(response) && ((await response.json().catch(() => null)) as ProblemBody | null);
  return new Problem({ type: `http-${status}`, title: statusText, ...told, status }, retryAfterMs(response.headers.get("retry-after")));
}

function isJson(response: Response): boolean {
  return /[/+]json/.test(response.headers.get("content-type") ?? "");
}

/** Retry-After in seconds or as an HTTP date, as milliseconds from now. */
function retryAfterMs(header: string | null): number {
  if (!header) return 0;
  const seconds = Number(header);
  const waitMs = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Math.max(0, Math.min(waitMs || 0, 300_000));
}
