/** Who is signed in: asks the server once at the start, then follows signing in and out. */
import type { AgentAccount, Me, Preferences } from "@relevo/client";
import { Problem } from "@relevo/client";
import { type ReadonlySignal, signal } from "@preact/signals";
import { type Api, openApi, type SetupEntry } from "../api/calls.ts";
import { problemText } from "../api/problem-text.ts";

export type AccountState =
  | { readonly kind: "unknown" }
  | { readonly kind: "unreachable"; readonly text: string }
  | { readonly kind: "out"; readonly wasIn: boolean }
  | { readonly kind: "in"; readonly agent: AgentAccount; readonly workspace: string; readonly preferences?: Preferences | undefined };

export interface Account {
  readonly state: ReadonlySignal<AccountState>;
  readonly api: Api;
  check(): Promise<void>;
  /** @throws Problem, for the form to show. */
  signIn(email: string, password: string): Promise<void>;
  /** @throws Problem, for the form to show. */
  setUp(entry: SetupEntry): Promise<void>;
  signOut(): Promise<void>;
  /** The server does not know us any more. */
  lose(): void;
}

export function openAccount(makeApi: typeof openApi = openApi): Account {
  const state = signal<AccountState>({ kind: "unknown" });
  const lose = (): void => {
    // Every stream and every request may tell it: what was said first stands.
    if (state.peek().kind === "out") return;
    state.value = { kind: "out", wasIn: state.peek().kind === "in" };
  };
  const api = makeApi({ onSignedOut: lose });

  const admit = (me: Pick<Me, "agent"> & Partial<Pick<Me, "workspace" | "preferences">>): void => {
    state.value = { kind: "in", agent: me.agent, workspace: me.workspace?.name ?? "", preferences: me.preferences };
  };
  const check = async (): Promise<void> => {
    try {
      admit(await api.me());
    } catch (error) {
      const isOut = error instanceof Problem && (error.status === 401 || error.status === 403);
      state.value = isOut ? { kind: "out", wasIn: false } : { kind: "unreachable", text: problemText(error) };
    }
  };

  return {
    state,
    api,
    check,
    lose,
    async signIn(email, password) {
      await api.signIn(email, password);
      await check();
    },
    async setUp(entry) {
      await api.setUp(entry);
      await check();
    },
    async signOut() {
      // Signed out here in any case: the next person at this desk must not see the inbox.
      await api.signOut().catch(() => undefined);
      state.value = { kind: "out", wasIn: false };
    },
  };
}
