/** The visitor's calls of the public API, by name; when they are made is decided in `connection.ts` and `chat.ts`. */
import { type Call, type ConversationEvent, request, type VisitorConversation, type VisitorSession } from "@relevo/client";
import type { Config } from "../contract.ts";
import { addressOf, type Place } from "./trail.ts";

export type VisitorVerb = "request-human" | "decline-human" | "continue-with-assistant" | "leave-contact" | "typing";

export interface Api {
  /** Where and how a conversation's log is read. */
  log(id: string): Pick<Call, "url" | "headers" | "credentials">;
  session(identity: string | null): Promise<VisitorSession>;
  /** The key makes a repeated call give the same conversation. */
  start(key: string): Promise<VisitorConversation>;
  say(id: string, text: string, clientId: string): Promise<ConversationEvent>;
  act(id: string, verb: VisitorVerb, body?: object, key?: string): Promise<VisitorConversation | undefined>;
  /** Adds to the pages the visitor has been on. */
  visit(place: Place): Promise<void>;
}

/** `token` is asked anew for every call: it changes when the session does. */
export function openApi({ base, inboxKey, options }: Config, token: () => string | null): Api {
  const visitor = `${base}v1/visitor/`;
  const at = (id: string, tail: string): string => `conversations/${encodeURIComponent(id)}/${tail}`;
  const to = (path: string, key?: string): Pick<Call, "url" | "headers" | "credentials"> => ({
    url: visitor + path,
    headers: { ...(token() && { authorization: `Bearer ${token()}` }), ...(key && { "idempotency-key": key }) },
    credentials: "omit",
  });
  const call = <T>(path: string, body: object, key?: string): Promise<T> => request<T>({ ...to(path, key), body });

  return {
    log: (id) => to(at(id, "events")),
    session: (identity) =>
      call("session", {
        inbox_key: inboxKey,
        locale: (options["locale"] || document.documentElement.lang || navigator.language).replace(/[^a-z\d-]/gi, "-").slice(0, 35),
        page: addressOf(location),
        ...(identity && { identity }),
      }),
    start: (key) => call("conversations", {}, key),
    say: (id, text, client_id) => call(at(id, "messages"), { text, client_id }),
    act: (id, verb, body = {}, key) => call(at(id, verb), body, key),
    visit: (place) => call("page", place),
  };
}
