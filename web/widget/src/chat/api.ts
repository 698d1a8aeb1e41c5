/** The visitor's calls of the public API, by name; when they are made is decided in `connection.ts` and `chat.ts`. */
import { type ConversationEvent, type EventPage, request, type VisitorConversation, type VisitorSession } from "@relevo/client";
import type { Config } from "../contract.ts";
import { addressOf, type Place } from "./trail.ts";

export type VisitorVerb = "request-human" | "decline-human" | "continue-with-assistant" | "leave-contact" | "typing";

export interface Api {
  headers(): Record<string, string>;
  eventsUrl(id: string): string;
  session(identity: string | null): Promise<VisitorSession>;
  /** The key makes a repeated call give the same conversation. */
  start(key: string): Promise<VisitorConversation>;
  page(id: string, after: number): Promise<EventPage>;
  say(id: string, text: string, clientId: string): Promise<ConversationEvent>;
  act(id: string, verb: VisitorVerb, body?: object, key?: string): Promise<VisitorConversation | undefined>;
  /** Adds to the pages the visitor has been on. */
  visit(place: Place): Promise<void>;
}

/** `token` is asked anew for every call: it changes when the session does. */
export function openApi({ base, inboxKey, options }: Config, token: () => string | null): Api {
  const visitor = `${base}v1/visitor/`;
  const conversation = (id: string, tail: string): string => `${visitor}conversations/${encodeURIComponent(id)}/${tail}`;
  const headers = (): Record<string, string> => (token() ? { authorization: `Bearer ${token()}` } : {});
  const call = <T>(url: string, body?: object, more?: Record<string, string>): Promise<T> =>
    request<T>({ url, ...(body ? { body } : {}), headers: { ...headers(), ...more }, credentials: "omit" });

  const keyed = (key?: string): Record<string, string> => (key ? { "idempotency-key": key } : {});

  return {
    headers,
    eventsUrl: (id) => conversation(id, "events"),
    session: (identity) =>
      call(`${visitor}session`, {
        inbox_key: inboxKey,
        locale: (options["locale"] || document.documentElement.lang || navigator.language).replace(/[^a-z\d-]/gi, "-").slice(0, 35),
        page: addressOf(location),
        ...(identity ? { identity } : {}),
      }),
    start: (key) => call(`${visitor}conversations`, {}, keyed(key)),
    page: (id, after) => call(`${conversation(id, "events")}?after=${after}`),
    say: (id, text, client_id) => call(conversation(id, "messages"), { text, client_id }),
    act: (id, verb, body = {}, key) => call(conversation(id, verb), body, keyed(key)),
    visit: (place) => call(`${visitor}page`, place),
  };
}
