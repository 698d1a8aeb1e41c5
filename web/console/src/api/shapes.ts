/** What agents share beside conversations, as it crosses the wire: teams, labels, canned replies, filters, settings, a visitor's context. No behaviour. */
import type { Party, Status, View } from "@relevo/client";

export interface TeamListing {
  readonly id: string;
  readonly name: string;
  readonly agent_ids: readonly string[];
  readonly online_count: number;
}

/** An entry of the catalogue; conversations hold names, and names outside of it are welcome. */
export interface Label {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
  readonly description: string | null;
}

export interface CannedReply {
  readonly id: string;
  readonly shortcut: string;
  readonly title: string;
  readonly text: string;
  readonly language: string | null;
  readonly is_shared: boolean;
  readonly owner_id: string | null;
}

/** What a list is narrowed to; an absent field means everything. */
export interface Filter {
  readonly agent_type?: "ai" | "human";
  /** An agent or an assistant, by id. */
  readonly responded_by?: string;
  /** All of them. */
  readonly label?: readonly string[];
  readonly channel?: string;
  readonly status?: Status;
  readonly assistant_id?: string;
  readonly team_id?: string;
  readonly inbox_id?: string;
  readonly q?: string;
}

export interface SavedFilter {
  readonly id: string;
  readonly name: string;
  readonly query: Filter & { readonly view?: View };
  readonly is_shared: boolean;
  readonly owner_id: string;
  readonly position: number;
  /** Only where it was asked for. */
  readonly count?: number;
}

export type FilterDraft = Pick<SavedFilter, "name" | "query" | "is_shared">;

/** The part of the settings that the desk goes by; everything may be missing on an older server. */
export interface DeskSettings {
  readonly handoff?: { readonly amber_s?: number; readonly red_s?: number; readonly shares_drafts?: boolean };
  readonly policies?: {
    readonly release_rights?: string;
    readonly transfer_offline?: string;
    readonly visitor_sees?: readonly string[];
    readonly confirm?: Readonly<Record<string, boolean>>;
  };
}

export interface VisitorContext {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly locale: string | null;
  readonly languages: readonly string[];
  readonly first_seen_at: number | null;
  readonly last_seen_at: number | null;
  readonly device: { readonly kind: "phone" | "tablet" | "computer" | (string & {}); readonly os: string | null; readonly browser: string | null } | null;
  /** The trail, oldest first. */
  readonly pages: readonly { readonly url: string; readonly title: string | null; readonly at: number }[];
  readonly conversations: readonly EarlierConversation[];
  readonly leads: readonly { readonly phone: string; readonly at: number; readonly conversation_id: string }[];
}

export interface EarlierConversation {
  readonly id: string;
  readonly subject: string | null;
  readonly status: Status;
  readonly created_at: number;
  /** Its text alone. */
  readonly last_message: string | null;
  readonly owner: Party | null;
}

/** To whom a conversation is given: exactly one of them. Null as an agent is the queue. */
export interface Assignment {
  readonly agent_id?: string | null;
  readonly assistant_id?: string;
  readonly note?: string;
  readonly confirm?: boolean;
  readonly force?: boolean;
  readonly expected_epoch?: number;
}

export interface TransferChoice {
  readonly agent_id?: string;
  readonly team_id?: string;
  readonly note?: string;
  readonly confirm?: boolean;
  readonly expected_epoch?: number;
}

export interface NewNote {
  readonly text: string;
  readonly mentions?: readonly string[];
}
