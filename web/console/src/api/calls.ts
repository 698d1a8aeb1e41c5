/**
 * Every call the console makes, typed, with the CSRF token and idempotency keys put in.
 * What a refusal means on the screen is said in `problem-text.ts`; streams are opened by the stores.
 */
import {
  type AgentAccount,
  type AgentConversation,
  type AgentPresence,
  type AssistantListing,
  type ConversationEvent,
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

export interface Api {
  signIn(email: string, password: string): Promise<SignIn>;
  setUp(entry: SetupEntry): Promise<SignIn>;
  signOut(): Promise<void>;
  me(): Promise<Me>;
  page(view: View, query: string, cursor: string | null): Promise<InboxPage>;
  conversation(id: string): Promise<AgentConversation>;
  takeOver(id: string): Promise<AgentConversation>;
  release(id: string, choice: ReleaseChoice): Promise<AgentConversation>;
  resolve(id: string): Promise<AgentConversation>;
  postMessage(id: string, message: NewMessage): Promise<ConversationEvent>;
  presence(state: PresenceState): Promise<void>;
  agents(): Promise<readonly AgentPresence[]>;
  assistants(): Promise<readonly AssistantListing[]>;
}

export interface SetupEntry {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface ReleaseChoice {
  readonly assistant_id?: string;
  readonly answer_now?: boolean;
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

  const call = async <T>(method: string, url: string, body?: unknown, key?: string): Promise<T> => {
    const isChange = method !== "GET";
    const headers = {
      ...(isChange && csrfToken ? { "x-csrf-token": csrfToken } : {}),
      ...(method === "POST" ? { "idempotency-key": key ?? randomId() } : {}),
    };
    try {
      return await request<T>({ url, method, body, headers, credentials: "same-origin", ...(fetch ? { fetch } : {}) });
    } catch (error) {
      if (error instanceof Problem && error.status === 401 && csrfToken) {
        csrfToken = "";
        onSignedOut();
      }
      throw error;
    }
  };
  const get = <T>(url: string): Promise<T> => call<T>("GET", url);
  const post = <T>(url: string, body: unknown = {}, key?: string): Promise<T> => call<T>("POST", url, body, key);
  const admitted = <T extends { csrf_token: string }>(answer: T): T => {
    csrfToken = answer.csrf_token;
    return answer;
  };

  return {
    signIn: (email, password) => post<SignIn>("/v1/sign-in", { email, password }).then(admitted),
    setUp: (entry) => post<SignIn>("/v1/setup", entry).then(admitted),
    signOut: () => post<void>("/v1/sign-out"),
    me: () => get<Me>("/v1/me").then(admitted),
    page: (view, query, cursor) => get(`/v1/conversations?${pageQuery(view, query, cursor)}`),
    conversation: (id) => get(conversationUrl(id)),
    takeOver: (id) => post(conversationUrl(id, "/take-over")),
    release: (id, choice) => post(conversationUrl(id, "/release"), choice),
    resolve: (id) => post(conversationUrl(id, "/resolve")),
    postMessage: (id, message) => post(conversationUrl(id, "/messages"), message, message.client_id),
    presence: (state) => call("PUT", "/v1/presence", { state }),
    agents: () => get<{ items: AgentPresence[] }>("/v1/agents").then((page) => page.items),
    assistants: () => get<{ items: AssistantListing[] }>("/v1/assistants").then((page) => page.items),
  };
}

function pageQuery(view: View, query: string, cursor: string | null): URLSearchParams {
  return new URLSearchParams({ view, ...(query ? { q: query } : {}), ...(cursor ? { cursor } : {}) });
}

/** The account as the console greets it. */
export function publicName(agent: AgentAccount): string {
  return agent.display_name || agent.name;
}
