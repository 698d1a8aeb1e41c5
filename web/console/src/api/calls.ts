/**
 * Every call the console makes, typed, with the CSRF token and idempotency keys put in.
 * What a refusal means on the screen is said in `problem-text.ts`; streams are opened by the stores.
 */
import {
  type AgentAccount,
  type AgentConversation,
  type AgentPresence,
  type AssistantListing,
  type AttentionState,
  type ConversationEvent,
  type EventPage,
  type Fetch,
  type InboxPage,
  type Me,
  type PresenceState,
  Problem,
  request,
  randomId,
  type SignIn,
  type View,
} from "@relevo/client";
import type {
  Assignment,
  CannedReply,
  DeskSettings,
  Filter,
  FilterDraft,
  Label,
  NewNote,
  SavedFilter,
  TeamListing,
  TransferChoice,
  VisitorContext,
} from "./shapes.ts";

export interface Api {
  /** Any other call, with the same token and keys: see `desk.ts`. */
  call<T>(method: string, url: string, body?: unknown, key?: string): Promise<T>;
  signIn(email: string, password: string): Promise<SignIn>;
  setUp(entry: SetupEntry): Promise<SignIn>;
  signOut(): Promise<void>;
  me(): Promise<Me>;
  page(view: View, filter: Filter, cursor: string | null): Promise<InboxPage>;
  conversation(id: string): Promise<AgentConversation>;
  events(id: string, after: number): Promise<EventPage>;
  visitor(id: string): Promise<VisitorContext>;
  takeOver(id: string, choice?: TakeChoice): Promise<AgentConversation>;
  release(id: string, choice: ReleaseChoice): Promise<AgentConversation>;
  assign(id: string, choice: Assignment): Promise<AgentConversation>;
  transfer(id: string, choice: TransferChoice): Promise<AgentConversation>;
  resolve(id: string, seen: SeenControl): Promise<AgentConversation>;
  reopen(id: string): Promise<AgentConversation>;
  postMessage(id: string, message: NewMessage): Promise<ConversationEvent>;
  /** `key` makes a repeated one the same note. */
  postNote(id: string, note: NewNote, key: string): Promise<ConversationEvent>;
  setLabels(id: string, labels: readonly string[]): Promise<AgentConversation>;
  typing(id: string): Promise<void>;
  attention(id: string, state: AttentionState): Promise<void>;
  /** Automatic is what the window sees: an absence that the agent chose outlasts it. */
  presence(state: PresenceState, isAutomatic: boolean): Promise<void>;
  changePreferences(patch: object): Promise<Me>;
  agents(): Promise<readonly AgentPresence[]>;
  assistants(): Promise<readonly AssistantListing[]>;
  teams(): Promise<readonly TeamListing[]>;
  labels(): Promise<readonly Label[]>;
  cannedReplies(): Promise<readonly CannedReply[]>;
  settings(): Promise<DeskSettings>;
  savedFilters(): Promise<readonly SavedFilter[]>;
  saveFilter(draft: FilterDraft): Promise<SavedFilter>;
  changeFilter(id: string, change: Partial<FilterDraft>): Promise<SavedFilter>;
  deleteFilter(id: string): Promise<void>;
}

export interface SetupEntry {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Only if nobody has given or taken control since. */
export interface SeenControl {
  readonly expected_epoch?: number;
}

export interface ReleaseChoice extends SeenControl {
  readonly assistant_id?: string;
  readonly answer_now?: boolean;
}

export interface TakeChoice extends SeenControl {
  /** From a colleague, with the right to it (policy R2). */
  readonly force?: boolean;
}

export interface NewMessage {
  readonly text: string;
  readonly client_id: string;
  readonly take_over?: boolean;
}

export interface ApiOptions {
  /** Called on 401 to anything but signing in: the cookie is no longer good. */
  readonly onSignedOut: () => void;
  readonly fetch?: Fetch;
}

/** The paths of one conversation's calls and streams. */
export function conversationUrl(id: string, tail = ""): string {
  return `/v1/conversations/${encodeURIComponent(id)}${tail}`;
}

export function openApi({ onSignedOut, fetch }: ApiOptions): Api {
  let csrfToken = "";

  const send: Fetch = fetch ?? globalThis.fetch.bind(globalThis);
  const call = async <T>(method: string, url: string, body?: unknown, key?: string): Promise<T> => {
    const isChange = method !== "GET";
    const headers = {
      ...(isChange && csrfToken ? { "x-csrf-token": csrfToken } : {}),
      ...(method === "POST" ? { "idempotency-key": key ?? randomId() } : {}),
    };
    try {
      return await request<T>({ url, method, body, headers, credentials: "same-origin", fetch: outlives(url) ? lasting(send) : send });
    } catch (error) {
      if (error instanceof Problem && error.status === 401 && error.slug !== "invalid-credentials" && csrfToken) {
        csrfToken = "";
        onSignedOut();
      }
      throw error;
    }
  };
  const get = <T>(url: string): Promise<T> => call<T>("GET", url);
  const items = <T>(url: string): Promise<readonly T[]> => get<{ items: readonly T[] }>(url).then((page) => page.items);
  const post = <T>(url: string, body: unknown = {}, key?: string): Promise<T> => call<T>("POST", url, body, key);
  const admitted = <T extends { csrf_token: string }>(answer: T): T => {
    csrfToken = answer.csrf_token;
    return answer;
  };

  return {
    call,
    signIn: (email, password) => post<SignIn>("/v1/sign-in", { email, password }).then(admitted),
    setUp: (entry) => post<SignIn>("/v1/setup", entry).then(admitted),
    signOut: () => post<void>("/v1/sign-out"),
    me: () => get<Me>("/v1/me").then(admitted),
    page: (view, filter, cursor) => get(`/v1/conversations?${pageQuery(view, filter, cursor)}`),
    conversation: (id) => get(conversationUrl(id)),
    events: (id, after) => get(conversationUrl(id, `/events?after=${after}&limit=200`)),
    visitor: (id) => get(conversationUrl(id, "/visitor")),
    takeOver: (id, choice) => post(conversationUrl(id, "/take-over"), choice),
    release: (id, choice) => post(conversationUrl(id, "/release"), choice),
    assign: (id, choice) => post(conversationUrl(id, "/assign"), choice),
    transfer: (id, choice) => post(conversationUrl(id, "/transfer"), choice),
    resolve: (id, seen) => post(conversationUrl(id, "/resolve"), seen),
    reopen: (id) => post(conversationUrl(id, "/reopen")),
    postMessage: (id, message) => post(conversationUrl(id, "/messages"), message, message.client_id),
    postNote: (id, note, key) => post(conversationUrl(id, "/notes"), note, key),
    setLabels: (id, labels) => call("PUT", conversationUrl(id, "/labels"), { labels }),
    typing: (id) => post(conversationUrl(id, "/typing")),
    attention: (id, state) => call("PUT", conversationUrl(id, "/attention"), { state }),
    presence: (state, isAutomatic) => call("PUT", "/v1/presence", { state, is_automatic: isAutomatic }),
    changePreferences: (preferences) => call("PATCH", "/v1/me", { preferences }),
    agents: () => items("/v1/agents"),
    assistants: () => items("/v1/assistants"),
    teams: () => items("/v1/teams"),
    labels: () => items("/v1/labels"),
    cannedReplies: () => items("/v1/canned-replies"),
    settings: () => get("/v1/settings"),
    savedFilters: () => items("/v1/saved-filters?counts=true"),
    saveFilter: (draft) => post("/v1/saved-filters", draft),
    changeFilter: (id, change) => call("PATCH", `/v1/saved-filters/${encodeURIComponent(id)}`, change),
    deleteFilter: (id) => call("DELETE", `/v1/saved-filters/${encodeURIComponent(id)}`),
  };
}

/** The word that one has left is said while the page goes away. */
function outlives(url: string): boolean {
  return url.endsWith("/attention");
}

function lasting(send: Fetch): Fetch {
  return (url, init) => send(url, { ...init, keepalive: true });
}

/** Lists are given once for each value. */
function pageQuery(view: View, filter: Filter, cursor: string | null): URLSearchParams {
  const query = new URLSearchParams({ view });
  for (const [name, value] of Object.entries(filter)) for (const one of [value].flat()) if (one) query.append(name, one);
  if (cursor) query.set("cursor", cursor);
  return query;
}

/** The account as the console greets it. */
export function publicName(agent: AgentAccount): string {
  return agent.display_name || agent.name;
}
