/** What the workspace's settings mean for this desk: thresholds of waiting, and who may do what to a colleague's conversation. */
import type { AgentAccount } from "@relevo/client";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../api/calls.ts";
import type { DeskSettings } from "../api/shapes.ts";

export interface Rules {
  /** ms; waiting turns amber, then red, as `handoff.amber_s` and `handoff.red_s` say. */
  readonly amberMs: number;
  readonly redMs: number;
  /** R2: who may act on a conversation that a colleague owns. */
  readonly releaseRights: string;
  /** R13: giving a conversation to somebody who is not there: "block", "warn" or "allow". */
  readonly transferOffline: string;
  /** R6: a takeover shows to visitors in no way at all. */
  readonly isSilent: boolean;
  /** R11: verbs that ask first. */
  readonly confirms: Readonly<Record<string, boolean>>;
}

export const DEFAULT_RULES: Rules = {
  amberMs: 30_000,
  redMs: 60_000,
  releaseRights: "owner_or_supervisor",
  transferOffline: "warn",
  isSilent: false,
  confirms: { resolve: true, release: false },
};

/** The workspace's word where it has one, the product's default elsewhere. */
export function rulesOf({ handoff = {}, policies = {} }: DeskSettings): Rules {
  return {
    amberMs: (handoff.amber_s ?? DEFAULT_RULES.amberMs / 1000) * 1000,
    redMs: (handoff.red_s ?? DEFAULT_RULES.redMs / 1000) * 1000,
    releaseRights: policies.release_rights ?? DEFAULT_RULES.releaseRights,
    transferOffline: policies.transfer_offline ?? DEFAULT_RULES.transferOffline,
    isSilent: policies.visitor_sees?.length === 0,
    confirms: { ...DEFAULT_RULES.confirms, ...policies.confirm },
  };
}

export interface WorkspaceRules {
  readonly now: ReadonlySignal<Rules>;
  /** Reads them; what cannot be read stays as it was. */
  renew(): Promise<void>;
}

export function openRules(api: Pick<Api, "settings">): WorkspaceRules {
  const now = signal(DEFAULT_RULES);
  return {
    now,
    async renew() {
      try {
        now.value = rulesOf(await api.settings());
      } catch {
        // The defaults are what most workspaces have; the server enforces its own either way.
      }
    },
  };
}

const OVERRIDING: ReadonlySet<string> = new Set(["owner", "administrator", "supervisor"]);

/** Whether this agent may take, assign or release a conversation that a colleague owns (R2). */
export function mayOverride({ role }: Pick<AgentAccount, "role">, { releaseRights }: Pick<Rules, "releaseRights">): boolean {
  if (role === "viewer" || releaseRights === "owner") return false;
  return releaseRights === "anyone" || OVERRIDING.has(role);
}
