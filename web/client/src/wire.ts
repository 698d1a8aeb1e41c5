/**
 * The types of everything that crosses the wire, for visitors and for agents.
 * No behaviour lives here; times are integer milliseconds UTC throughout.
 */

export type ActorKind = "visitor" | "agent" | "assistant" | "system";

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly avatar_url: string | null;
}

export interface Actor extends Party {
  readonly kind: ActorKind;
}

export type Control =
  | { readonly kind: "assistant"; readonly assistant: Party; readonly since: number }
  | {
      readonly kind: "waiting";
      readonly since: number;
      readonly trigger: Trigger;
      readonly reason?: string | null;
      /** Whose queue it stands in; null for everybody's. */
      readonly team_id?: string | null;
      readonly deadline: number | null;
      readonly timed_out: boolean;
    }
  | { readonly kind: "agent"; readonly owner: Party; readonly since: number; readonly has_spoken: boolean };

export type Trigger = "button" | "keyword" | "assistant" | "rule" | (string & {});

/** What the visitor's screen shows; `joining` means an agent has it and has not spoken yet. */
export type Phase = "assistant" | "asked" | "waiting" | "busy" | "joining" | "live" | "closed";

export type Status = "active" | "closed";

/** Where a waiting visitor stands; null is what the workspace does not show, or what nobody knows. */
export interface QueuePlace {
  readonly position: number | null;
  readonly estimated_wait_s: number | null;
}

export interface VisitorConversation {
  readonly id: string;
  readonly status: Status;
  readonly phase: Phase;
  readonly control: Control;
  readonly owner: Party | null;
  readonly assistant: Party | null;
  readonly epoch: number;
  readonly version: number;
  readonly head_seq: number;
  readonly human_handoff: boolean;
  readonly created_at: number;
  readonly updated_at: number;
  /** Only while waiting or busy. */
  readonly queue?: QueuePlace | null;
}

export interface VisitorProfile {
  readonly id: string;
  readonly name: string | null;
  readonly locale: string | null;
  readonly [field: string]: unknown;
}

export interface LastMessage {
  readonly text: string;
  readonly at: number;
  readonly actor: Actor;
}

/** A conversation as agents see it; a row of the inbox has the same shape. */
export interface AgentConversation {
  readonly id: string;
  readonly inbox: { readonly id: string; readonly name: string };
  readonly channel: string;
  readonly visitor: VisitorProfile;
  readonly status: Status;
  readonly phase: Phase;
  readonly control: Control;
  readonly epoch: number;
  readonly version: number;
  readonly head_seq: number;
  readonly human_handoff: boolean;
  readonly last_responder: Actor | null;
  readonly labels: readonly string[];
  /** Visitor messages nobody has answered. */
  readonly unread: number;
  readonly last_message: LastMessage | null;
  /** Since when a person is asked for; null when nobody asks, or since a release that settled it. */
  readonly requested_at?: number | null;
  readonly subject: string | null;
  readonly contact_phone: string | null;
  /** The conversation that this one follows on. */
  readonly previous_id?: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export type View = "handoff" | "unassigned" | "mine" | "assistant" | "all" | "closed";
export type Counts = Readonly<Record<View, number>>;

/** Where a text search found a conversation; each range is a begin and an end in code points of `text`. */
export interface Match {
  readonly text: string;
  readonly seq: number | null;
  readonly ranges: readonly (readonly [number, number])[];
}

/** A row of a list; `match` comes with a text search alone. */
export type ListedConversation = AgentConversation & { readonly match?: Match | null };

export interface InboxPage {
  readonly items: readonly ListedConversation[];
  readonly next_cursor: string | null;
  readonly counts: Counts;
}

export interface OfferButton {
  readonly id: "accept" | "decline" | (string & {});
  readonly label: string;
}

/** What each event type carries in `data`. A client ignores types that are not listed. */
export interface EventData {
  conversation_started: { readonly [field: string]: unknown };
  message: { readonly id: string; readonly text: string; readonly client_id?: string | null; readonly turn?: string | null };
  answer_cut: { readonly turn: string; readonly text: string };
  human_offered: { readonly text: string; readonly buttons: readonly OfferButton[] };
  human_declined: { readonly text?: string | null; readonly buttons?: readonly OfferButton[] };
  human_requested: {
    readonly trigger: Trigger;
    readonly reason?: string | null;
    readonly deadline: number | null;
    readonly team_id?: string | null;
    /** What a transfer to a team was given along; for the team alone. */
    readonly note?: string | null;
    readonly text: string;
  };
  wait_expired: { readonly text: string };
  contact_left: { readonly phone: string; readonly text?: string | null };
  taken_over: { readonly owner: Party; readonly from: Control | { readonly kind: string }; readonly text: string; readonly forced?: boolean };
  joined: { readonly owner: Party; readonly text: string };
  transferred: { readonly from: Party | null; readonly to: Party; readonly note?: string | null; readonly text: string; readonly cause?: string | null };
  released: { readonly assistant: Party | null; readonly text: string; readonly cause: string };
  owner_lost: { readonly text?: string | null };
  resolved: { readonly text: string };
  reopened: { readonly text: string };
  handoff_note: { readonly form: "replay" | "summary"; readonly text: string; readonly commitments: readonly unknown[] };
  note: { readonly id?: string; readonly text: string; readonly mentions?: readonly { readonly id: string; readonly name: string }[] };
  labels_changed: { readonly labels: readonly string[] };
  renamed: { readonly subject: string };
}

export type EventType = keyof EventData;

export type EventOf<T extends EventType> = {
  readonly seq: number;
  readonly type: T;
  readonly at: number;
  readonly epoch: number;
  readonly actor: Actor;
  readonly data: EventData[T];
};

/** One entry of a conversation's log: a union that narrows on `type`. */
export type ConversationEvent = { [T in EventType]: EventOf<T> }[EventType];

export interface EventPage {
  readonly events: readonly ConversationEvent[];
  readonly head_seq: number;
}

/** Frames that are not in the log: they carry no id and are never replayed. */
export type Ephemeral =
  | { readonly type: "draft"; readonly turn: string; readonly epoch: number; readonly text_so_far: string; readonly delta?: undefined }
  | { readonly type: "draft"; readonly turn: string; readonly epoch: number; readonly delta: string; readonly text_so_far?: undefined }
  | { readonly type: "draft_cut"; readonly turn: string }
  | { readonly type: "typing"; readonly actor: Actor; readonly text?: string | null }
  | ({ readonly type: "queue" } & QueuePlace)
  | { readonly type: "attention"; readonly viewers: readonly Viewer[] }
  | { readonly type: "presence"; readonly agent: Party; readonly state: PresenceState }
  | ({ readonly type: "conversation" } & AgentConversation)
  | ({ readonly type: "counts" } & Partial<Counts>)
  | ({ readonly type: "notification" } & Notification)
  | { readonly type: "ping"; readonly head_seq?: number }
  | { readonly type: "reset"; readonly reason: string }
  | { readonly type: "bye" };

/** What an agent does in a conversation that is open in their console. */
export type AttentionState = "viewing" | "typing" | "noting" | "gone";

export interface Viewer {
  readonly agent: Party;
  readonly state: AttentionState;
}

export type PresenceState = "online" | "away" | "offline";

export interface Notification {
  readonly id: string;
  readonly kind: string;
  readonly conversation_id: string | null;
  readonly title: string;
  readonly text: string;
  readonly reason?: string | null;
  readonly actor?: Actor | null;
  readonly at: number;
}

export interface VisitorSettings {
  readonly handoff: { readonly enabled: boolean; readonly response_timeout_s: number; readonly shares_drafts?: boolean };
  readonly assistant: Party | null;
  readonly policies: {
    readonly visitor_sees: readonly ("text" | "separator" | "badge" | (string & {}))[];
    readonly after_resolve: "new_conversation" | "reopen_to_ai" | "reopen_to_queue" | (string & {});
  };
  readonly appearance: { readonly title: string; readonly color: string | null };
  readonly limits: { readonly message_bytes: number };
}

export interface VisitorSession {
  readonly token: string;
  readonly visitor: VisitorProfile;
  readonly conversation: VisitorConversation | null;
  readonly settings: VisitorSettings;
  /** Visitor-facing texts, already in the visitor's language. */
  readonly texts: Readonly<Record<string, string>>;
}

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

/** RFC 9457 problem; `slug` of its type is what clients branch on (see `Problem`). */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly request_id?: string;
  readonly owner?: Party | null;
  readonly since?: number;
  readonly control?: Control;
  readonly [field: string]: unknown;
}
