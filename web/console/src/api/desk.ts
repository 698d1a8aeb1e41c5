/** What a workspace configures, as it crosses the wire, and the calls that read and change it: for the settings only. */
import type { AgentAccount, Me, PresenceState } from "@relevo/client";
import type { Api } from "./calls.ts";

export interface HandoffSettings {
  readonly enabled: boolean;
  readonly keywords: Readonly<Record<string, readonly string[]>>;
  /** What a waiting visitor reads, by language. */
  readonly waiting_texts: Texts;
  readonly response_timeout_s: number;
  /** What they read once nobody came, by language. */
  readonly busy_texts: Texts;
  readonly show_queue_position: boolean;
  readonly show_estimated_wait: boolean;
  readonly shares_drafts: boolean;
  /** Zero: never. So for the next, too. */
  readonly offer_after_answers: number;
  readonly ask_after_failures: number;
  readonly ask_on_labels: readonly string[];
  /** Paths, in which `*` stands for anything. */
  readonly offer_on_pages: readonly string[];
  readonly amber_s: number;
  readonly red_s: number;
}

export interface PolicySettings {
  readonly visitor_sees: readonly string[];
  readonly confirm: Readonly<Record<string, boolean>>;
  readonly redirect_to_ticket: boolean;
  readonly owner_grace_s: number;
  readonly assignment_timeout_s: number;
  readonly capacity: number;
  readonly [name: string]: unknown;
}

export type Texts = Readonly<Record<string, string>>;

export interface Settings {
  readonly language: string;
  readonly text_preset: string;
  readonly handoff: HandoffSettings;
  readonly policies: PolicySettings;
  /** What is worded otherwise, by language. */
  readonly texts: Readonly<Record<string, Texts>>;
  readonly plan: { readonly name: string; readonly is_handoff_locked: boolean; readonly upgrade_url: string | null };
}

export interface Presets {
  readonly language: string;
  readonly languages: readonly string[];
  /** What each text takes in braces. */
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
  /** `standard` has every text, each other one what it says instead. */
  readonly items: readonly { readonly id: string; readonly name: string; readonly texts: Texts }[];
}

export interface Colleague extends AgentAccount {
  readonly is_active: boolean;
  readonly presence: PresenceState;
  readonly capacity: number | null;
  readonly open_count: number;
  readonly team_ids: readonly string[];
}

export interface Assistant {
  readonly id: string;
  readonly name: string;
  readonly avatar_url: string | null;
  readonly kind: string;
  /** Secrets read `set`, or `unreadable`. */
  readonly options: Readonly<Record<string, string>>;
  /** Its own: only what differs from the workspace's. */
  readonly handoff: Partial<HandoffSettings>;
  readonly is_active: boolean;
}

export interface Inbox {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly channel: string;
  readonly assistant_id: string;
  readonly allowed_origins: readonly string[];
  readonly requires_identity: boolean;
  readonly title: string;
  readonly color: string | null;
  readonly is_active: boolean;
}

/** What a site signs its visitors' identities with. */
export interface IdentityKey {
  readonly id: string;
  readonly algorithm: "HS256" | "EdDSA";
  readonly created_at: number;
  /** PEM; of EdDSA only. */
  readonly public_key: string | null;
  /** Only in the answer that makes it. */
  readonly secret?: string | null;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly made_by: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly last_used_at: number | null;
  /** Only in the answer that makes it. */
  readonly key?: string | null;
}

export interface AgentSession {
  readonly id: string;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly device: string;
  readonly is_current: boolean;
}

/** A change of settings; null goes back to the default. */
export type Patch = Readonly<Record<string, unknown>>;

export interface DeskCalls {
  settings(): Promise<Settings>;
  changeSettings(patch: Patch): Promise<Settings>;
  presets(language: string): Promise<Presets>;
  /** The list of one kind, such as `canned-replies`. */
  items<T>(kind: string): Promise<readonly T[]>;
  add<T>(kind: string, values: object, key: string): Promise<T>;
  change<T>(kind: string, id: string, values: object): Promise<T>;
  remove(kind: string, id: string): Promise<void>;
  me(): Promise<Me>;
  changeMe(values: object): Promise<Me>;
  changePassword(current: string, next: string): Promise<void>;
  sessions(): Promise<readonly AgentSession[]>;
  endSession(id: string): Promise<void>;
}

export function openDeskCalls({ call }: Pick<Api, "call">): DeskCalls {
  const items = <T>(url: string): Promise<readonly T[]> => call<{ items: readonly T[] }>("GET", url).then((page) => page.items);
  const at = (kind: string, id: string): string => `/v1/${kind}/${encodeURIComponent(id)}`;
  return {
    settings: () => call("GET", "/v1/settings"),
    changeSettings: (patch) => call("PATCH", "/v1/settings", patch),
    presets: (language) => call("GET", `/v1/settings/presets?language=${encodeURIComponent(language)}`),
    items: (kind) => items(`/v1/${kind}`),
    add: (kind, values, key) => call("POST", `/v1/${kind}`, values, key),
    change: (kind, id, values) => call("PATCH", at(kind, id), values),
    remove: (kind, id) => call("DELETE", at(kind, id)),
    me: () => call("GET", "/v1/me"),
    changeMe: (values) => call("PATCH", "/v1/me", values),
    changePassword: (current, next) => call("POST", "/v1/me/password", { current, new: next }),
    sessions: () => items("/v1/me/sessions"),
    endSession: (id) => call("DELETE", at("me/sessions", id)),
  };
}
