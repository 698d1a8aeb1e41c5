/**
 * Agents' accounts, what they prefer, and the assistants that they can choose from.
 * What they are told stands in `frames.ts`.
 */
import type { Party } from "./actors.ts";
import type { PresenceState } from "./frames.ts";

export type Role = "owner" | "administrator" | "supervisor" | "agent" | "viewer";

export interface AgentAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly avatar_url: string | null;
  readonly display_name: string | null;
}

export interface AgentPresence {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly avatar_url: string | null;
  readonly display_name?: string | null;
  readonly presence: PresenceState;
  /** The most conversations at a time; null when there is no limit. */
  readonly capacity?: number | null;
  readonly open_count?: number;
  readonly team_ids?: readonly string[];
  readonly is_active?: boolean;
}

export interface SignIn {
  readonly agent: AgentAccount;
  readonly token: string;
  readonly csrf_token: string;
}

/** What an agent prefers: kept by the server, acted on by the console. */
export interface Preferences {
  readonly sound: boolean;
  readonly desktop: boolean;
  readonly muted_kinds: readonly string[];
  readonly muted_conversations: readonly string[];
  readonly muted_while_away: boolean;
  /** Minutes without input. */
  readonly away_after_min: number;
  readonly theme: "system" | "light" | "dark";
  readonly density: "comfortable" | "compact";
  /** Which way lines run; automatic is as the browser's language does. */
  readonly direction: "automatic" | "ltr" | "rtl";
  /** Keys by action, where they are not the usual ones; empty for none. */
  readonly shortcuts: Readonly<Record<string, string>>;
}

export interface Me {
  readonly agent: AgentAccount;
  /** Missing on an older server. */
  readonly preferences?: Preferences;
  readonly csrf_token: string;
  readonly workspace: { readonly id: string; readonly name: string };
}

export interface AssistantListing extends Party {
  readonly kind: string;
}
