/** What every page of the settings works with: the calls, who is at work and what they may, and a word when something is done. */
import type { AgentAccount } from "@relevo/client";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { DeskCalls } from "../api/desk.ts";
import type { Toasts } from "../page/toasts.ts";

export interface Bench {
  readonly calls: DeskCalls;
  readonly me: AgentAccount;
  readonly mayConfigure: boolean;
  readonly maySupervise: boolean;
  readonly say: Toasts["say"];
}

export const BenchContext = createContext<Bench | null>(null);

export function useBench(): Bench {
  const bench = useContext(BenchContext);
  if (!bench) throw new Error("useBench outside of the settings");
  return bench;
}
