/**
 * What the address bar says: which screen, which view, which conversation. Hash routing, so that the server needs no rewrites.
 * Nothing is fetched here.
 */
import type { View } from "@relevo/client";
import { signal } from "@preact/signals";
import type { Filter } from "../api/shapes.ts";
import { filterOf, queryOf } from "./query.ts";

export const VIEWS: readonly View[] = ["handoff", "unassigned", "mine", "assistant", "all", "closed"];

export type Route =
  | { readonly screen: "setup"; readonly token: string }
  | { readonly screen: "sign-in" }
  | SettingsRoute
  | InboxRoute;

export interface SettingsRoute {
  readonly screen: "settings";
  /** Which page; empty for the list of them. */
  readonly page: string;
  /** What is looked at on it: an assistant, for instance. */
  readonly itemId: string | null;
}

export interface InboxRoute {
  readonly screen: "inbox";
  readonly view: View;
  /** A saved filter is shown instead of a view. */
  readonly filterId?: string | null;
  /** What it is narrowed to by hand; absent when it is not. */
  readonly by?: Filter;
  readonly conversationId: string | null;
}

/** Everything that goes on, so that nobody who has just signed in looks at an empty list. */
export const START: InboxRoute = { screen: "inbox", view: "all", conversationId: null };

/** `#/v/mine/c/abc` · `#/v/all?label=vip` · `#/f/saved/c/abc` · `#/c/abc` (from a notification) · `#/setup/token` · `#/sign-in`; anything else is the start. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split(/\?(.*)/s);
  const [first, second, third, fourth] = path.split("/").map(decoded);
  if (first === "setup" && second) return { screen: "setup", token: second };
  if (first === "sign-in") return { screen: "sign-in" };
  if (first === "settings") return { screen: "settings", page: second ?? "", itemId: third || null };
  if (first === "c" && second) return { screen: "inbox", view: "all", conversationId: second };
  const conversationId = third === "c" && fourth ? fourth : null;
  const by = filterOf(query);
  if (first === "f" && second) return { screen: "inbox", view: "all", filterId: second, conversationId, ...by };
  const view = VIEWS.find((name) => name === second);
  if (first !== "v" || !view) return START;
  return { screen: "inbox", view, conversationId, ...by };
}

/** The other direction; `parseRoute(formatRoute(r))` is `r`. */
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case "setup":
      return `#/setup/${encodeURIComponent(route.token)}`;
    case "sign-in":
      return "#/sign-in";
    case "settings":
      return `#/settings${[route.page, route.itemId ?? ""].map((part) => (part ? `/${encodeURIComponent(part)}` : "")).join("")}`;
    case "inbox":
      return withConversation(`#/${route.filterId ? `f/${encodeURIComponent(route.filterId)}` : `v/${route.view}`}${queryOf(route.by)}`, route.conversationId);
  }
}

/** The address of a conversation within a list. */
export function withConversation(list: string, id: string | null): string {
  const [path = "", query = ""] = list.split(/(?=\?)/);
  return id ? `${path}/c/${encodeURIComponent(id)}${query}` : list;
}

/** The route of now; follows the address bar once `followAddress` has been called. */
export const route = signal<Route>(START);

export function followAddress(): void {
  const read = (): void => {
    const next = parseRoute(location.hash);
    if (mayLeave(next)) route.value = next;
    // The browser has gone there already: it is called back.
    else history.pushState(null, "", formatRoute(route.value));
  };
  addEventListener("hashchange", read);
  read();
}

let mayLeave: (next: Route) => boolean = () => true;

/** Asks before another place is shown (there is something unsaved here); the returned function takes the question back. */
export function guardRoute(ask: (next: Route) => boolean): () => void {
  mayLeave = ask;
  return () => {
    if (mayLeave === ask) mayLeave = () => true;
  };
}

/** `isReplacing` leaves no step to go back to. */
export function goTo(next: Route, { isReplacing = false } = {}): void {
  if (!mayLeave(next)) return;
  const hash = formatRoute(next);
  if (hash !== location.hash) history[isReplacing ? "replaceState" : "pushState"](null, "", hash);
  route.value = next;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
