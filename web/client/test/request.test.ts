/** Every failure of a call is one Problem that says whether it may pass. */
import { describe, expect, test, vi } from "vitest";
import { Problem, request } from "../src/index.ts";
import { fakeFetch, json } from "./fake.ts";

async function problemFrom(answer: () => Response): Promise<Problem> {
  const { fetch } = fakeFetch(answer);
  return request({ url: "/x", fetch }).then(
    () => expect.unreachable("the call should fail"),
    (error: Problem) => error,
  );
}

test("a body is posted as JSON and the answer decoded", async () => {
  const sent = vi.fn(async () => json({ id: "c1" }, 201));
  const answer = await request({ url: "/x", body: { text: "hi" }, headers: { authorization: "Bearer t" }, fetch: sent });
  expect(answer).toEqual({ id: "c1" });
  expect(sent).toHaveBeenCalledWith(
    "/x",
    expect.objectContaining({
      method: "POST",
      body: '{"text":"hi"}',
      headers: { accept: "application/json", "content-type": "application/json", authorization: "Bearer t" },
    }),
  );
});

test("without a body it is a GET, and an empty answer is undefined", async () => {
  const sent = vi.fn(async () => new Response(null, { status: 204 }));
  expect(await request({ url: "/x", fetch: sent })).toBeUndefined();
  expect(sent).toHaveBeenCalledWith("/x", expect.objectContaining({ method: "GET" }));
});

describe("a refusal", () => {
  test("carries the slug and the fields of its problem", async () => {
    const owner = { id: "g1", name: "Anna", avatar_url: null };
    const body = { type: "https://relevo.example/problems/taken", title: "Taken", status: 409, detail: "Anna has it", owner, since: 5 };
    const problem = await problemFrom(() => new Response(JSON.stringify(body), { status: 409, headers: { "content-type": "application/problem+json" } }));
    expect(problem).toMatchObject({ slug: "taken", status: 409, message: "Anna has it", isTemporary: false, body: { owner, since: 5 } });
  });

  test("without a problem body still says its status", async () => {
    const problem = await problemFrom(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    expect(problem).toMatchObject({ slug: "http-502", status: 502, isTemporary: true });
  });

  test.each([
    [429, true],
    [503, true],
    [500, true],
    [408, true],
    [401, false],
    [422, false],
  ])("%i is temporary: %s", async (status, isTemporary) => {
    expect((await problemFrom(() => json({}, status))).isTemporary).toBe(isTemporary);
  });

  test("tells Retry-After in seconds and as a date, within bounds", async () => {
    const after = async (value: string): Promise<number> => (await problemFrom(() => json({}, 429, { "retry-after": value }))).retryAfterMs;
    expect(await after("2")).toBe(2000);
    expect(await after(new Date(Date.now() + 10_000).toUTCString())).toBeGreaterThan(8_000);
    expect(await after("soon")).toBe(0);
    expect(await after("999999")).toBe(300_000);
  });
});

describe("no answer", () => {
  test("a broken network is a temporary problem", async () => {
    const problem = await problemFrom(() => {
      throw new TypeError("Failed to fetch");
    });
    expect(problem).toMatchObject({ slug: "network", status: 0, isTemporary: true });
  });

  test("a page of somebody else's in between is a temporary problem too", async () => {
    expect(await problemFrom(() => new Response("<p>Sign in to the hotel</p>"))).toMatchObject({ slug: "network", isTemporary: true });
  });

  test("too long a wait is cut", async () => {
    const never = (_url: unknown, init?: RequestInit): Promise<Response> =>
      new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(new DOMException("cut", "AbortError"))));
    await expect(request({ url: "/x", timeoutMs: 5, fetch: never as typeof fetch })).rejects.toMatchObject({ slug: "network" });
  });
});
