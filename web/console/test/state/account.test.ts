/** Who is signed in, as far as the page knows. */
import { expect, it } from "vitest";
import type { Api } from "../../src/api/calls.ts";
import { openAccount } from "../../src/state/account.ts";
import { NOOR } from "../make.ts";

it("remembers that somebody was signed in, however many requests learn that they no longer are", async () => {
  let tell = (): void => undefined;
  const account = openAccount(({ onSignedOut }) => {
    tell = onSignedOut;
    return { me: async () => ({ agent: NOOR }) } as unknown as Api;
  });
  await account.check();
  expect(account.state.value.kind).toBe("in");
  tell();
  tell();
  expect(account.state.value).toEqual({ kind: "out", wasIn: true });
});
