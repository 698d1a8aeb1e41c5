/**
 * What the address bar says: which screen, which view, which conversation. Hash routing, so that the server needs no rewrites.
 * Nothing is fetched here.
 */
import type { View } from "@relevo/client";
import { signal } from "@preact/signals";

export const VIEWS: readonly View[] = ["handoff", "unassigned", "mine", "assistant", "all", "closed"];

export type Route =
  | { readonly screen: "setup"; readonly token: string }
  | { readonly screen: "sign-in" }
  | { readonly screen: "inbox"; readonly view: View; readonly conversationId: string | null };

/** Everything that goes on, so that nobody who has just signed in looks at an empty list. */
export const START: Route & { readonly screen: "inbox" } = { screen: "inbox", view: "all", conversationId: null };

/** `#/v/mine/c/abc` · `#/c/abc` (from a notification) · `#/setup/token` · `#/sign-in`; anything else is the start. */
export function parseRoute(hash: string): Route {
  const [first, second, third, fourth] = hash.replace(/^#?\/?/, "").split("/").map(decoded);
  if (first === "setup" && second) return { screen: "setup", token: second };
  if (first === "sign-in") return { screen: "sign-in" };
  if (first === "c" && second) return { screen: "inbox", view: "all", conversationId: second };
  const view = VIEWS.find((name) => name === second);
  if (first !== "v" || !view) return START;
  return { screen: "inbox", view, conversationId: third === "c" && fourth ? fourth : null };
}

/** The other direction; `parseRoute(formatRoute(r))` is `r`. */
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case "setup":
      return `#/setup/${encodeURIComponent(route.token)}`;
    case "sign-in":
      return "#/sign-in";
    case "inbox":
      return `#/v/${route.view}${route.conversationId ? `/c/${encodeURIComponent(route.conversationId)}` : ""}`;
  }
}

/** The route of now; follows the address bar once `followAddress` has been called. */
export const route = signal<Route>(START);

export function followAddress(): void {
  const read = (): void => {
    route.value = parseRoute(location.hash);
  };
  addEventListener("hashchange", read);
  read();
}

/** `isReplacing` leaves no step to go back to. */
export function goTo(next: Route, { isReplacing = false } = {}): void {
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
